/* The verbs of the command line. A verb is one row, registered where it is written: what it
 * is called, what it takes, which requests it sends, who runs it and who prints the answer.
 * The help, the usage check, completion, the list for the tests and docs/cli.md all come from the
 * rows. Verbs that follow from a record's description or from a request alone have no row of
 * their own: makers add them (form/form.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/api.pb-c.h"
#include "proto/section.h"

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
	/* `help` and the options' help in Chinese, where messages.csv has none; NULL: none */
	const char *zh;
	const char *const *option_zh; /* one for each option */
};

SECTION_DECLARE(duban_verbs, struct verb);

/* Of verbs that print rows: print/out.h writes them. */
#define OUT_OPTION                                                                                 \
	{                                                                                          \
		"out", "FILE", "the rows to a file .csv, .xlsx, .html or .svg (导出)"            \
	}

#define VERB(id, ...)                                                                              \
	static const struct verb verb_##id = {__VA_ARGS__};                                        \
	SECTION_ROW(duban_verbs, struct verb, verb_##id)

/* The rows, and what the makers add; ends with NULL. Static, made at first use. */
const struct verb *const *verbs_all(void);

#define VERB_FOREACH(it) for (const struct verb *const *it = verbs_all(); *it; it++)

struct verb_list {
	const struct verb **row;
	size_t n, room;
};
/* Adds verbs that no row in the list has. Makers run by `order`. */
struct verb_maker {
	unsigned order;
	void (*make)(struct verb_list *all);
};
SECTION_DECLARE(duban_verb_makers, struct verb_maker);
#define VERB_MAKER(order_, function)                                                               \
	static const struct verb_maker maker_##function = {.order = order_, .make = function};     \
	SECTION_ROW(duban_verb_makers, struct verb_maker, maker_##function)

bool verb_listed(const struct verb_list *all, const char *noun, const char *verb);
/* Without memory the verb is missing. */
void verb_list_add(struct verb_list *all, const struct verb *v);

/* What a row leaves to its form. Options never NULL. */
const struct verb_option *verb_options(const struct verb *v);
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
