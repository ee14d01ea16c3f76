#include "bus/zmtp/buffer.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_LEAST = 1024, ROOM_KEPT = 16 * 1024 };

size_t buffer_room_for(const struct buffer *b, size_t n)
{
	size_t used = b->end - b->at, room = b->room ? b->room : ROOM_LEAST;

	while (room - used < n)
		room *= 2;
	return room;
}

uint8_t *buffer_place(struct buffer *b, size_t n)
{
	size_t used = b->end - b->at, room;
	uint8_t *data;

	if (b->room - b->end >= n && b->data)
		return b->data + b->end;
	if (b->at > 0)
		memmove(b->data, b->data + b->at, used);
	b->at = 0;
	b->end = used;
	if (b->data && b->room - used >= n)
		return b->data + used;
	room = buffer_room_for(b, n);
	data = realloc(b->data, room);
	if (!data)
		return NULL;
	b->data = data;
	b->room = room;
	return b->data + used;
}

void buffer_added(struct buffer *b, size_t n)
{
	b->end += n;
}

void buffer_taken(struct buffer *b, size_t n)
{
	b->at += n;
	if (b->at == b->end)
		b->at = b->end = 0;
}

void buffer_shrink(struct buffer *b)
{
	if (b->at == b->end && b->room > ROOM_KEPT)
		buffer_done(b);
}

void buffer_done(struct buffer *b)
{
	free(b->data);
	*b = (struct buffer){0};
}
