/* Arrays: their length, and room for more. */
#pragma once

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The number of elements of an array (not of a pointer). */
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Makes room for `need` elements in the malloc'ed array to which *io_array, a pointer of any type,
 * points and which has room for *io_room; it doubles at
 * least, so that adding one by one copies each element only a few times. 0 or -ENOMEM. */
static inline int array_grow(void *io_array, size_t *io_room, size_t need, size_t size)
{
	void *array;
	size_t room = *io_room ? *io_room * 2 : 64;

	if (need <= *io_room)
		return 0;
	while (room < need)
		room *= 2;
	memcpy(&array, io_array, sizeof array);
	array = reallocarray(array, room, size);
	if (!array)
		return -ENOMEM;
	memcpy(io_array, &array, sizeof array);
	*io_room = room;
	return 0;
}
