#include "client/notify/core/json_read.h"

#include <ctype.h>
#include <string.h>

#include "client/notify/limits.h"
#include "text/hex.h"
#include "text/utf8.h"

/* Each of these takes the start of a value and returns what is behind it; NULL: that is no value.
 */

static const char *blanks(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

static const char *skip_text(const char *s)
{
	if (*s++ != '"')
		return NULL;
	for (; *s != '"'; s++) {
		if ((unsigned char)*s < 0x20)
			return NULL;
		if (*s == '\\' && !strchr("\"\\/bfnrtu", *++s))
			return NULL;
		if (*s == '\0')
			return NULL;
	}
	return s + 1;
}

static const char *skip_digits(const char *s)
{
	if (!s || !isdigit((unsigned char)*s))
		return NULL;
	while (isdigit((unsigned char)*s))
		s++;
	return s;
}

static const char *skip_number(const char *s)
{
	s = skip_digits(s + (*s == '-'));
	if (s && *s == '.')
		s = skip_digits(s + 1);
	if (s && (*s == 'e' || *s == 'E')) {
		s++;
		s = skip_digits(s + (*s == '-' || *s == '+'));
	}
	return s;
}

static const char *skip_word(const char *s)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strncmp(s, words[i], strlen(words[i])) == 0)
			return s + strlen(words[i]);
	return NULL;
}

static const char *skip_value(const char *s, unsigned depth);

/* "name" :, up to the value. */
static const char *skip_name(const char *s)
{
	s = skip_text(s);
	s = s ? blanks(s) : NULL;
	return s && *s == ':' ? blanks(s + 1) : NULL;
}

/* What is in brackets. */
static const char *skip_list(const char *s, char end, unsigned depth)
{
	s = blanks(s + 1);
	if (*s == end)
		return s + 1;
	while (s) {
		if (end == '}')
			s = skip_name(s);
		s = s ? skip_value(s, depth + 1) : NULL;
		s = s ? blanks(s) : NULL;
		if (s && *s == end)
			return s + 1;
		s = s && *s == ',' ? blanks(s + 1) : NULL;
	}
	return NULL;
}

static const char *skip_value(const char *s, unsigned depth)
{
	if (depth > ANSWER_DEPTH_MAX)
		return NULL;
	if (*s == '{')
		return skip_list(s, '}', depth);
	if (*s == '[')
		return skip_list(s, ']', depth);
	if (*s == '"')
		return skip_text(s);
	return *s == '-' || isdigit((unsigned char)*s) ? skip_number(s) : skip_word(s);
}

bool json_is_object(const char *json)
{
	const char *s = blanks(json), *end = *s == '{' ? skip_value(s, 0) : NULL;

	return end && *blanks(end) == '\0';
}

/* The value of that name, or NULL. Names with escapes are not found. */
static const char *find(const char *json, const char *name)
{
	const char *s;
	size_t n = strlen(name);

	if (!json_is_object(json))
		return NULL;
	for (s = blanks(blanks(json) + 1); *s == '"'; s = blanks(s + (*s == ','))) {
		const char *value = skip_name(s);

		if (strncmp(s + 1, name, n) == 0 && s[n + 1] == '"')
			return value;
		s = blanks(skip_value(value, 1));
	}
	return NULL;
}

bool json_read_number(const char *json, const char *name, int64_t *ret)
{
	const char *s = find(json, name);
	bool minus = s && *s == '-';
	int64_t n = 0;

	if (!s || !isdigit((unsigned char)s[minus]))
		return false;
	for (s += minus; isdigit((unsigned char)*s); s++) {
		if (n > (INT64_MAX - 9) / 10)
			return false;
		n = n * 10 + (*s - '0');
	}
	if (*s == '.' || *s == 'e' || *s == 'E')
		return false;
	*ret = minus ? -n : n;
	return true;
}

/* Four hex digits; -1: they are none. */
static int32_t unit_of(const char *s)
{
	int32_t unit = 0;

	for (int i = 0; i < 4; i++) {
		int digit = hex_digit(s[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* Writes the character of a \u escape, of a pair of them for one beyond U+FFFF, and returns its
 * bytes; `*at` moves behind it. What is no character becomes a question mark. */
static size_t take_unit(const char **at, char ret[4])
{
	int32_t c = unit_of(*at), low;

	*at += c < 0 ? 0 : 4;
	if (c >= 0xd800 && c < 0xdc00 && (*at)[0] == '\\' && (*at)[1] == 'u') {
		low = unit_of(*at + 2);
		if (low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			*at += 6;
		}
	}
	if (c <= 0 || (c >= 0xd800 && c < 0xe000))
		c = '?';
	if (c < 0x80) {
		ret[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; i-- > 1; c >>= 6)
		ret[i] = (char)(0x80 | (c & 0x3f));
	ret[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | c);
	return n;
}

bool json_read_text(const char *json, const char *name, char *ret, size_t size)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *s = find(json, name);
	size_t n = 0, step;

	if (!s || *s != '"')
		return false;
	for (s++; *s != '"'; n += step) {
		char c[4];

		if (*s != '\\') {
			step = utf8_step(s);
			step = step > sizeof c ? 1 : step;
			memcpy(c, s, step);
			s += step;
		} else if (s[1] == 'u') {
			s += 2;
			step = take_unit(&s, c);
		} else {
			c[0] = to[strchr(from, s[1]) - from];
			step = 1;
			s += 2;
		}
		if (n + step >= size)
			break;
		memcpy(ret + n, c, step);
	}
	ret[n] = '\0';
	return true;
}
