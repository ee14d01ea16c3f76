/* A segment that is read into memory at start. Its frames are walked, a torn end is found and cut,
 * the tail is written again. */
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
	uint64_t end;	   /* end of the last whole frame */
	uint64_t unsynced; /* offset of the first frame with events after the checkpoint; 0: none */
	uint64_t last;
	uint8_t hash[HASH_SIZE];
};

int image_open(struct image *m, struct journal *j, struct segment *s);
void image_done(struct image *m);
int image_load(struct image *m);
/* Returns -EBADMSG and sets the fault text: segment, offset, what is wrong, how to restore. */
int image_damaged(const struct image *m, uint64_t offset, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Walks the frames and checks them; m->end is the end of the last whole one. `synced`: seq of the
 * last checkpoint. */
int image_walk(struct image *m, uint64_t synced);
/* True if the walk ended at a footer that matches the frames before it. */
bool image_sealed(const struct image *m);
/* Searches after m->end: -EBADMSG if the journal is damaged there, otherwise *ret_used is the end
 * of the torn frame (m->end: there is none). */
int image_search_on(const struct image *m, uint64_t *ret_used);
int image_cut(struct image *m, uint64_t used);
int image_rewrite(struct image *m, bool sealed);
void image_settle(struct image *m, bool sealed);
