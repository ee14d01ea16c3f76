#include "client/cli/publication/photo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/evidence/files.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "text/hex.h"

static uint32_t big_endian(const uint8_t *at, size_t n)
{
	uint32_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | at[i];
	return v;
}

/* ISO 15948: behind the signature comes IHDR with both sizes. */
static bool png_look(const uint8_t *b, size_t size, struct photo *io)
{
	static const uint8_t signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
	enum { WIDTH = 16, HEIGHT = 20, LEAST = 24 };
	if (size < LEAST || memcmp(b, signature, sizeof signature) != 0 ||
	    memcmp(b + 12, "IHDR", 4) != 0)
		return false;
	io->ending = "png";
	io->width = big_endian(b + WIDTH, 4);
	io->height = big_endian(b + HEIGHT, 4);
	return true;
}

/* A frame header: SOF0 to SOF15 without DHT, JPG and DAC, which stand between them. */
static bool is_frame(uint8_t marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
	       marker != 0xCC;
}

/* ITU T.81: segments of a marker and a length, until the one that says the size. */
static bool jpeg_look(const uint8_t *b, size_t size, struct photo *io)
{
	enum { SEGMENT = 4, FRAME = 9 };
	size_t at = 2;
	if (size < 2 || b[0] != 0xFF || b[1] != 0xD8)
		return false;
	while (size - at >= FRAME && b[at] == 0xFF) {
		size_t length = big_endian(b + at + 2, 2);
		if (is_frame(b[at + 1])) {
			io->ending = "jpeg";
			io->height = big_endian(b + at + 5, 2);
			io->width = big_endian(b + at + 7, 2);
			return true;
		}
		if (length < 2 || length + 2 > size - at)
			return false;
		at += length + 2;
	}
	return false;
}

bool photo_look(const uint8_t *bytes, size_t size, struct photo *io)
{
	return (png_look(bytes, size, io) || jpeg_look(bytes, size, io)) && io->width > 0 &&
	       io->height > 0;
}

const struct photo *photo_of(const struct photos *p, const ProtobufCBinaryData *digest)
{
	for (size_t i = 0; p && i < p->n; i++)
		if (p->photo[i].digest.len == digest->len &&
		    memcmp(p->photo[i].digest.data, digest->data, digest->len) == 0)
			return &p->photo[i];
	return NULL;
}

static int fetch(struct cli *c, const ProtobufCBinaryData *digest, struct photos *io)
{
	char hex[2 * HASH_SIZE + 1];
	struct photo *grown = realloc(io->photo, (io->n + 1) * sizeof *grown);
	if (!grown)
		return -ENOMEM;
	io->photo = grown;
	struct photo *p = &grown[io->n];
	*p = (struct photo){.digest = *digest};
	FILE *out = open_memstream(&p->bytes, &p->size);
	if (!out)
		return -ENOMEM;
	io->n++;
	hex_text(BYTES(digest->data, digest->len), hex);
	int r = evidence_fetch(c, hex, out);
	if (fclose(out) != 0 && r == 0)
		r = -ENOMEM;
	if (r == 0 && !photo_look((const uint8_t *)p->bytes, p->size, p))
		r = cli_fail(c, CLI_CHECK_FAILED, "publication.not_a_photo", hex, NULL);
	return r;
}

int photos_fetch(struct cli *c, const Duban__PublicationShowReply *b, struct photos *ret)
{
	int r = 0;
	for (size_t i = 0; i < b->n_section; i++)
		for (size_t k = 0; k < b->section[i]->n_photo && r == 0; k++)
			if (b->section[i]->photo[k].len == HASH_SIZE &&
			    !photo_of(ret, &b->section[i]->photo[k]))
				r = fetch(c, &b->section[i]->photo[k], ret);
	return r;
}

void photos_done(struct photos *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->photo[i].bytes);
	free(p->photo);
}
