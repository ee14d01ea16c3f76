#include "bus/door/peek.h"

#include "proto/varint.h"

enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_LENGTH = 2, WIRE_32 = 5 };

static bool take_varint(struct bytes *b, uint64_t *ret)
{
	const uint8_t *p = b->data, *end = p + b->size;

	if (varint_take(&p, end, 64, ret) != VARINT_FINE)
		return false;
	*b = BYTES(p, (size_t)(end - p));
	return true;
}

static bool take(struct bytes *b, uint64_t size, struct bytes *ret)
{
	const uint8_t *p = b->data;

	if (size > b->size)
		return false;
	*ret = BYTES(p, (size_t)size);
	*b = BYTES(p + size, b->size - (size_t)size);
	return true;
}

/* Reads one field: its tag, and its value as a number or as bytes. */
static bool take_field(struct bytes *b, uint64_t *ret_tag, uint64_t *ret_number,
		       struct bytes *ret_bytes)
{
	if (!take_varint(b, ret_tag))
		return false;
	switch (*ret_tag & 7) {
	case WIRE_VARINT:
		return take_varint(b, ret_number);
	case WIRE_64:
		return take(b, 8, ret_bytes);
	case WIRE_32:
		return take(b, 4, ret_bytes);
	case WIRE_LENGTH:
		return take_varint(b, ret_number) && take(b, *ret_number, ret_bytes);
	default:
		return false;
	}
}

bool peek_bytes(struct bytes message, uint32_t field, struct bytes *ret)
{
	uint64_t tag, number;
	struct bytes v;

	while (message.size > 0) {
		if (!take_field(&message, &tag, &number, &v))
			return false;
		if (tag != ((uint64_t)field << 3 | WIRE_LENGTH))
			continue;
		*ret = v;
		return true;
	}
	return false;
}
