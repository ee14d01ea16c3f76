/* Verbs that the command line makes from descriptions: of kinds of records (proto/record), and of
 * requests that no VERB row names. */
#pragma once

#include "client/cli/frame/verb.h"
#include "proto/record/record.h"

/* Such as "gatherings"; "" for an unknown kind. */
const char *record_name(Duban__ImportKind kind);
/* The options that set the columns of a record, except those set by `words` ("id project"), and
 * dry-run. Static; ends with a row without name. */
struct described_options {
	const struct verb_option *row;
	const char *const *zh; /* one for each option */
};
struct described_options record_options(Duban__ImportKind kind, const char *words);

/* A verb and the memory of its texts. */
struct described {
	struct verb verb;
	char args[96], words[96], need[96], help[200], zh[200];
};
/* The enum of a column; NULL: it has none. */
const ProtobufCEnumDescriptor *record_enum(const struct record *r, const struct record_column *c);
/* The term of the kind's event in messages.csv ("gathering"), or the kind's name. */
const char *record_term(const struct record *r, bool chinese);

/* The memory of an option's texts. */
struct described_option {
	char name[48], value[64], help[240], zh[240];
};
