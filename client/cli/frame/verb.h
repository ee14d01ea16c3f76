/* The verbs of the command line. A verb is one row, registered where it is written: what it
 * is called, what it takes, which requests it sends, who runs it and who prints the answer.
 * The help, the usage check, the list for the tests and docs/cli.md all come from the rows. */
#pragma once

#include <stddef.h>

#include "proto/api.pb-c.h"

struct cli;
struct json;

struct verb_option {
	const char *name;  /* without the dashes */
	const char *value; /* what stands for the value in the usage; NULL: a flag */
	const char *help;
};

struct form;

struct verb {
	const char *noun;
	const char *verb;		   /* NULL: the noun alone is the command */
	const char *args;		   /* "CODE NO"; NULL: none */
	size_t min, max;		   /* words taken; of a form they come from `args` */
	const struct verb_option *options; /* ends with a row without name; NULL: none */
	const char
	    *requests;	  /* members of Request.body, parted by blanks; NULL: none, or the form's */
	const char *help; /* English, with the Chinese term */
	/* Run, asked and printed by its description (form.h), unless `run` does it. */
	const struct form *form;
	/* 0 with or without cli->reply, or a verdict already told (cli_fail), or -errno. */
	int (*run)(struct cli *c);
	/* For people. NULL: the numbers of the events are said. */
	int (*print)(struct cli *c, const Duban__Reply *r);
	/* For --json. NULL: the reply's body as it is. */
	int (*json)(struct cli *c, const Duban__Reply *r);
	/* Adds to a refusal what its reply holds beside the problems; j NULL: for people. */
	void (*refused)(struct cli *c, struct json *j, const Duban__Reply *r);
};

/* Of verbs that print rows: print/out.h writes them. */
#define OUT_OPTION                                                                                 \
	{                                                                                          \
		"out", "FILE", "the rows to a file .csv, .xlsx, .html or .svg (导出)"            \
	}

extern const struct verb *const __start_duban_verbs[];
extern const struct verb *const __stop_duban_verbs[];

#define VERB(id, ...)                                                                              \
	static const struct verb verb_##id = {__VA_ARGS__};                                        \
	static const struct verb *const verb_ptr_##id                                              \
	    __attribute__((section("duban_verbs"), used, aligned(sizeof(void *)))) = &verb_##id

#define VERB_FOREACH(it)                                                                           \
	for (const struct verb *const *it = __start_duban_verbs; it < __stop_duban_verbs; it++)

/* What a row leaves to its form. */
const char *verb_args(const struct verb *v);
const char *verb_requests(const struct verb *v);
/* `out` of a form that prints rows and does not name it itself; NULL: none. */
const struct verb_option *verb_implied(const struct verb *v);
void verb_words(const struct verb *v, size_t *ret_min, size_t *ret_max);

/* All rows by noun, then as they are written. `ret` holds at least verb_count(). */
size_t verb_count(void);
void verb_sorted(const struct verb **ret);

/* The row for these words; *ret_words says how many of them name it. NULL: none. */
const struct verb *verb_find(const char *noun, const char *verb, size_t *ret_words);
