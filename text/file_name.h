/* The names of files that one person gives and another's machine writes. */
#pragma once

#include <stdbool.h>

/* Is it a file's own name: not empty, at most FILE_NAME_MAX bytes of UTF-8, without a folder (no /
 * or \), without control characters or ones that turn the direction of writing, and not hidden
 * (no dot at its beginning)? */
bool file_name_fits(const char *name);
