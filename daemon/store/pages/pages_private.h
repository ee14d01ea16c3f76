/* The file while it is read, as pages.c and tree.c share it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "store/pages/format.h"
#include "store/pages/row.h"

#define PAGES_FAULT_MAX 200

struct pages {
	int fd;
	bool lenient;
	size_t page_size;
	uint64_t in_file; /* pages */
	struct pages_meta meta;
	uint8_t *seen; /* a bit a page */
	uint8_t *level[PAGES_DEPTH_MAX];
	struct pages_table {
		char name[PAGES_NAME_MAX];
		struct pages_tree tree;
	} table[PAGES_TABLES_MAX];
	size_t n_tables;
	char fault[PAGES_FAULT_MAX];
};

/* One tree while it is walked. */
struct walk {
	struct pages *p;
	const struct pages_tree *tree;
	pages_row *row;
	int (*record)(struct pages *p, struct bytes key, struct bytes value); /* of a table */
	void *user;
	struct pages_tree found; /* counted */
};

/* -EBADMSG: the page "is ...", for pages_fault(). */
int pages_bad(struct pages *p, uint64_t number, const char *what);
int pages_read(struct pages *p, uint64_t number, void *buf, size_t size);
/* Takes `n` pages from `number` on; each may be taken once. */
int pages_take(struct pages *p, uint64_t number, uint64_t n);
/* `name` is that of the table, for people. */
int pages_walk_tree(struct walk *w, const char *name);
