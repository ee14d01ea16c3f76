/* The rows of one upload as packed ImportPartRequests, each within what one message may hold,
 * and the digest over all their cells. Rows are packed as they come, kept, and sent as often
 * as needed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct import_parts;

int import_parts_new(struct import_parts **ret, const uint8_t upload_id[UPLOAD_ID_SIZE],
		     size_t columns);
struct import_parts *import_parts_free(struct import_parts *p);

/* DUBAN_E_TOO_LARGE for a row or file above limits.h, DUBAN_E_ARGUMENT after _close(). */
int import_parts_add(struct import_parts *p, uint32_t line, const char *const *cells);
/* No more rows. May be called again: the same digest. */
int import_parts_close(struct import_parts *p, uint8_t ret_digest[HASH_SIZE]);

size_t import_parts_count(const struct import_parts *p);
uint32_t import_parts_rows(const struct import_parts *p);
/* Bytes of the first `n` parts. */
size_t import_parts_bytes(const struct import_parts *p, size_t n);

/* A packed Request with part `n` inside; the caller frees. */
int import_parts_request(const struct import_parts *p, size_t n,
			 const uint8_t request_id[REQUEST_ID_SIZE], uint8_t **ret,
			 size_t *ret_size);
