#include "client/cli/workbook/answer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/limits.h"
#include "proto/array.h"

int answer_put(FILE *out, const struct answer *head, const char *text)
{
	struct answer h = *head;
	h.size = (uint32_t)strlen(text);
	return fwrite(&h, sizeof h, 1, out) == 1 && fwrite(text, 1, h.size, out) == h.size ? 0
											   : -EIO;
}

static int hold(struct answer_reading *r, struct bytes piece)
{
	if (array_grow(&r->held, &r->room, r->size + piece.size + 1, 1) < 0)
		return -ENOMEM;
	memcpy(r->held + r->size, piece.data, piece.size);
	r->size += piece.size;
	return 0;
}

/* Hands over the frame at `at` if it is whole; *ret_size = 0: it is not. */
static int frame(struct answer_reading *r, size_t at, size_t *ret_size)
{
	struct answer h;
	*ret_size = 0;
	if (r->size - at < sizeof h)
		return 0;
	memcpy(&h, r->held + at, sizeof h);
	if (r->ended || h.kind < ANSWER_BOOK || h.kind >= ANSWER_KIND_MAX_ ||
	    h.size > WORKBOOK_CELL_BYTES_MAX)
		return -EPROTO;
	if (r->size - at - sizeof h < h.size)
		return 0;
	char *text = r->held + at + sizeof h;
	char behind = text[h.size];
	text[h.size] = '\0';
	int rc = memchr(text, '\0', h.size) ? -EPROTO : r->sink(r->user, &h, text);
	text[h.size] = behind;
	r->ended = h.kind == ANSWER_END || h.kind == ANSWER_REFUSED;
	*ret_size = sizeof h + h.size;
	return rc;
}

int answer_take(struct answer_reading *r, struct bytes piece)
{
	size_t at = 0, n;
	if (piece.size == 0)
		return 0;
	int rc = hold(r, piece);
	do {
		rc = rc ? rc : frame(r, at, &n);
		at += rc ? 0 : n;
	} while (rc == 0 && n > 0);
	memmove(r->held, r->held + at, r->size - at);
	r->size -= at;
	return rc;
}

void answer_done(struct answer_reading *r)
{
	free(r->held);
	r->held = NULL;
	r->size = r->room = 0;
}
