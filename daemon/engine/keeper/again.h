/* The journal of a store, folded again into a scratch store: what verify compares the state with,
 * and what a published ranking is derived from. Changes nothing in the store. For a process of its
 * own, since it takes as long as the journal is. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"

struct arena;
struct db;
struct journal;
struct txn;

enum { SCRATCH_MAX = 512 };

/* Zeros but `dir`; again_close frees what it holds, also after a failure. */
struct again {
	const char *dir;
	char scratch[SCRATCH_MAX];
	struct db *db, *again;
	struct txn *read, *fold; /* the store as of its last checkpoint; the scratch store */
	struct journal *journal;
	struct arena *pad;
	uint64_t seq; /* the checkpoint's */
	uint8_t hash[HASH_SIZE];
	char *text;   /* for people (malloc) */
	bool folding; /* the scratch store is being written */
};

/* Sets the text; returns STATUS_INVALID. */
int again_says(struct again *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Opens both. > 0: the text says why not. */
int again_open(struct again *v);
/* Folds the events up to `until`, checks the chain of their hashes, and counts the tallies anew. */
int again_fold(struct again *v, uint64_t until);
/* A failure and what it means, for people. */
int again_explain(struct again *v, int r);
void again_close(struct again *v);
