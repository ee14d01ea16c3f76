#include "client/notify/text/parts.h"

#include <string.h>

#include "text/utf8.h"

/* A character of four bytes lies beyond U+FFFF and is a surrogate pair. */
static unsigned units_of(size_t step)
{
	return step == 4 ? 2 : 1;
}

unsigned text_units(const char *text)
{
	unsigned units = 0;

	for (size_t step; (step = utf8_step(text)); text += step)
		units += units_of(step);
	return units;
}

/* As much of the text as fits into `most` units. */
static struct text_part take(const char *text, unsigned most)
{
	struct text_part part = {.text = text};

	for (size_t step; (step = utf8_step(text + part.size)); part.size += step) {
		if (part.units + units_of(step) > most)
			break;
		part.units += units_of(step);
	}
	return part;
}

bool text_split(const char *text, const struct part_shape *shape,
		struct text_part ret[MESSAGE_PARTS_MAX], size_t *ret_n)
{
	unsigned units = text_units(text);
	bool one = shape->whole == 0 || units <= shape->whole;
	size_t n = 0;

	if (units == 0)
		return false;
	if (one)
		ret[n++] = (struct text_part){text, strlen(text), units};
	else
		for (const char *at = text; *at; at += ret[n++].size) {
			if (n == MESSAGE_PARTS_MAX)
				return false;
			ret[n] = take(at, shape->part);
			if (ret[n].size == 0) /* not even one character fits */
				return false;
		}
	*ret_n = n;
	return true;
}
