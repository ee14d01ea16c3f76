/* One run of the command line: its words and options, the connection (opened for the first
 * request), and the replies, which are kept until the end. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/frame/args.h"
#include "client/cli/frame/verdict.h"
#include "client/cli/print/json.h"
#include "proto/api.pb-c.h"

struct duban;
struct duban_reply;

/* How many unknown numbers are remembered, so that the list is not read again for each. */
#define UNITS_MISSING 16

struct units {
	struct duban_reply **page;
	size_t n_pages;
	const Duban__Unit **unit; /* sorted by number */
	size_t n;
	bool loaded, refused; /* refused: this key may not read units */
	bool away;	      /* a name is missing: the daemon did not answer */
	uint32_t missing[UNITS_MISSING];
	size_t n_missing;
};

struct cli {
	const struct verb *verb;
	struct args args;
	bool json;
	bool told; /* a failure has been reported */
	const char *data_dir, *connection_file;
	struct duban *d;
	const Duban__Reply *reply; /* the reply that is printed when the verb returns 0 */
	const void **row; /* of all pages of the reply, for a verb's own `print` and `json` */
	size_t n_row;
	struct duban_reply **held;
	size_t n_held;
	bool zone_known;
	int zone_minutes;
	/* The name shown for a column of the records that the verb sets; NULL: the message
	 * head.<column>. */
	const char *(*column_head)(const struct cli *c, const char *column);
	struct units units;
	struct json_names names;
};

/* Word `i` after noun and verb; NULL if there are fewer. */
const char *cli_word(const struct cli *c, size_t i);
const char *cli_option(const struct cli *c, const char *name);
bool cli_flag(const struct cli *c, const char *name);
/* Drops const for a protobuf field, which is not written to; NULL becomes "". */
char *cli_loose(const char *s);
