#include "client/cli/print/json.h"

#include <assert.h>
#include <string.h>

#include "proto/wire.h"
#include "text/date.h"
#include "text/hex.h"
#include "text/money.h"
#include "text/room.h"
#include "text/utf8.h"

/* The length of the character at `s`, 0 if it is not valid UTF-8. Words of the command line can be
 * any bytes, but JSON must be UTF-8. */
static size_t character(const char *s)
{
	size_t n = utf8_step(s);
	return wire_check_text(BYTES(s, n)) == WIRE_BAD_UTF8 ? 0 : n;
}

static void put_quoted(FILE *out, const char *s)
{
	(void)fputc('"', out);
	for (size_t n; *s; s += n) {
		unsigned char c = (unsigned char)*s;
		n = character(s);
		if (n == 0) {
			(void)fputs("\xEF\xBF\xBD", out);
			n = 1;
		} else if (c == '"' || c == '\\') {
			(void)fprintf(out, "\\%c", c);
		} else if (c == '\n') {
			(void)fputs("\\n", out);
		} else if (c == '\t') {
			(void)fputs("\\t", out);
		} else if (c < 0x20 || c == 0x7F) {
			(void)fprintf(out, "\\u%04x", c);
		} else {
			(void)fwrite(s, 1, n, out);
		}
	}
	(void)fputc('"', out);
}

/* Writes the comma before, and the key of, the next value. */
static void begin(struct json *j, const char *key)
{
	if (j->more[j->depth])
		(void)fputc(',', j->out);
	j->more[j->depth] = true;
	if (key) {
		put_quoted(j->out, key);
		(void)fputc(':', j->out);
	}
}

static void open_level(struct json *j, const char *key, char bracket)
{
	begin(j, key);
	(void)fputc(bracket, j->out);
	assert(j->depth + 1 < JSON_DEPTH_MAX);
	j->more[++j->depth] = false;
}

static void close_level(struct json *j, char bracket)
{
	assert(j->depth > 0);
	j->depth--;
	(void)fputc(bracket, j->out);
}

void json_object(struct json *j, const char *key)
{
	open_level(j, key, '{');
}

void json_array(struct json *j, const char *key)
{
	open_level(j, key, '[');
}

void json_end_object(struct json *j)
{
	close_level(j, '}');
}

void json_end_array(struct json *j)
{
	close_level(j, ']');
}

void json_null(struct json *j, const char *key)
{
	begin(j, key);
	(void)fputs("null", j->out);
}

void json_bool(struct json *j, const char *key, bool v)
{
	begin(j, key);
	(void)fputs(v ? "true" : "false", j->out);
}

void json_int(struct json *j, const char *key, int64_t v)
{
	begin(j, key);
	(void)fprintf(j->out, "%lld", (long long)v);
}

void json_uint(struct json *j, const char *key, uint64_t v)
{
	begin(j, key);
	(void)fprintf(j->out, "%llu", (unsigned long long)v);
}

void json_string(struct json *j, const char *key, const char *s)
{
	begin(j, key);
	put_quoted(j->out, s);
}

void json_text(struct json *j, const char *key, const char *s)
{
	if (s && *s)
		json_string(j, key, s);
	else
		json_null(j, key);
}

void json_decimal(struct json *j, const char *key, const char *digits)
{
	if (!*digits) {
		json_null(j, key);
		return;
	}
	begin(j, key);
	(void)fputs(digits, j->out);
}

void json_yuan(struct json *j, const char *key, int64_t fen)
{
	char buf[TEXT_ROOM];
	begin(j, key);
	(void)fputs(money_text(fen, buf), j->out);
}

void json_date(struct json *j, const char *key, uint32_t date)
{
	char buf[TEXT_ROOM];
	json_text(j, key, ymd_text(date, buf));
}

void json_instant(struct json *j, const char *key, int64_t us)
{
	char buf[TEXT_ROOM];
	json_text(j, key, instant_text_exact(us, j->names ? j->names->zone_minutes : 0, buf));
}

void json_hex(struct json *j, const char *key, const uint8_t *data, size_t size)
{
	if (size == 0) {
		json_null(j, key);
		return;
	}
	begin(j, key);
	(void)fputc('"', j->out);
	hex_print(BYTES(data, size), j->out);
	(void)fputc('"', j->out);
}
