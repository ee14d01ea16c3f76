/* One event as one line. Flushed by the caller. */
#pragma once

struct cli;
struct duban_event;

/* {"seq","at","kind","level","unit","project","data", then "on","principal","role"} */
int watch_line_json(struct cli *c, const struct duban_event *e);
/* With lamps and names; asks the daemon for the names of a warning or project. */
int watch_line_text(struct cli *c, const struct duban_event *e);
