/* Makes text comparable that offices write in different ways; and the memory pool for reading one
 * workbook, which is freed as a whole. A pool that runs out of memory sets `failed`, which is
 * checked once at the end; until then its texts are "". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool {
	struct pool_part *first;
	bool failed;
};

/* Zeroed and aligned for any type. NULL: no memory, and p->failed is set. */
void *pool_take(struct pool *p, size_t size);
/* Never NULL. */
const char *pool_text(struct pool *p, const char *s, size_t n);
const char *pool_format(struct pool *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Room for one more element of `size` bytes in an array of n: the array itself or a larger copy;
 * NULL: no memory. */
void *pool_grow(struct pool *p, void *array, size_t n, size_t size);
void pool_done(struct pool *p);

/* For comparing: without blanks and line breaks, full-width letters, digits and marks replaced by
 * ASCII, lower case. */
const char *workbook_plain(struct pool *p, const char *s);
/* For storing: without line breaks and the blanks that pad Chinese words (泾 县); between other
 * letters one blank remains. */
const char *workbook_tidy(struct pool *p, const char *s);
