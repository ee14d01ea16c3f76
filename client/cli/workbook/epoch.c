/* The day from which a workbook counts its dates: 1900, or 1904 in workbooks from old Macs.
 * xlsx2csv writes only numbers, so the flag is read from the workbook itself. */
#include "client/cli/workbook/epoch.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "proto/cleanup.h"

#define WORKBOOK "xl/workbook.xml"
#define WORKBOOK_BYTES_MAX (1024 * 1024)
#define END_SIZE                                                                                   \
	22 /* bytes of: the archive's end record, an entry of its index, a member's header */
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30

static uint32_t number(const char *s, size_t bytes)
{
	uint32_t ret = 0;
	for (size_t i = bytes; i-- > 0;)
		ret = ret << 8 | (unsigned char)s[i];
	return ret;
}

/* `size` bytes at `at`, or NULL. */
static const char *slice(struct bytes raw, uint64_t at, uint64_t size)
{
	const char *s = raw.data;
	return at <= raw.size && size <= raw.size - at ? s + at : NULL;
}

/* The entry of xl/workbook.xml in the archive's index. */
static const char *find_entry(struct bytes raw)
{
	const char *end = NULL;
	for (size_t i = raw.size < END_SIZE ? 0 : raw.size - END_SIZE + 1; !end && i-- > 0;) {
		const char *s = slice(raw, i, END_SIZE);
		end = memcmp(s, "PK\5\6", 4) == 0 ? s : NULL;
	}
	uint64_t at = end ? number(end + 16, 4) : raw.size;
	for (const char *s; (s = slice(raw, at, ENTRY_SIZE)) && memcmp(s, "PK\1\2", 4) == 0;) {
		size_t name = number(s + 28, 2);
		const char *text = slice(raw, at + ENTRY_SIZE, name);
		if (text && name == strlen(WORKBOOK) && memcmp(text, WORKBOOK, name) == 0)
			return s;
		at += ENTRY_SIZE + name + number(s + 30, 2) + number(s + 32, 2);
	}
	return NULL;
}

/* Inflates at most `size` bytes of a member; returns their number. */
static size_t inflated(const char *from, size_t n, char *to, size_t size)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)from,
		      .avail_in = (uInt)n,
		      .next_out = (Bytef *)to,
		      .avail_out = (uInt)size};
	if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return 0;
	(void)inflate(&z, Z_FINISH);
	size_t got = size - z.avail_out;
	(void)inflateEnd(&z);
	return got;
}

/* The attribute date1904="1", 'true' or "on". */
static bool says_1904(const char *text, size_t size)
{
	static const char word[] = "date1904=";
	const char *s = memmem(text, size, word, strlen(word));
	if (!s)
		return false;
	s += strlen(word);
	size_t left = size - (size_t)(s - text);
	return left > 2 &&
	       (s[1] == '1' || s[1] == 't' || s[1] == 'T' || (s[1] == 'o' && s[2] == 'n'));
}

bool workbook_from_1904(struct bytes raw)
{
	const char *entry = find_entry(raw);
	const char *head = entry ? slice(raw, number(entry + 42, 4), LOCAL_SIZE) : NULL;
	if (!head)
		return false;
	size_t n = number(entry + 20, 4);
	uint64_t skip = LOCAL_SIZE + number(head + 26, 2) + number(head + 28, 2);
	const char *body = slice(raw, number(entry + 42, 4) + skip, n);
	if (!body)
		return false;
	if (number(entry + 10, 2) == 0)
		return says_1904(body, n);
	_cleanup_free_ char *text = malloc(WORKBOOK_BYTES_MAX);
	return text && says_1904(text, inflated(body, n, text, WORKBOOK_BYTES_MAX));
}
