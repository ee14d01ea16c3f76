/* The options of duband. Each can be given as a key under [duban] in an INI file or as --key on
 * the command line; the command line wins. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

enum config_action {
	CONFIG_RUN,
	CONFIG_CHECK,
	CONFIG_VERIFY,
	CONFIG_SCRUB,
	CONFIG_SCRUB_PACED,
	CONFIG_REBUILD,
	CONFIG_OPEN_KEY,
	CONFIG_NEW_KEY,
	CONFIG_VERSION,
	CONFIG_HELP,
};

struct config {
	enum config_action action;
	char *data;
	char *file;
	char *listen, *publish; /* endpoints; NULL: closed, unless systemd passes the socket */
	char *announce;		/* hosts for connection files, by commas; NULL: as bound */
	char *simulated;	/* start of the simulated clock, as typed; NULL: a real store */
	char *zone;
	char *open_key;				  /* file of a sealed key */
	char *new_key;				  /* last day of the present key */
	uint64_t segment_size, map_size, reserve; /* bytes; 0: default */
	uint64_t scrub_rate;			  /* bytes a second */
	uint64_t scrub_delay, scrub_every;	  /* seconds; days */
	uint32_t clock_floor, clock_ceiling;	  /* days; ceiling 0: none */
	/* limits of clients; 0: default */
	uint64_t client_memory;			  /* bytes, of all together */
	uint64_t client_connections, client_rate; /* of each principal; requests a second */
	int log_level;

	usec_t clock_floor_at, clock_ceiling_at; /* see struct clock_watch; ceiling 0: none */
	int zone_minutes;			 /* offset of `zone`, minutes east of UTC */
	usec_t simulated_at;			 /* `simulated`, parsed */
	const char
	    *program; /* run with --verify, --scrub by jobs.c; NULL: this program. Set by tests. */
};

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
