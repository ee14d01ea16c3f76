#include "client/lib/upload/import_part.h"

#include <string.h>

#include <openssl/evp.h>

#include "duban/error.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/varint.h"

#define CELL_END 0x1f
#define ROW_END 0x1e
/* Room in a message for what surrounds the rows: version, ids, part number, tags, lengths. */
#define ELEMENTS_AROUND 16
#define TAG_PART_ROW 0x1a	    /* ImportPartRequest.row: field 3, length-prefixed */
#define TAG_REQUEST_PART 0xa2, 0x01 /* Request.import_part: field 20, length-prefixed */

struct sent_part {
	uint8_t *bytes;
	size_t size, capacity;
	size_t rows;
};

struct import_parts {
	uint8_t upload_id[UPLOAD_ID_SIZE];
	size_t columns;
	struct sent_part *part;
	size_t count;
	size_t bytes; /* of all cells with their terminators, as the daemon counts them */
	uint32_t rows;
	bool closed;
	EVP_MD_CTX *digest;
	char **cells; /* the row being packed */
};

DEFINE_CLEANUP(struct import_parts *, import_parts_free)

int import_parts_new(struct import_parts **ret, const uint8_t upload_id[UPLOAD_ID_SIZE],
		     size_t columns)
{
	_cleanup_(import_parts_freep) struct import_parts *p = calloc(1, sizeof *p);
	if (!p)
		return DUBAN_E_MEMORY;
	memcpy(p->upload_id, upload_id, UPLOAD_ID_SIZE);
	p->columns = columns;
	p->cells = calloc(columns, sizeof *p->cells);
	p->digest = EVP_MD_CTX_new();
	if (!p->cells || !p->digest)
		return DUBAN_E_MEMORY;
	if (EVP_DigestInit_ex(p->digest, EVP_sm3(), NULL) != 1)
		return DUBAN_E_SYSTEM;
	*ret = TAKE_PTR(p);
	return 0;
}

struct import_parts *import_parts_free(struct import_parts *p)
{
	if (!p)
		return NULL;
	for (size_t i = 0; i < p->count; i++)
		free(p->part[i].bytes);
	free(p->part);
	free(p->cells);
	EVP_MD_CTX_free(p->digest);
	free(p);
	return NULL;
}

/* ---- packing */

static int reserve(struct sent_part *part, size_t more)
{
	if (part->size + more <= part->capacity)
		return 0;
	size_t capacity = 2 * part->capacity + more + 1024;
	uint8_t *bytes = realloc(part->bytes, capacity);
	if (!bytes)
		return DUBAN_E_MEMORY;
	part->bytes = bytes;
	part->capacity = capacity;
	return 0;
}

/* Begins the next part with its upload id and number; the rows are appended to it. */
static int open_part(struct import_parts *p)
{
	Duban__ImportPartRequest head = DUBAN__IMPORT_PART_REQUEST__INIT;
	struct sent_part *grown = realloc(p->part, (p->count + 1) * sizeof *grown);
	if (!grown)
		return DUBAN_E_MEMORY;
	p->part = grown;
	struct sent_part *part = &p->part[p->count];
	*part = (struct sent_part){.bytes = NULL};
	head.upload_id = (ProtobufCBinaryData){UPLOAD_ID_SIZE, p->upload_id};
	head.part = (uint32_t)p->count;
	size_t size = duban__import_part_request__get_packed_size(&head);
	if (reserve(part, size) < 0)
		return DUBAN_E_MEMORY;
	part->size = duban__import_part_request__pack(&head, part->bytes);
	p->count++;
	return 0;
}

/* The daemon counts a row as one element for the row, one for its line, and one for each cell. */
static bool fits(const struct import_parts *p, size_t row_size)
{
	if (p->count == 0)
		return false;
	const struct sent_part *part = &p->part[p->count - 1];
	return part->size + row_size <= IMPORT_PART_BYTES &&
	       (part->rows + 1) * p->columns <= IMPORT_PART_CELLS &&
	       (part->rows + 1) * (p->columns + 2) <= WIRE_ELEMENTS_MAX - ELEMENTS_AROUND;
}

static int append(struct sent_part *part, const Duban__ImportRow *row, size_t size)
{
	uint8_t head[16] = {TAG_PART_ROW};
	size_t n = 1 + varint_put(head + 1, size);
	if (reserve(part, n + size) < 0)
		return DUBAN_E_MEMORY;
	memcpy(part->bytes + part->size, head, n);
	(void)duban__import_row__pack(row, part->bytes + part->size + n);
	part->size += n + size;
	part->rows++;
	return 0;
}

static int digest_row(struct import_parts *p)
{
	static const uint8_t cell_end = CELL_END, row_end = ROW_END;
	for (size_t i = 0; i < p->columns; i++)
		if (!EVP_DigestUpdate(p->digest, p->cells[i], strlen(p->cells[i])) ||
		    !EVP_DigestUpdate(p->digest, &cell_end, 1))
			return DUBAN_E_SYSTEM;
	return EVP_DigestUpdate(p->digest, &row_end, 1) ? 0 : DUBAN_E_SYSTEM;
}

int import_parts_add(struct import_parts *p, uint32_t line, const char *const *cells)
{
	Duban__ImportRow row = DUBAN__IMPORT_ROW__INIT;
	size_t bytes = 1;
	if (p->closed)
		return DUBAN_E_ARGUMENT;
	for (size_t i = 0; i < p->columns; i++) {
		p->cells[i] = (char *)(cells[i] ? cells[i] : "");
		bytes += strlen(p->cells[i]) + 1;
	}
	row.line = line;
	row.n_cell = p->columns;
	row.cell = p->cells;
	size_t size = duban__import_row__get_packed_size(&row);
	if (size + 64 > IMPORT_PART_BYTES || p->rows >= IMPORT_ROWS_MAX ||
	    p->bytes + bytes > IMPORT_BYTES_MAX)
		return DUBAN_E_TOO_LARGE;
	int r = fits(p, size + 8) ? 0 : open_part(p);
	if (r == 0)
		r = append(&p->part[p->count - 1], &row, size);
	if (r == 0)
		r = digest_row(p);
	if (r < 0)
		return r;
	p->rows++;
	p->bytes += bytes;
	return 0;
}

int import_parts_close(struct import_parts *p, uint8_t ret_digest[HASH_SIZE])
{
	EVP_MD_CTX *copy = EVP_MD_CTX_new();
	unsigned size = 0;
	if (!copy)
		return DUBAN_E_MEMORY;
	bool ok = EVP_MD_CTX_copy_ex(copy, p->digest) == 1 &&
		  EVP_DigestFinal_ex(copy, ret_digest, &size) == 1 && size == HASH_SIZE;
	EVP_MD_CTX_free(copy);
	p->closed = true;
	return ok ? 0 : DUBAN_E_SYSTEM;
}

/* ---- reading */

size_t import_parts_count(const struct import_parts *p)
{
	return p->count;
}

uint32_t import_parts_rows(const struct import_parts *p)
{
	return p->rows;
}

size_t import_parts_bytes(const struct import_parts *p, size_t n)
{
	size_t bytes = 0;
	for (size_t i = 0; i < n && i < p->count; i++)
		bytes += p->part[i].size;
	return bytes;
}

/* Writes the fields of Request, then the packed part as it is: packing the part again as a member
 * of Request would need twice its memory. */
int import_parts_request(const struct import_parts *p, size_t n,
			 const uint8_t request_id[REQUEST_ID_SIZE], uint8_t **ret, size_t *ret_size)
{
	const struct sent_part *part = &p->part[n];
	Duban__Request request = DUBAN__REQUEST__INIT;
	uint8_t tag[16] = {TAG_REQUEST_PART};
	size_t n_tag = 2 + varint_put(tag + 2, part->size);
	request.version = WIRE_VERSION;
	request.request_id = (ProtobufCBinaryData){REQUEST_ID_SIZE, (uint8_t *)request_id};
	size_t head = duban__request__get_packed_size(&request);
	uint8_t *bytes = malloc(head + n_tag + part->size);
	if (!bytes)
		return DUBAN_E_MEMORY;
	(void)duban__request__pack(&request, bytes);
	memcpy(bytes + head, tag, n_tag);
	memcpy(bytes + head + n_tag, part->bytes, part->size);
	*ret = bytes;
	*ret_size = head + n_tag + part->size;
	return 0;
}
