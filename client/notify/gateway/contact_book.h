/* Numbers of all persons, as the daemon told them, in memory only. */
#pragma once

#include "duban.h"

struct contact_book;

struct contact_book *contact_book_free(struct contact_book *b); /* NULL-safe; wipes it */
/* On the line's thread: reads all pages. Results as duban_call(); `*ret` is then set if it is 0. */
int contact_book_read(struct duban *d, struct contact_book **ret);
/* NULL: this person has no number, or is not known. */
const char *contact_book_find(const struct contact_book *b, const char *person);
