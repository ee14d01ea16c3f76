#include "text/rate.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "text/room.h"

#define TENTHS_MAX ((int64_t)1000000000000000) /* beyond that a rate says nothing */
#define WHOLE_TENTHS 1000

_Static_assert(RATE_TEXT_MAX <= TEXT_ROOM, "a rate needs more room");

/* The size of part / whole in tenths of a percent, half up. */
static int64_t tenths(__int128 part, __int128 whole)
{
	__int128 size = part < 0 ? -part : part;
	__int128 v = (size * 2 * WHOLE_TENTHS + whole) / (whole * 2);

	return v > TENTHS_MAX ? TENTHS_MAX : (int64_t)v;
}

static char *write(int64_t v, bool negative, char *buf)
{
	(void)snprintf(buf, RATE_TEXT_MAX, "%s%lld.%lld", negative && v > 0 ? "-" : "",
		       (long long)(v / 10), (long long)(v % 10));
	return buf;
}

char *rate_text(__int128 part, __int128 whole, char buf[RATE_TEXT_MAX])
{
	int64_t v;

	*buf = '\0';
	if (whole <= 0)
		return buf;
	v = tenths(part, whole);
	if (v == WHOLE_TENTHS && part < whole && part > -whole)
		v--;
	return write(v, part < 0, buf);
}

char *rate_points_text(__int128 part, __int128 due, __int128 whole, char buf[RATE_TEXT_MAX])
{
	*buf = '\0';
	return whole > 0 ? write(tenths(part - due, whole), part < due, buf) : buf;
}
