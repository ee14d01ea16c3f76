/* Connects to the daemon as options and environment say. */
#pragma once

struct cli;
struct duban_options;

/* Fills in the options of duban_open(); CLI_USAGE has been reported. */
int cli_options(struct cli *c, struct duban_options *ret);
/* Connects if needed. 0, or a verdict that has been reported. */
int cli_connect(struct cli *c);
