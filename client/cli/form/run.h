/* Running a verb that is a form. */
#pragma once

struct cli;

/* The whole verb: asks, gathers, prints. */
int form_run(struct cli *c);
