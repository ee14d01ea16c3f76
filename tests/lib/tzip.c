#include "lib/tzip.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

static const char *next_entry(const char *s, const char *end)
{
	for (; s < end; s++) {
		if (end - s > 4 && memcmp(s, "=== ", 4) == 0)
			return s;
		s = memchr(s, '\n', (size_t)(end - s));
		if (!s)
			return end;
	}
	return end;
}

/* `s` stands behind the mark. */
static bool add(zip_t *zip, const char *s, const char *end)
{
	const char *line = memchr(s, '\n', (size_t)(end - s));
	const char *body = line ? line + 1 : end;
	size_t n = (size_t)((line ? line : end) - s);
	bool deflate = n > 2 && memcmp(s + n - 2, " !", 2) == 0;
	bool encrypt = n > 2 && memcmp(s + n - 2, " *", 2) == 0;
	char *name = strndup(s, deflate || encrypt ? n - 2 : n);
	size_t size = (size_t)(end - body) - (end > body && end[-1] == '\n');
	zip_source_t *source = zip_source_buffer(zip, body, size, 0);
	zip_int64_t at = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
	if (source && at < 0)
		zip_source_free(source);
	free(name);
	if (at >= 0 && encrypt &&
	    zip_file_set_encryption(zip, (zip_uint64_t)at, ZIP_EM_AES_256, "secret") < 0)
		return false;
	return at >= 0 && zip_set_file_compression(zip, (zip_uint64_t)at,
						   deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) == 0;
}

static void *content(zip_source_t *out, size_t *ret_size)
{
	zip_stat_t st;
	void *ret = NULL;
	if (zip_source_stat(out, &st) < 0 || zip_source_open(out) < 0)
		return NULL;
	ret = malloc(st.size + 1);
	*ret_size = st.size;
	if (ret && zip_source_read(out, ret, st.size) != (zip_int64_t)st.size) {
		free(ret);
		ret = NULL;
	}
	(void)zip_source_close(out);
	return ret;
}

void *tzip_make(const char *recipe, size_t size, size_t *ret_size)
{
	const char *end = recipe + size;
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = out ? zip_open_from_source(out, ZIP_CREATE | ZIP_TRUNCATE, NULL) : NULL;
	bool fine = zip != NULL;
	if (!zip) {
		zip_source_free(out);
		return NULL;
	}
	zip_source_keep(out);
	for (const char *s = next_entry(recipe, end); fine && s < end;) {
		const char *next = next_entry(s + 4, end);
		fine = add(zip, s + 4, next);
		s = next;
	}
	fine = fine && zip_close(zip) == 0;
	if (!fine)
		zip_discard(zip);
	void *ret = fine ? content(out, ret_size) : NULL;
	zip_source_free(out);
	return ret;
}
