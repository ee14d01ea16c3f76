/* Options of a section of the configuration file: a table says what they set and how they are
 * checked. The gateway has one for [notify], each transport one for the section of its name. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum notify_option_kind {
	OPTION_TEXT,   /* char * */
	OPTION_COUNT,  /* unsigned, min to max */
	OPTION_FLAG,   /* bool: yes or no */
	OPTION_SECRET, /* char *: the content of a credential or a file of mode 0600 */
	OPTION_PATH,   /* char *: absolute, or the name of a credential */
};

struct notify_option {
	const char *key; /* NULL: the end of the table */
	enum notify_option_kind kind;
	size_t offset;	      /* in the struct of the table's owner */
	const char *standard; /* as written in the file; NULL: none */
	bool needed;
	const char *about;
	unsigned min, max; /* of a count */
};

/* Sets one value. 0; STATUS_INVALID: `*ret_fault` (malloc) says what is wrong with it; -ENOMEM. */
int notify_option_set(void *into, const struct notify_option *row, const char *value,
		      char **ret_fault);
/* The row of that key, or NULL. */
const struct notify_option *notify_option_find(const struct notify_option *rows, const char *key);
/* Frees what the table has set, and wipes secrets. */
void notify_options_done(void *into, const struct notify_option *rows);
