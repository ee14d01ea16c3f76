/* The texts of a workbook: the table that cells share, and how a text of several runs is put
 * together. Runs are joined, readings (phonetics) are dropped, and _xHHHH_ is the character that it
 * stands for. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct xml;

struct strings {
	char *pool;
	size_t size, room;
	size_t *at; /* where each text begins in the pool */
	size_t n, at_room;
};

/* Reads the part of shared texts. 0, -ENOMEM, STATUS_INVALID (archive_why()). To be freed with
 * strings_done() in any case. */
int strings_read(struct archive *a, const char *part, struct strings *ret);
/* NULL: there is no such text. Valid as long as the table. */
const char *strings_at(const struct strings *s, uint32_t i);
void strings_done(struct strings *s);

/* A text with runs, element by element. Start with an empty one at <si> or <is>. The whole text is
 * then x->text. */
struct runs {
	bool reading; /* inside a phonetic run */
	size_t from;  /* where the current run begins in the text */
};
void runs_start(struct xml *x, struct runs *r, const char *name);
void runs_end(struct xml *x, struct runs *r, const char *name);

/* Replaces _xHHHH_ in `s`, which only gets shorter; returns the length. What stands for no
 * character of a text (NUL, half a surrogate pair) stays as it is written. */
size_t strings_unescape(char *s, size_t n);
