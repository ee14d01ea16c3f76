/* One run of the command line: what was asked, the connection (made at the first question) and the
 * answers, kept until the end. Options and words are found by their names. */
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

/* Numbers that nobody bears: not asked for again and again. */
#define UNITS_MISSING 16

struct units {
	struct duban_reply **page;
	size_t n_pages;
	const Duban__Unit **unit; /* by number */
	size_t n;
	bool loaded, refused; /* refused: we may not ask */
	uint32_t missing[UNITS_MISSING];
	size_t n_missing;
};

struct cli {
	const struct verb *verb;
	struct args args;
	bool json;
	bool told; /* a failure was said already */
	const char *data_dir, *connection_file;
	struct duban *d;
	const Duban__Reply *reply; /* what the verb prints */
	struct duban_reply **held;
	size_t n_held;
	bool zone_known;
	int zone_minutes;
	/* How people call a column of the records that the verb sets; NULL: by the table "head". */
	const char *(*column_head)(const struct cli *c, const char *column);
	struct units units;
	struct json_names names;
};

/* Word `i` after the noun and verb; NULL beyond the end. */
const char *cli_word(const struct cli *c, size_t i);
const char *cli_option(const struct cli *c, const char *name);
bool cli_flag(const struct cli *c, const char *name);
/* What a protobuf field wants; NULL is "". Never written to. */
char *cli_loose(const char *s);
