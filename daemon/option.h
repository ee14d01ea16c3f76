/* The options of duband: what they set, and one table for the command line, the configuration file
 * and the help. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

enum config_action {
	CONFIG_RUN,
	CONFIG_CHECK,
	CONFIG_VERIFY,
	CONFIG_PROVE,
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
	char *prove;				  /* which ranking */
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
	const char *program; /* run with --verify, --prove, --scrub by jobs.c; NULL: this program.
				Set by tests. */
};

enum option_kind {
	KIND_TEXT,
	KIND_ENDPOINT,
	KIND_SIZE,
	KIND_NUMBER,
	KIND_COUNT,
	KIND_DATE,
	KIND_LEVEL,
	KIND_FLAG
};

struct option_row {
	const char *key;
	enum option_kind kind;
	size_t offset;	/* of the value in struct config */
	int action;	/* what the option makes duband do; CONFIG_RUN: nothing else */
	bool args_only; /* command line only, not a key of the file */
	const char *value, *meaning;
};

/* The end of the table is a row without a key. */
extern const struct option_row option_rows[];
enum { OPTIONS_MAX = 64 };

/* NULL: there is none of this name; `from_file`: none that the file may have. */
const struct option_row *option_find(const char *key, size_t n, bool from_file);
/* Checks a value and puts it into the configuration. INVALID: *ret says what is wrong with it
 * (malloc). */
int option_set(struct config *c, const struct option_row *row, const char *value, char **ret);
