#include "text/file_name.h"

#include <string.h>

#include "proto/limits.h"
#include "proto/wire.h"

bool file_name_fits(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n <= FILE_NAME_MAX && *name != '.' && !strpbrk(name, "/\\") &&
	       wire_check_text(BYTES(name, n)) == WIRE_FINE;
}
