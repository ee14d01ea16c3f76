/* Requests written as text: `project=@project link{no=1} at_date=20200302`. */
#pragma once

#include "proto/api.pb-c.h"

struct arena;

/* What a word that begins with @ stands for. */
struct body_word {
	const char *name, *text; /* "project", "P1" */
};

/* The request of that name; its body's fields are those of the text, parted by blanks. Enums by
 * number or name, bytes in hex, a repeated field by being named again. Fails the test if the text
 * names no field. */
Duban__Request *body_request(struct arena *a, const char *request, const char *text,
			     const struct body_word *words);
/* The value that stands for a name; fails the test if there is none. */
const char *body_word_of(const struct body_word *words, const char *name);
