/* One segment read whole, at start: walked frame by frame, its torn end found, cut or written
 * again. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"

struct journal;
struct segment;

struct image {
	struct journal *j;
	struct segment *s;
	int fd;
	uint8_t *data;
	uint64_t size;
	uint64_t end;	   /* behind the last whole frame */
	uint64_t unsynced; /* first frame with events after the checkpoint */
	uint64_t last;
	uint8_t hash[HASH_SIZE];
};

int image_open(struct image *m, struct journal *j, struct segment *s);
void image_done(struct image *m);
int image_load(struct image *m);
/* -EBADMSG with the text: segment, offset, what, how to restore. */
int image_damaged(const struct image *m, uint64_t offset, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Walks the frames; m->end is where no whole one follows. */
int image_walk(struct image *m, uint64_t synced);
/* The walk ended at a footer that agrees with the frames before it. */
bool image_sealed(const struct image *m);
/* Behind the walk's end: damage, or how far the torn frame reaches (m->end: nothing). */
int image_search_on(const struct image *m, uint64_t *ret_used);
int image_cut(struct image *m, uint64_t used);
int image_rewrite(struct image *m, bool sealed);
void image_settle(struct image *m, bool sealed);
