/* Parses the command line into words and options, in any order. Whether an option takes a value is
 * the same in all verbs, so options can be parsed before the verb is known. */
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

/* Options of all verbs; ends with a row without name. */
extern const struct verb_option args_common[];

/* 0, or CLI_USAGE with a code of messages.csv and the argument that it is about. */
int args_parse(int argc, char **argv, struct args *ret, const char **ret_code,
	       const char **ret_arg);

/* The option's last value; NULL: not given. */
const char *args_option(const struct args *a, const char *name);
/* The values of an option that was given several times, one a call. `at` begins as 0; NULL: no
 * more.
 */
const char *args_each(const struct args *a, const char *name, size_t *at);
bool args_flag(const struct args *a, const char *name);

/* The first option that neither `v` nor args_common has; NULL: none. */
const char *args_foreign(const struct args *a, const struct verb *v);
