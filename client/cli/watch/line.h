/* Writes an event as one line, with a newline at its end. */
#pragma once

#include <stdio.h>

struct cli;
struct duban_event;

/* {"seq","at","kind","level","unit","project","data", then "on","principal","role","about"} */
int watch_line_json(struct cli *c, const struct duban_event *e, FILE *out);
/* With the names of levels and units. An event of an older store does not tell the names of its
 * warning: the daemon is asked for the present ones. */
int watch_line_text(struct cli *c, const struct duban_event *e, FILE *out);
