/* Z85 (RFC 32 of ZeroMQ): bytes as text, 4 as 5 characters. Keys are written so. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `size` is a multiple of 4; `ret` has room for size / 4 * 5 + 1 characters. Returns ret. */
char *z85_text(const uint8_t *data, size_t size, char *ret);
/* Accepts exactly size / 4 * 5 characters and nothing else. On false the contents of `ret` are
 * undefined. */
bool z85_parse(const char *s, uint8_t *ret, size_t size);
