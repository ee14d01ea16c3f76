/* The connection to the daemon, from options and environment. */
#pragma once

struct cli;
struct duban_options;

/* What duban_open needs, from options and environment; CLI_USAGE told. */
int cli_options(struct cli *c, struct duban_options *ret);
/* Connects if need be. 0, or a verdict told. */
int cli_connect(struct cli *c);
