/* The file format of LMDB 0.9 (data version 1), as pages.c reads it. All numbers are the machine's:
 * LMDB writes its structures as they are. A page begins with a head; a page of a tree goes on with
 * the offsets of its nodes, which grow from its end towards them. */
#pragma once

#include <stdint.h>

#define PAGES_MAGIC 0xbeefc0deU
#define PAGES_VERSION 1
#define PAGES_METAS 2U /* the first pages of the file */
#define PAGES_NONE UINT64_MAX
#define PAGES_DEPTH_MAX 32
#define PAGES_TABLES_MAX 128
#define PAGES_NAME_MAX 64
#define PAGES_KEY_MAX 511
#define PAGES_MAP_MAX (1ULL << 46) /* a larger one cannot be mapped */

enum {
	PAGES_BRANCH = 1,
	PAGES_LEAF = 2,
	PAGES_OVERFLOW = 4,
	PAGES_META = 8,
};

/* kinds of nodes in a leaf */
enum {
	PAGES_BIG = 1,	  /* the data is the number of its first page */
	PAGES_RECORD = 2, /* the data is a tree: the node is a table's */
};

enum { PAGES_NUMBERS = 8 }; /* flag of a tree: the keys are numbers (free lists only) */

struct pages_head {
	uint64_t number;
	uint16_t pad, flags;
	union {
		struct {
			uint16_t lower, upper; /* end of the offsets, begin of the nodes */
		};
		uint32_t count; /* pages of a long value */
	};
};
#define PAGES_HEAD 16
_Static_assert(sizeof(struct pages_head) == PAGES_HEAD, "as on disk");

struct pages_tree {
	uint32_t pad; /* of the free lists: the size of a page */
	uint16_t flags, depth;
	uint64_t branch_pages, leaf_pages, overflow_pages, entries, root;
};
_Static_assert(sizeof(struct pages_tree) == 48, "as on disk");

struct pages_meta {
	uint32_t magic, version;
	uint64_t address, map_bytes;
	struct pages_tree free, main;
	uint64_t last_page, txn;
};
_Static_assert(sizeof(struct pages_meta) == 136, "as on disk");

/* The first 8 bytes are those on disk; then come key and data. In a branch low, high and flags are
 * the number of the child. */
struct pages_node {
	uint16_t low, high, flags, key_size;
	const uint8_t *at;
};
#define PAGES_NODE_HEAD 8
