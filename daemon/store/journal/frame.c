#include "store/journal/frame.h"

#include <endian.h>
#include <string.h>

#include "base/crc32c.h"
#include "store/journal/record.h"

#define AT_VERSION 4
#define AT_HASH 6
#define AT_LENGTH 8
#define AT_COUNT 12
#define AT_EPOCH 16
#define AT_FIRST 32
#define AT_PREV 40
#define AT_CRC 72

static void put16(uint8_t *p, uint16_t v)
{
	v = htole16(v);
	memcpy(p, &v, sizeof v);
}

static void put32(uint8_t *p, uint32_t v)
{
	v = htole32(v);
	memcpy(p, &v, sizeof v);
}

static void put64(uint8_t *p, uint64_t v)
{
	v = htole64(v);
	memcpy(p, &v, sizeof v);
}

static uint16_t get16(const uint8_t *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof v);
	return le16toh(v);
}

static uint32_t get32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof v);
	return le32toh(v);
}

static uint64_t get64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return le64toh(v);
}

size_t frame_padded(size_t length)
{
	return (length + FRAME_ALIGN - 1) & ~(size_t)(FRAME_ALIGN - 1);
}

/* crc32c over `length` bytes, the four at `at` (the crc's own place) taken as 0. */
static uint32_t crc_without(const uint8_t *p, size_t length, size_t at)
{
	static const uint8_t zero[4];
	uint32_t crc = crc32c(0, BYTES(p, at));

	crc = crc32c(crc, BYTES(zero, sizeof zero));
	return crc32c(crc, BYTES(p + at + 4, length - at - 4));
}

void frame_seal(uint8_t *p, const struct frame *f)
{
	put32(p, FRAME_MAGIC);
	put16(p + AT_VERSION, JOURNAL_VERSION);
	put16(p + AT_HASH, JOURNAL_HASH_SM3);
	put32(p + AT_LENGTH, f->length);
	put32(p + AT_COUNT, f->count);
	memcpy(p + AT_EPOCH, f->epoch, EPOCH_SIZE);
	put64(p + AT_FIRST, f->first);
	memcpy(p + AT_PREV, f->prev, HASH_SIZE);
	put32(p + AT_CRC, crc_without(p, f->length, AT_CRC));
}

bool frame_header(const uint8_t *p, struct frame *ret)
{
	struct frame f = {.length = get32(p + AT_LENGTH),
			  .count = get32(p + AT_COUNT),
			  .first = get64(p + AT_FIRST)};

	if (get32(p) != FRAME_MAGIC || f.length > FRAME_LENGTH_MAX || f.count == 0 || f.first == 0)
		return false;
	if (f.length < FRAME_HEADER_SIZE + (uint64_t)f.count * JOURNAL_RECORD_OVERHEAD)
		return false;
	memcpy(f.epoch, p + AT_EPOCH, EPOCH_SIZE);
	memcpy(f.prev, p + AT_PREV, HASH_SIZE);
	*ret = f;
	return true;
}

enum frame_fault frame_check(const uint8_t *p, size_t available, struct frame *ret)
{
	struct frame f;

	if (available < FRAME_HEADER_SIZE || !frame_header(p, &f) || f.length > available)
		return FRAME_BAD;
	if (get32(p + AT_CRC) != crc_without(p, f.length, AT_CRC))
		return FRAME_BAD;
	*ret = f;
	if (get16(p + AT_VERSION) != JOURNAL_VERSION || get16(p + AT_HASH) != JOURNAL_HASH_SM3)
		return FRAME_FOREIGN;
	return FRAME_FINE;
}

#define RECORD_COMMAND_START 1

void record_encode(uint8_t *p, const struct journal_record *r)
{
	put32(p, (uint32_t)r->event.size);
	put16(p + 4, r->fold_version);
	put16(p + 6, r->command_start ? RECORD_COMMAND_START : 0);
	put64(p + 8, r->seq);
	put64(p + 16, (uint64_t)r->at);
	put32(p + 24, r->principal);
	memcpy(p + 28, r->request_id, REQUEST_ID_SIZE);
	memcpy(p + 44, r->hash, HASH_SIZE);
	if (r->event.size > 0)
		memcpy(p + JOURNAL_RECORD_OVERHEAD, r->event.data, r->event.size);
}

bool record_decode(const uint8_t **p, const uint8_t *end, struct journal_record *ret)
{
	const uint8_t *at = *p;
	size_t left = (size_t)(end - at), size;

	if (left < JOURNAL_RECORD_OVERHEAD)
		return false;
	size = get32(at);
	if (size > left - JOURNAL_RECORD_OVERHEAD)
		return false;
	*ret = (struct journal_record){
	    .seq = get64(at + 8),
	    .at = (usec_t)get64(at + 16),
	    .principal = get32(at + 24),
	    .fold_version = get16(at + 4),
	    .command_start = get16(at + 6) & RECORD_COMMAND_START,
	    .event = BYTES(at + JOURNAL_RECORD_OVERHEAD, size),
	};
	memcpy(ret->request_id, at + 28, REQUEST_ID_SIZE);
	memcpy(ret->hash, at + 44, HASH_SIZE);
	*p = at + JOURNAL_RECORD_OVERHEAD + size;
	return true;
}

/* Header and footer block: magic u32 | version u16 | hash u16 | epoch 16 B | seq u64 | hash 32 B |
 * crc u32 over the whole block. */
#define MARK_AT_CRC 64

void mark_encode(uint8_t block[FRAME_ALIGN], uint32_t magic, const struct mark *m)
{
	memset(block, 0, FRAME_ALIGN);
	put32(block, magic);
	put16(block + 4, JOURNAL_VERSION);
	put16(block + 6, JOURNAL_HASH_SM3);
	memcpy(block + 8, m->epoch, EPOCH_SIZE);
	put64(block + 24, m->seq);
	memcpy(block + 32, m->hash, HASH_SIZE);
	put32(block + MARK_AT_CRC, crc_without(block, FRAME_ALIGN, MARK_AT_CRC));
}

bool mark_decode(const uint8_t block[FRAME_ALIGN], uint32_t magic, struct mark *ret)
{
	if (get32(block) != magic || get16(block + 4) != JOURNAL_VERSION ||
	    get16(block + 6) != JOURNAL_HASH_SM3)
		return false;
	if (get32(block + MARK_AT_CRC) != crc_without(block, FRAME_ALIGN, MARK_AT_CRC))
		return false;
	memcpy(ret->epoch, block + 8, EPOCH_SIZE);
	ret->seq = get64(block + 24);
	memcpy(ret->hash, block + 32, HASH_SIZE);
	return true;
}
