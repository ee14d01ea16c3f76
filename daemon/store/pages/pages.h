/* Reads a data.mdb page by page, without LMDB and without trusting a byte of it: LMDB follows
 * damaged pages out of its map, in circles, or to a wrong row. Each page that is reached is read
 * once, must be the page it is taken for and hold whole nodes, in the order of the keys and within
 * the bounds of the node above.
 *
 * No process may write to the file meanwhile. Errors: -EBADMSG damaged, pages_fault() says where;
 * -ENOENT no such file. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "store/pages/row.h"

struct pages;

/* Reads the head of the file and the list of its tables. `lenient`: what is damaged is passed over
 * wherever something can be read behind it, and no count is compared: to save what can be saved. */
int pages_open(struct pages **ret, const char *file, bool lenient);
struct pages *pages_free(struct pages *p);
DEFINE_CLEANUP(struct pages *, pages_free)
const char *pages_fault(const struct pages *p);

/* Makes -EBADMSG of what the caller found wrong. */
int pages_says(struct pages *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Its place among the tables; SIZE_MAX: there is none of this name. */
size_t pages_table(const struct pages *p, const char *name);
size_t pages_tables(const struct pages *p);
const char *pages_table_name(const struct pages *p, size_t table);
uint64_t pages_entries(const struct pages *p, size_t table); /* that the file says it has */

/* Calls `row` for each row, in the order of the keys. */
int pages_walk(struct pages *p, size_t table, pages_row *row, void *user);
/* The lists of free pages. With this and the walks of all tables, no page is in two places. */
int pages_walk_free(struct pages *p);
