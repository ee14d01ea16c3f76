/* Prints an event as one line. The caller flushes stdout. */
#pragma once

struct cli;
struct duban_event;

/* {"seq","at","kind","level","unit","project","data", then "on","principal","role"} */
int watch_line_json(struct cli *c, const struct duban_event *e);
/* With the names of levels and units; asks the daemon for those of a warning or project. */
int watch_line_text(struct cli *c, const struct duban_event *e);
