#include "text/notice/template.h"

#include <stdbool.h>
#include <string.h>

struct template_fields {
	FILE *out;
	char *const *field;
	size_t n;
};

/* The value of the field that the place names: "what" in "{what}". */
static const char *value_of(const struct template_fields *f, const char *name, size_t size)
{
	for (size_t i = 0; i < f->n; i++)
		if (strncmp(f->field[i], name, size) == 0 && f->field[i][size] == '=')
			return f->field[i] + size + 1;
	return "";
}

/* Is there something to say? A part about nothing is left out. */
static bool says(const char *value)
{
	return *value && strcmp(value, "0") != 0;
}

/* The place in "{what}…": its name is `*ret` bytes long. Returns what comes behind it. */
static const char *place(const char *from, size_t *ret)
{
	*ret = strcspn(from + 1, "}:");
	return from + 1 + *ret + (from[1 + *ret] != '\0');
}

/* Up to `end` as plain text and places. */
static void put_plain(const struct template_fields *f, const char *from, const char *end)
{
	while (from < end) {
		size_t plain = strcspn(from, "{"), name;
		if (plain > (size_t)(end - from))
			plain = (size_t)(end - from);
		(void)fwrite(from, 1, plain, f->out);
		from += plain;
		if (from == end)
			return;
		const char *behind = place(from, &name);
		(void)fputs(value_of(f, from + 1, name), f->out);
		from = behind;
	}
}

/* Behind "{?red:红灯{red}个，": at the brace that ends the part. */
static const char *part_end(const char *from)
{
	for (unsigned deep = 0; *from && (deep || *from != '}'); from++)
		deep = *from == '{' ? deep + 1 : *from == '}' ? deep - 1 : deep;
	return from;
}

void template_fill(FILE *out, const char *text, char *const *field, size_t n)
{
	struct template_fields f = {out, field, n};
	const char *from = text;
	while (*from) {
		const char *part = strstr(from, "{?");
		size_t name;
		put_plain(&f, from, part ? part : from + strlen(from));
		if (!part)
			return;
		from = place(part + 1, &name);
		const char *end = part_end(from);
		if (says(value_of(&f, part + 2, name)))
			put_plain(&f, from, end);
		from = end + (*end == '}');
	}
}

size_t template_place(const char **at, const char **ret)
{
	const char *open = strchr(*at, '{');
	if (!open)
		return 0;
	open += 1 + (open[1] == '?');
	size_t n = strcspn(open, "}:");
	*at = open + n;
	*ret = open;
	return n;
}

const char *template_fault(const char *text)
{
	bool part = false;
	for (const char *s = text; (s = strpbrk(s, "{}")); s++) {
		if (*s == '}' && !part)
			return "a } without its {";
		if (*s == '}') {
			part = false;
			continue;
		}
		bool begins = s[1] == '?';
		size_t n = strcspn(s + 1 + begins, "{}:");
		s += 1 + begins + n;
		if (n == 0 || !*s || *s == '{')
			return "a { without a name and its }";
		if (begins != (*s == ':'))
			return "a part is written {?name:…}, a place {name}";
		if (begins && part)
			return "a part within a part";
		part = part || begins;
	}
	return part ? "a part without its }" : NULL;
}
