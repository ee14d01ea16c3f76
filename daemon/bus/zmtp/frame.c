#include "bus/zmtp/frame.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

enum { AT_VERSION = 10, AT_MECHANISM = 12, MECHANISM_SIZE = 20, AT_SERVER = 32 };
enum { VERSION_LEAST = 3, SHORT_MAX = 255 };

void greeting_write(uint8_t ret[GREETING_SIZE], const char *mechanism)
{
	memset(ret, 0, GREETING_SIZE);
	ret[0] = 0xFF;
	ret[8] = 1;
	ret[9] = 0x7F;
	ret[AT_VERSION] = 3;
	ret[AT_VERSION + 1] = 1;
	memcpy(ret + AT_MECHANISM, mechanism, strlen(mechanism));
	ret[AT_SERVER] = 1;
}

int greeting_check(struct bytes in, const char *mechanism)
{
	const uint8_t *b = in.data;
	char name[MECHANISM_SIZE] = "";
	size_t there = in.size > AT_MECHANISM ? in.size - AT_MECHANISM : 0;

	memcpy(name, mechanism, strlen(mechanism));
	if ((in.size > 0 && b[0] != 0xFF) || (in.size > 9 && b[9] != 0x7F))
		return -EPROTO;
	if (in.size > AT_VERSION && b[AT_VERSION] < VERSION_LEAST)
		return -EPROTO;
	if (there > MECHANISM_SIZE)
		there = MECHANISM_SIZE;
	return memcmp(b + AT_MECHANISM, name, there) == 0 ? 0 : -EPROTO;
}

static uint64_t read_size(const uint8_t *b)
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i++)
		n = n << 8 | b[i];
	return n;
}

ssize_t frame_read(struct bytes in, size_t max, struct zmtp_frame *ret)
{
	const uint8_t *b = in.data;
	uint64_t size;
	size_t head;

	if (in.size < 2)
		return 0;
	if (b[0] & ~(FRAME_MORE | FRAME_LONG | FRAME_COMMAND))
		return -EPROTO;
	if ((b[0] & FRAME_COMMAND) && (b[0] & FRAME_MORE))
		return -EPROTO;
	head = b[0] & FRAME_LONG ? FRAME_HEAD_MAX : 2;
	if (in.size < head)
		return 0;
	size = b[0] & FRAME_LONG ? read_size(b + 1) : b[1];
	if (size > max)
		return -EMSGSIZE;
	if (in.size - head < size)
		return 0;
	ret->more = b[0] & FRAME_MORE;
	ret->command = b[0] & FRAME_COMMAND;
	ret->body = BYTES(b + head, (size_t)size);
	return (ssize_t)(head + size);
}

size_t frame_head(uint8_t ret[FRAME_HEAD_MAX], const struct zmtp_frame *f)
{
	uint64_t size = f->body.size;

	ret[0] = (uint8_t)((f->more ? FRAME_MORE : 0) | (f->command ? FRAME_COMMAND : 0));
	if (size <= SHORT_MAX) {
		ret[1] = (uint8_t)size;
		return 2;
	}
	ret[0] |= FRAME_LONG;
	for (int i = 8; i > 0; i--, size >>= 8)
		ret[i] = (uint8_t)size;
	return FRAME_HEAD_MAX;
}

bool command_is(struct bytes body, const char *name, struct bytes *ret_data)
{
	const uint8_t *b = body.data;
	size_t n = strlen(name);

	if (body.size < n + 1 || b[0] != n || memcmp(b + 1, name, n) != 0)
		return false;
	*ret_data = BYTES(b + 1 + n, body.size - 1 - n);
	return true;
}

bool metadata_find(struct bytes metadata, const char *name, struct bytes *ret_value)
{
	const uint8_t *b = metadata.data;
	size_t left = metadata.size;

	*ret_value = (struct bytes){0};
	while (left > 0) {
		size_t n = b[0], size;
		const uint8_t *at = b + 1 + n;

		if (n == 0 || left < 1 + n + 4)
			return false;
		size = (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
		if (left - (1 + n + 4) < size)
			return false;
		if (strlen(name) == n && strncasecmp((const char *)b + 1, name, n) == 0)
			*ret_value = BYTES(at + 4, size);
		b = at + 4 + size;
		left -= 1 + n + 4 + size;
	}
	return true;
}

size_t metadata_put(uint8_t *to, size_t room, const char *name, const char *value)
{
	size_t n = strlen(name), size = strlen(value), whole = 1 + n + 4 + size;

	if (whole > room || n > SHORT_MAX || size > SHORT_MAX)
		return 0;
	to[0] = (uint8_t)n;
	memcpy(to + 1, name, n);
	memset(to + 1 + n, 0, 3);
	to[1 + n + 3] = (uint8_t)size;
	memcpy(to + 1 + n + 4, value, size);
	return whole;
}
