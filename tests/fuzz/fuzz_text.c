#include <iconv.h>
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "proto/wire.h"

/* An independent check of what is UTF-8: glibc's converter. */
static bool is_utf8(const uint8_t *data, size_t size)
{
	static iconv_t cd;
	char out[256], *in = (char *)(uintptr_t)data;
	if (!cd)
		cd = iconv_open("UTF-16LE", "UTF-8");
	(void)iconv(cd, NULL, NULL, NULL, NULL);
	while (size > 0) {
		char *to = out;
		size_t room = sizeof out, before = size;
		if (iconv(cd, &in, &size, &to, &room) == (size_t)-1 && size == before)
			return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum wire_fault f = wire_check_text(BYTES(data, size));
	if (f == WIRE_FINE && !is_utf8(data, size))
		abort();
	if (f == WIRE_BAD_UTF8 && is_utf8(data, size))
		abort();
	for (size_t i = 0; i < size && f == WIRE_FINE; i++)
		if (data[i] < 0x20 || data[i] == 0x7f)
			abort();
	return 0;
}
