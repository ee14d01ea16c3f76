#include "client/notify/text/recode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/limits.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "proto/wire.h"

static int convert(const char *from, const char *bytes, size_t size, char **ret)
{
	size_t room = size * 3 + 1, left = room - 1;
	_cleanup_free_ char *text = malloc(room);
	char *in = (char *)(uintptr_t)bytes, *out = text;
	iconv_t cd = iconv_open("UTF-8", from);
	size_t n;

	if (cd == (iconv_t)-1)
		return -errno;
	if (!text) {
		(void)iconv_close(cd);
		return -ENOMEM;
	}
	n = iconv(cd, &in, &size, &out, &left);
	(void)iconv_close(cd);
	if (n == (size_t)-1 || size > 0 || memchr(text, '\0', (size_t)(out - text)))
		return STATUS_INVALID;
	*out = '\0';
	*ret = TAKE_PTR(text);
	return 0;
}

/* Is it UTF-8 without NULs? Line ends do not matter here. */
static bool is_utf8(const char *bytes, size_t size, char **ret)
{
	char *text = strndup(bytes, size), *s;

	if (!text)
		return false;
	_cleanup_free_ char *plain = strdup(text);
	for (s = plain; s && *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = ' ';
	if (plain && strlen(text) == size && wire_check_text(BYTES_STR(plain)) == WIRE_FINE) {
		*ret = text;
		return true;
	}
	free(text);
	return false;
}

int recode_text(const char *bytes, size_t size, bool ucs2, char **ret)
{
	if (size > LISTENER_BODY_MAX)
		return STATUS_INVALID;
	if (ucs2)
		return size % 2 ? STATUS_INVALID : convert("UTF-16BE", bytes, size, ret);
	if (is_utf8(bytes, size, ret))
		return 0;
	return convert("GB18030", bytes, size, ret);
}
