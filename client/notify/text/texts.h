/* The texts of notices of one gateway: the shipped ones, or a file of the office's own by the same
 * names. They are read and checked once, at the start. */
#pragma once

#include <stddef.h>

struct texts;

/* `file` NULL: the shipped texts. 0; STATUS_INVALID: `*ret_fault` (malloc) says what is wrong and
 * where; or -errno. */
int texts_load(const char *file, struct texts **ret, char **ret_fault);
struct texts *texts_free(struct texts *t);			 /* NULL-safe */
const char *texts_find(const struct texts *t, const char *name); /* NULL: there is none */
/* Counts from 0; NULL: there are no more. */
const char *texts_at(const struct texts *t, size_t i, const char **ret_name);
/* Fills the text of that name, "name=value" each. 0; STATUS_NOT_FOUND: no such text;
 * STATUS_TOO_MANY: it is longer than MESSAGE_TEXT_MAX; -ENOMEM. */
int texts_fill(const struct texts *t, const char *name, char *const *field, size_t n, char **ret);
/* The same with a text of the gateway's own, of data/answers.csv. */
int texts_answer(const char *name, char *const *field, size_t n, char **ret);
