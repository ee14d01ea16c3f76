/* Fills in a template: {name} is replaced by the value of that name. A template without its value,
 * or with an unclosed or unknown place, is an error: no text goes out with a hole in it. */
#pragma once

#include <stdio.h>

#include "proto/bytes.h"

struct document_value {
	const char *name, *value; /* ready for the template's format: already escaped */
};

/* 0; -ENOKEY: a place has no value or its value is NULL; -ENOMEM. `values` ends with a NULL name.
 * *ret is NUL-terminated, to be freed. */
int document_fill(struct bytes template_, const struct document_value *values, char **ret);
