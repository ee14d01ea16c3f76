/* The rows of one upload as packed ImportPartRequests, each within the size of one message, and the
 * digest over all their cells. A row is packed when it is added; the packed parts are kept and can
 * be sent any number of times. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct import_parts;

int import_parts_new(struct import_parts **ret, const uint8_t upload_id[UPLOAD_ID_SIZE],
		     size_t columns);
struct import_parts *import_parts_free(struct import_parts *p);

/* DUBAN_E_TOO_LARGE if a row or the file exceeds limits.h, DUBAN_E_ARGUMENT after _close(). */
int import_parts_add(struct import_parts *p, uint32_t line, const char *const *cells);
/* Ends the rows and computes the digest. May be called again, with the same result. */
int import_parts_close(struct import_parts *p, uint8_t ret_digest[HASH_SIZE]);

size_t import_parts_count(const struct import_parts *p);
uint32_t import_parts_rows(const struct import_parts *p);
/* Bytes of the first `n` parts. */
size_t import_parts_bytes(const struct import_parts *p, size_t n);

/* A packed Request that contains part `n`; the caller frees it. */
int import_parts_request(const struct import_parts *p, size_t n,
			 const uint8_t request_id[REQUEST_ID_SIZE], uint8_t **ret,
			 size_t *ret_size);
