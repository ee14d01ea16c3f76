/* Texts with places, as those of notices (docs/wire.md, "Texts of notices"): "{name}" is replaced
 * by a field's value, and "{?name:…}" is left out as a whole if that field is missing, empty or 0.
 */
#pragma once

#include <stddef.h>
#include <stdio.h>

/* Writes the text to `out`. Fields are "name=value"; what comes first of a name holds. */
void template_fill(FILE *out, const char *text, char *const *field, size_t n);

/* The places of a text one after another: `*at` begins as the text. Returns the length of the name
 * at `*ret`, 0 when there is no further one. */
size_t template_place(const char **at, const char **ret);
/* Why a text is none: an open brace without its end, a part within a part. NULL: it is fine. */
const char *template_fault(const char *text);
