/* What the command line makes of descriptions: verbs of a kind of records (proto/record) and of
 * requests that no row names, their words, options and lines of help. */
#pragma once

#include "client/cli/frame/verb.h"
#include "proto/record/record.h"

/* "gatherings"; "" of an unknown kind. */
const char *record_name(Duban__ImportKind kind);
/* The options that set a record's columns, without those that are its words ("id project"), and
 * dry-run. Static, ends with a row without name. */
struct described_options {
	const struct verb_option *row;
	const char *const *zh; /* one for each row */
};
struct described_options record_options(Duban__ImportKind kind, const char *words);

/* One verb of a kind. Texts are copied where they are made, kept where they are static. */
struct described {
	struct verb verb;
	char args[96], words[96], need[96], help[200], zh[200];
};
/* "gathering" of the kind's event in messages.csv, else the kind's name. */
const char *record_term(const struct record *r, bool chinese);

/* The texts of an option. */
struct described_option {
	char name[48], value[64], help[240], zh[240];
};
