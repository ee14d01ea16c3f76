/* Builds packed bytes by hand, including bytes that no encoder would produce. */
#pragma once

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proto/bytes.h"

struct packed {
	size_t size;
	uint8_t data[3 * 1024 * 1024];
};

static inline struct packed *packed_new(void)
{
	struct packed *p = malloc(sizeof *p);
	assert(p);
	p->size = 0;
	return p;
}

static inline void packed_freep(struct packed **p)
{
	free(*p);
}

static inline void put_raw(struct packed *p, const void *data, size_t size)
{
	assert(p->size + size <= sizeof p->data);
	memcpy(p->data + p->size, data, size);
	p->size += size;
}

static inline void put_varint(struct packed *p, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		put_raw(p, &(uint8_t){(uint8_t)(v | 0x80)}, 1);
	put_raw(p, &(uint8_t){(uint8_t)v}, 1);
}

static inline void put_tag(struct packed *p, unsigned field, unsigned wire)
{
	put_varint(p, (uint64_t)field << 3 | wire);
}

static inline void put_number(struct packed *p, unsigned field, uint64_t v)
{
	put_tag(p, field, 0);
	put_varint(p, v);
}

static inline void put_bytes(struct packed *p, unsigned field, const void *data, size_t size)
{
	put_tag(p, field, 2);
	put_varint(p, size);
	put_raw(p, data, size);
}

static inline void put_text(struct packed *p, unsigned field, const char *text)
{
	put_bytes(p, field, text, strlen(text));
}

/* Wraps everything packed so far into one field. */
static inline void wrap(struct packed *p, unsigned field)
{
	size_t size = p->size;
	uint8_t header[16];
	put_tag(p, field, 2);
	put_varint(p, size);
	size_t n = p->size - size;
	assert(n <= sizeof header);
	memcpy(header, p->data + size, n);
	memmove(p->data + n, p->data, size);
	memcpy(p->data, header, n);
}

static inline struct bytes packed_bytes(const struct packed *p)
{
	return BYTES(p->data, p->size);
}
