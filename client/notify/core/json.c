#include "client/notify/core/json.h"

#include <inttypes.h>

void json_begin(FILE *out)
{
	(void)fputc('{', out);
}

void json_quoted(FILE *out, const char *s)
{
	(void)fputc('"', out);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			(void)fprintf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20 || *s == 0x7f)
			(void)fprintf(out, "\\u%04x", (unsigned)(unsigned char)*s);
		else
			(void)fputc(*s, out);
	}
	(void)fputc('"', out);
}

/* A comma stands behind each value; the last member is the version of the line. */
static void put_name(FILE *out, const char *name)
{
	json_quoted(out, name);
	(void)fputs(": ", out);
}

void json_text(FILE *out, const char *name, const char *value)
{
	put_name(out, name);
	json_quoted(out, value);
	(void)fputs(", ", out);
}

void json_number(FILE *out, const char *name, uint64_t value)
{
	put_name(out, name);
	(void)fprintf(out, "%" PRIu64 ", ", value);
}

void json_flag(FILE *out, const char *name, bool value)
{
	put_name(out, name);
	(void)fputs(value ? "true, " : "false, ", out);
}

void json_end(FILE *out)
{
	(void)fputs("\"v\": 1}\n", out);
}
