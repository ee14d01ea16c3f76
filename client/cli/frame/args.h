/* The command line taken apart: words and options, in any order. An option means the same in
 * every verb that has it, so it can be read before the verb is known. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "client/cli/frame/verb.h"

#define ARGS_MAX 64

struct args {
	const char *word[ARGS_MAX];
	size_t n_words;
	struct {
		const char *name, *value; /* value NULL: a flag */
	} option[ARGS_MAX];
	size_t n_options;
};

/* Options that every verb has; the last row has no name. */
extern const struct verb_option args_common[];

/* 0, or CLI_USAGE with a code of messages.csv and what it is about. */
int args_parse(int argc, char **argv, struct args *ret, const char **ret_code,
	       const char **ret_arg);

/* The last one given, NULL: not given. */
const char *args_option(const struct args *a, const char *name);
bool args_flag(const struct args *a, const char *name);

/* The first option given that neither `v` nor all verbs have; NULL: none. */
const char *args_foreign(const struct args *a, const struct verb *v);
