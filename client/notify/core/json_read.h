/* Reads single members of a JSON object, such as a web service's answer. The whole text must be
 * JSON; of members by the same name the first holds. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool json_is_object(const char *json);
/* False: no such member, or another kind of value. */
bool json_read_number(const char *json, const char *name, int64_t *ret); /* a whole number */
/* Cut to what fits, at a character; `size` is at least 1. */
bool json_read_text(const char *json, const char *name, char *ret, size_t size);
