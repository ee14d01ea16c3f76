#include "text/rate.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "text/room.h"

#define TENTHS_MAX ((int64_t)1000000000000000) /* beyond that a rate says nothing */
#define WHOLE_TENTHS 1000
#define WHOLE_PERCENTS 100
#define CHANGE_MAX ((__int128)1 << 52) /* the product of two still has room to be multiplied */

_Static_assert(RATE_TEXT_MAX <= TEXT_ROOM, "a rate needs more room");

/* The size of part / whole, half up, where the whole is `all`: in tenths of a percent of 1000. */
static int64_t share(__int128 part, __int128 whole, int all)
{
	__int128 size = part < 0 ? -part : part;
	__int128 v = (size * 2 * all + whole) / (whole * 2);

	return v > TENTHS_MAX ? TENTHS_MAX : (int64_t)v;
}

/* The same, but never all of it unless it is. */
static int64_t below_all(__int128 part, __int128 whole, int all)
{
	int64_t v = share(part, whole, all);

	return v == all && part < whole && part > -whole ? v - 1 : v;
}

/* As the documents print it (117%, 87.5%): no ".0". */
static char *write(int64_t v, bool negative, char *buf)
{
	const char *sign = negative && v > 0 ? "-" : "";

	if (v % 10)
		(void)snprintf(buf, RATE_TEXT_MAX, "%s%lld.%lld", sign, (long long)(v / 10),
			       (long long)(v % 10));
	else
		(void)snprintf(buf, RATE_TEXT_MAX, "%s%lld", sign, (long long)(v / 10));
	return buf;
}

char *rate_text(__int128 part, __int128 whole, char buf[RATE_TEXT_MAX])
{
	*buf = '\0';
	return whole > 0 ? write(below_all(part, whole, WHOLE_TENTHS), part < 0, buf) : buf;
}

char *rate_whole_text(__int128 part, __int128 whole, char buf[RATE_TEXT_MAX])
{
	int64_t v;

	*buf = '\0';
	if (whole <= 0)
		return buf;
	v = below_all(part, whole, WHOLE_PERCENTS);
	(void)snprintf(buf, RATE_TEXT_MAX, "%s%lld", part < 0 && v > 0 ? "-" : "", (long long)v);
	return buf;
}

char *rate_points_text(__int128 part, __int128 due, __int128 whole, char buf[RATE_TEXT_MAX])
{
	*buf = '\0';
	return whole > 0 ? write(share(part - due, whole, WHOLE_TENTHS), part < due, buf) : buf;
}

/* Both halved until they are small enough; exact below 45 trillion yuan. */
static struct rate fitting(struct rate r)
{
	while (r.whole > CHANGE_MAX || r.part > CHANGE_MAX || r.part < -CHANGE_MAX) {
		r.whole /= 2;
		r.part /= 2;
	}
	return r;
}

/* As it is printed. */
static int64_t tenths(struct rate r)
{
	int64_t v = below_all(r.part, r.whole, WHOLE_TENTHS);

	return r.part < 0 ? -v : v;
}

char *rate_change_text(struct rate now, struct rate before, char buf[RATE_TEXT_MAX])
{
	__int128 a, b;

	*buf = '\0';
	now = fitting(now);
	before = fitting(before);
	if (now.whole <= 0 || before.whole <= 0)
		return buf;
	if (tenths(now) == tenths(before))
		return write(0, false, buf); /* 与上年持平 */
	a = now.part * before.whole;
	b = before.part * now.whole;
	return write(share(a - b, now.whole * before.whole, WHOLE_TENTHS), a < b, buf);
}

char *rate_cut_text(__int128 part, __int128 whole, char buf[RATE_TEXT_MAX])
{
	__int128 size = part < 0 ? -part : part, v;

	*buf = '\0';
	if (whole <= 0)
		return buf;
	v = size * WHOLE_TENTHS / whole;
	return write(v > TENTHS_MAX ? TENTHS_MAX : (int64_t)v, part < 0, buf);
}
