#include "client/cli/document/fill.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *value_of(const struct document_value *values, const char *name, size_t n)
{
	for (; values->name; values++)
		if (strlen(values->name) == n && memcmp(values->name, name, n) == 0)
			return values->value;
	return NULL;
}

static int fill(struct bytes from, const struct document_value *values, FILE *out)
{
	const char *s = (const char *)from.data, *end = s + from.size;
	while (s < end) {
		const char *open = memchr(s, '{', (size_t)(end - s));
		(void)fwrite(s, 1, (size_t)((open ? open : end) - s), out);
		if (!open)
			return 0;
		const char *close = memchr(open, '}', (size_t)(end - open));
		const char *value =
		    close ? value_of(values, open + 1, (size_t)(close - open - 1)) : NULL;
		if (!value)
			return -ENOKEY;
		(void)fputs(value, out);
		s = close + 1;
	}
	return 0;
}

int document_fill(struct bytes template_, const struct document_value *values, char **ret)
{
	size_t size;
	*ret = NULL;
	FILE *out = open_memstream(ret, &size);
	int r = out ? fill(template_, values, out) : -ENOMEM;
	if (out && fclose(out) != 0 && r == 0)
		r = -ENOMEM;
	if (r != 0) {
		free(*ret);
		*ret = NULL;
	}
	return r;
}
