/* The proof that a data.mdb is what was committed to it, made before LMDB sees the file. */
#pragma once

#include <stddef.h>

/* Is the file a whole store, as it was committed: each page, each row's checksum, each table's sum?
 * Of another schema's only what does not depend on it is looked at. -EBADMSG: no, and `fault` says
 * what; a file that is not there, or is empty, is whole. Nobody may write to it meanwhile. */
int pages_prove(const char *file, char *fault, size_t size);
