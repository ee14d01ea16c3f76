/* Options of duband: one table; each is a key under [duban] of an INI file and an option
 * --key on the command line, which wins. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

enum config_action {
	CONFIG_RUN,
	CONFIG_CHECK,
	CONFIG_VERIFY,
	CONFIG_VERSION,
	CONFIG_HELP,
};

struct config {
	enum config_action action;
	char *data;
	char *file;
	char *listen, *publish; /* endpoints; NULL: no such door, unless systemd passes it */
	char *announce;		/* host written into connection files; NULL: as bound */
	char *simulated;	/* as typed; NULL: a real store */
	char *zone;
	uint64_t segment_size, map_size, reserve; /* 0: default */
	int log_level;

	int zone_minutes;    /* of `zone` */
	usec_t simulated_at; /* of `simulated` */
	const char *program; /* what runs `--verify`; NULL: this program. For tests. */
};

/* Reads the file named by --config, then the arguments. INVALID: *ret_fault says what is wrong,
 * where, and what to do (malloc). `c` is filled with defaults first; config_done either way. */
int config_load(struct config *c, int argc, char **argv, char **ret_fault);
void config_done(struct config *c);
/* The options with their meaning; malloc. */
char *config_help(void);
