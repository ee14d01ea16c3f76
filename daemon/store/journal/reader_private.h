/* The reader's struct, shared by reader.c and seek.c. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct journal;
struct segment;

struct journal_reader {
	struct journal *j;
	size_t segment;
	int fd;
	uint64_t offset; /* offset of the next frame */
	/* The part of the segment that was read. Never beyond the durable end: bytes after it still
	 * change. */
	uint8_t *buf;
	size_t cap, have;
	uint64_t at; /* offset of buf[0] */
	/* Position within the current frame. */
	const uint8_t *next, *end;
	uint32_t left;
	uint64_t seq;		 /* seq of the next record */
	uint8_t hash[HASH_SIZE]; /* hash of the record before it */
	bool placed;		 /* hash is known */
	bool check;
};

/* Says, remembers and tells that the segment is damaged there; what `why` says is the word `what`
 * in full. Returns STATUS_DAMAGED: only what needs this place fails. */
int reader_damaged(struct journal_reader *r, uint64_t offset, const char *what, const char *why);
/* Reads `size` bytes at the offset of the next frame. *ret_there = false: the segment's durable
 * part is shorter. */
int reader_fetch(struct journal_reader *r, size_t size, const uint8_t **ret, bool *ret_there);
/* Finds the frame with r->seq: starts at the index entry before it and reads header by header. */
int reader_seek(struct journal_reader *r, struct segment *s);
/* Behind a damaged frame: is r->seq in the next whole one? Then r->offset is its place. */
int reader_search_on(struct journal_reader *r, struct segment *s, bool *ret_there);
