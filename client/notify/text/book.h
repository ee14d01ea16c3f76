/* A list of the office's own that says what a person's address is: a CSV file with the columns
 * person and address. It is personal data, so others must not be able to read the file. It is read
 * again when it has changed; a new one with a fault is told and not taken. */
#pragma once

#include "client/notify/limits.h"

struct address_book;

/* 0; STATUS_INVALID: `*ret_fault` (malloc) says what is wrong and in which line; -ENOMEM. */
int book_open(const char *path, struct address_book **ret, char **ret_fault);
struct address_book *book_close(struct address_book *b); /* NULL-safe */
/* NULL, or why there is none. */
const char *book_find(struct address_book *b, const char *person, char ret[ADDRESS_BYTES]);
