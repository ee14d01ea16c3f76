/* A publication as its parts in their order: what every rendering walks. In a section's text a line
 * that begins with | is a row of a table, the first one its heads; a line "~ 2 4 5" before a table
 * says which of its columns a chart shows (name, plan, done), and is no text. */
#pragma once

#include <stddef.h>

#include "client/cli/publication/photo.h"
#include "proto/api.pb-c.h"

struct text_table {
	char **cell; /* row by row; the first row are the heads */
	size_t rows, columns;
	size_t name, plan, done; /* columns of a chart, from 1; 0: there is none */
};

struct text_writer {
	void (*head)(void *user, const char *series, const char *number);
	void (*title)(void *user, const char *text);
	void (*heading)(void *user, const char *text);
	void (*paragraph)(void *user, const char *text);
	void (*table)(void *user, const struct text_table *t);
	void (*photo)(void *user, const struct photo *p); /* behind the text of its section */
	void (*foot)(void *user, const char *text); /* 报, 送, 发, who drafted, reviewed, signed */
	void (*signature)(void *user, const char *text); /* set to the right: the day */
};

/* A NULL function is not called, nor is one for a photo that is not among `photos` (NULL: none
 * are). 0 or -ENOMEM. */
int text_walk(const Duban__PublicationShowReply *b, const struct photos *photos,
	      const struct text_writer *w, void *user);
/* Is it a number, which a table sets to the right? */
int text_is_number(const char *s);
