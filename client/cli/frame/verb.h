/* The verbs of the command line. A verb is a VERB row in the file that implements it: its names,
 * its words and options, the requests it sends, the functions that run it and print the reply. The
 * help, the check of the usage, the completion, the list for the tests and docs/cli.md are made
 * from these rows. Verbs that follow from a record's description or from a request alone have no
 * VERB row: makers add them (see form/form.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "proto/api.pb-c.h"
#include "proto/section.h"

struct cli;
struct json;

struct verb_option {
	const char *name;  /* without the dashes */
	const char *value; /* its placeholder in the usage; NULL: a flag */
	const char *help;
};

struct form;

struct verb {
	const char *noun;
	const char *verb;		   /* NULL: the noun alone is the command */
	const char *args;		   /* such as "CODE NO"; NULL: none */
	size_t min, max;		   /* number of words; for a form counted in `args` */
	const struct verb_option *options; /* ends with a row without name; NULL: none */
	const char
	    *requests; /* members of Request.body, separated by blanks; NULL: none, or the form's */
	const char *help; /* English, with the Chinese term */
	/* The form that runs the verb and prints the reply (form.h); with `run`, only parts of
	 * it. */
	const struct form *form;
	/* 0 (c->reply may be set), a verdict that was reported (cli_fail), or -errno. */
	int (*run)(struct cli *c);
	/* Prints the reply as text. NULL: prints the numbers of the events. */
	int (*print)(struct cli *c, const Duban__Reply *r);
	/* Prints the reply as JSON. NULL: prints its body by descriptor. */
	int (*json)(struct cli *c, const Duban__Reply *r);
	/* Prints what a refusal holds besides the problems; j NULL: as text. */
	void (*refused)(struct cli *c, struct json *j, const Duban__Reply *r);
	/* Chinese help, if messages.csv has none; NULL: none */
	const char *zh;
	const char *const *option_zh; /* one for each option */
	/* More that the help of this verb tells, as text and as members of its JSON; NULL:
	 * nothing. */
	void (*more)(const struct verb *v, FILE *out);
	void (*more_json)(const struct verb *v, struct json *j);
};

SECTION_DECLARE(duban_verbs, struct verb);

/* For verbs that print rows; print/out.h writes the file. */
#define OUT_OPTION                                                                                 \
	{                                                                                          \
		"out", "FILE",                                                                     \
		    "write the rows to a file: .csv, .xlsx, .docx, .html or .svg (导出)"         \
	}

#define VERB(id, ...)                                                                              \
	static const struct verb verb_##id = {__VA_ARGS__};                                        \
	SECTION_ROW(duban_verbs, struct verb, verb_##id)

/* All VERB rows and the verbs that makers add; ends with NULL. Static, made at the first call. */
const struct verb *const *verbs_all(void);

#define VERB_FOREACH(it) for (const struct verb *const *it = verbs_all(); *it; it++)

struct verb_list {
	const struct verb **row;
	size_t n, room;
};
/* Adds verbs that are not in the list yet. Makers run in the order of `order`. */
struct verb_maker {
	unsigned order;
	void (*make)(struct verb_list *all);
};
SECTION_DECLARE(duban_verb_makers, struct verb_maker);
#define VERB_MAKER(order_, function)                                                               \
	static const struct verb_maker maker_##function = {.order = order_, .make = function};     \
	SECTION_ROW(duban_verb_makers, struct verb_maker, maker_##function)

bool verb_listed(const struct verb_list *all, const char *noun, const char *verb);
/* If there is no memory, the verb is left out. */
void verb_list_add(struct verb_list *all, const struct verb *v);

/* The verb's fields, completed from its form. Options are never NULL. */
const struct verb_option *verb_options(const struct verb *v);
const char *verb_args(const struct verb *v);
const char *verb_requests(const struct verb *v);
/* The option `out`, if the form prints rows and the verb does not have the option itself; NULL:
 * not. */
const struct verb_option *verb_implied(const struct verb *v);
void verb_words(const struct verb *v, size_t *ret_min, size_t *ret_max);

/* All verbs sorted by noun and verb. `ret` must hold verb_count() elements. */
size_t verb_count(void);
void verb_sorted(const struct verb **ret);

/* The verb with these names; *ret_words is the number of words that name it. NULL: none. */
const struct verb *verb_find(const char *noun, const char *verb, size_t *ret_words);
