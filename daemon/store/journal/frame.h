/* Encoding and decoding of frames, records and the marks at both ends of a segment; journal.h
 * describes the layout. Works on bytes in memory, without files. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct journal_record;

#define FRAME_MAGIC 0x52464244u	 /* "DBFR" */
#define HEADER_MAGIC 0x47534244u /* "DBSG" */
#define FOOTER_MAGIC 0x54464244u /* "DBFT" */
#define JOURNAL_VERSION 1
#define JOURNAL_HASH_SM3 1
#define FRAME_HEADER_SIZE 76
/* A group that is almost full may still take one command of the largest size. */
#define FRAME_LENGTH_MAX (FRAME_BYTES_MAX + 2 * GROUP_BYTES_MAX)

struct frame {
	uint32_t length, count;
	uint8_t epoch[EPOCH_SIZE];
	uint64_t first;
	uint8_t prev[HASH_SIZE];
};

enum frame_fault {
	FRAME_FINE = 0,
	FRAME_BAD,
	FRAME_FOREIGN, /* complete, but of an unknown version or hash algorithm */
};

size_t frame_padded(size_t length);
/* Writes the header and the checksum into the frame at `p`, which has f->length bytes. */
void frame_seal(uint8_t *p, const struct frame *f);
/* Decodes the header without checking the checksum; false: it cannot be a header. `p` holds
 * FRAME_HEADER_SIZE bytes. */
bool frame_header(const uint8_t *p, struct frame *ret);
/* Checks the whole frame at `p`; `available` bytes may be read. */
enum frame_fault frame_check(const uint8_t *p, size_t available, struct frame *ret);
/* Writes JOURNAL_RECORD_OVERHEAD bytes and the event. */
void record_encode(uint8_t *p, const struct journal_record *r);
/* Decodes the record at *p and advances *p. False: it does not end before `end`. */
bool record_decode(const uint8_t **p, const uint8_t *end, struct journal_record *ret);

/* The first block (header) or last block (footer) of a segment. */
struct mark {
	uint8_t epoch[EPOCH_SIZE];
	uint64_t seq;
	uint8_t hash[HASH_SIZE];
};

void mark_encode(uint8_t block[FRAME_ALIGN], uint32_t magic, const struct mark *m);
bool mark_decode(const uint8_t block[FRAME_ALIGN], uint32_t magic, struct mark *ret);
