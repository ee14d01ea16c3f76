/* Makes archives for the tests of workbooks from a readable recipe: a line "=== name" begins an
 * entry, whose content are the lines up to the next such line, without the last line break. "===
 * name !" deflates it, "=== name *" encrypts it. Any bytes are a recipe. */
#pragma once

#include <stddef.h>

/* malloc; NULL if libzip refuses (a name that is there twice). */
void *tzip_make(const char *recipe, size_t size, size_t *ret_size);
