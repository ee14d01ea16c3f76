#include "api/confirm/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { NUMBER = 4, HEAD = 2 * NUMBER };

/* The bytes of n cells, each with its 0. */
static size_t cells_size(const struct upload_row *row)
{
	const char *end = row->cell;

	for (uint32_t i = 0; i < row->n_cell; i++)
		end += strlen(end) + 1;
	return (size_t)(end - row->cell);
}

static uint8_t *put(uint8_t *to, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*to++ = (uint8_t)(v >> shift);
	return to;
}

static uint32_t take(const uint8_t *from)
{
	return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

int rows_pack(const struct upload_rows *rows, struct bytes *ret)
{
	size_t size = 0;
	uint8_t *buf, *to;

	for (size_t i = 0; i < rows->n; i++)
		size += HEAD + cells_size(&rows->row[i]);
	buf = malloc(size + 1);
	if (!buf)
		return -ENOMEM;
	to = buf;
	for (size_t i = 0; i < rows->n; i++) {
		size_t n = cells_size(&rows->row[i]);

		to = put(put(to, rows->row[i].line), rows->row[i].n_cell);
		memcpy(to, rows->row[i].cell, n);
		to += n;
	}
	*ret = BYTES(buf, size);
	return 0;
}

static bool unpack_one(const uint8_t **io, const uint8_t *end, struct upload_row *ret)
{
	const uint8_t *at = *io;

	if (end - at < HEAD)
		return false;
	*ret = (struct upload_row){take(at), take(at + NUMBER), (const char *)at + HEAD};
	at += HEAD;
	for (uint32_t i = 0; i < ret->n_cell; i++) {
		const uint8_t *zero = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;

		if (!zero)
			return false;
		at = zero + 1;
	}
	*io = at;
	return true;
}

bool rows_unpack(struct arena *a, struct bytes bytes, struct upload_rows *ret)
{
	const uint8_t *at = bytes.data, *end = at + bytes.size;
	struct upload_row *row = NULL;
	size_t n = 0;

	while (at < end) {
		row = arena_grow(a, row, n, sizeof *row);
		if (!row || !unpack_one(&at, end, &row[n]))
			return false;
		n++;
	}
	*ret = (struct upload_rows){.row = row, .n = n};
	return true;
}
