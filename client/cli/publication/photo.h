/* The photos that a publication is printed with: stored files (佐证), JPEG or PNG. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/api.pb-c.h"

struct cli;

struct photo {
	ProtobufCBinaryData digest; /* of the publication, which must live longer */
	const char *ending;	    /* "jpeg" or "png" */
	char *bytes;
	size_t size;
	uint32_t width, height; /* in pixels, at least 1 */
};

struct photos {
	struct photo *photo;
	size_t n;
};

/* What kind of picture it is and how large. False: neither JPEG nor PNG, or its head is damaged. */
bool photo_look(const uint8_t *bytes, size_t size, struct photo *io);

/* Fetches each once and checks it against its digest. 0, or reported. */
int photos_fetch(struct cli *c, const Duban__PublicationShowReply *b, struct photos *ret);
void photos_done(struct photos *p);
/* NULL: it was not fetched. */
const struct photo *photo_of(const struct photos *p, const ProtobufCBinaryData *digest);
