/* Text as offices write it, made comparable: and the memory of one sheet's reading, which is
 * given back as a whole. A pool that ran out says so once, at the end: its texts are "". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool {
	struct pool_part *first;
	bool failed;
};

/* Zeroed, aligned for anything. NULL: no memory, and p->failed. */
void *pool_take(struct pool *p, size_t size);
/* Never NULL. */
const char *pool_text(struct pool *p, const char *s, size_t n);
const char *pool_format(struct pool *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Room for one more of `size` bytes in an array of n. The old one, moved; NULL: no memory. */
void *pool_grow(struct pool *p, void *array, size_t n, size_t size);
void pool_done(struct pool *p);

/* For comparing: no blanks of any kind, no line breaks, full-width letters, digits and marks
 * as plain ones, small letters. */
const char *workbook_plain(struct pool *p, const char *s);
/* For keeping: line breaks and the blanks that pad Chinese words (泾 县) gone, blanks between
 * other letters single. */
const char *workbook_tidy(struct pool *p, const char *s);
