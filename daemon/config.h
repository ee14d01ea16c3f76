/* The options of duband. Each can be given as a key under [duban] in an INI file or as --key on
 * the command line; the command line wins. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "option.h"

/* Fills `c` with defaults, then reads the file named by --config, then the arguments. On INVALID
 * *ret_fault (malloc) says all that is wrong, a line each: what, where, and how to fix it. Call
 * config_done() also after a failure. */
int config_load(struct config *c, int argc, char **argv, char **ret_fault);
void config_done(struct config *c);
/* Why no new store may begin with the machine's clock; NULL: it may. Returns buf. */
#define CONFIG_NO_CLOCK_MAX 256
const char *config_no_clock(const struct config *c, usec_t now, char buf[CONFIG_NO_CLOCK_MAX]);
/* The text of --help (malloc). */
char *config_help(void);
