/* Finding an event's frame in a segment by the headers, damaged ones included. */
#include <string.h>

#include "store/journal/frame.h"
#include "store/journal/journal_private.h"
#include "store/journal/reader_private.h"
#include "store/journal/segment.h"
#include "store/walk/search.h"

/* A walk from header to header. A damaged header leads astray: from the last one that led on, the
 * next frame that is whole is searched. */
struct headers {
	struct journal_reader *r;
	uint64_t offset, first; /* of the frame before; offset 0: none */
	uint64_t due;		/* its successor's first event, if its header is right */
};

/* *ret_there = false: the segment has no further frame. Moves on to r->offset. */
static int next_header(struct headers *h, struct frame *f, bool *ret_there)
{
	struct journal_reader *r = h->r;
	struct segment *s = &r->j->segments[r->segment];
	const struct frame_search search = {.fd = r->fd,
					    .from = h->offset + FRAME_ALIGN,
					    .end = s->end,
					    .above = h->first,
					    .epoch = r->j->epoch};
	const uint8_t *p;
	int e = reader_fetch(r, FRAME_HEADER_SIZE, &p, ret_there);

	if (e < 0)
		return e;
	if (e || !*ret_there || !frame_header(p, f) || f->first != h->due)
		e = frame_search(&search, f, &r->offset, ret_there);
	if (e || !*ret_there)
		return e;
	h->offset = r->offset;
	h->first = f->first;
	h->due = f->first + f->count;
	return 0;
}

/* Walks the headers of the segment's frames. What is damaged is passed over: a frame is checked
 * when it is read. */
static int build_index(struct journal_reader *r, struct segment *s)
{
	struct headers h = {.r = r, .first = s->first - 1, .due = s->first};
	struct frame f;
	bool there = true;
	int e = 0;

	s->n_index = 0;
	r->offset = FRAME_ALIGN;
	while (!e && there && r->offset < s->end) {
		e = next_header(&h, &f, &there);
		if (!e && there)
			e = segment_index(s, f.first, r->offset);
		if (!e && there)
			r->offset += frame_padded(f.length);
	}
	s->indexed = e == 0;
	return e;
}

int reader_seek(struct journal_reader *r, struct segment *s)
{
	struct headers h = {.r = r, .first = s->first - 1, .due = s->first};
	size_t low = 0, high;
	struct frame f;
	bool there;
	int e;

	if (!s->indexed) {
		e = build_index(r, s);
		if (e)
			return e;
	}
	for (high = s->n_index; high - low > 1;) {
		size_t middle = (low + high) / 2;

		if (s->index[middle].seq <= r->seq)
			low = middle;
		else
			high = middle;
	}
	r->offset = FRAME_ALIGN;
	if (s->n_index && s->index[low].seq <= r->seq) {
		r->offset = s->index[low].offset;
		h.due = s->index[low].seq;
		h.first = h.due - 1;
		h.offset = r->offset - FRAME_ALIGN;
	}
	for (;;) {
		uint64_t at = r->offset;

		e = next_header(&h, &f, &there);
		if (e)
			return e;
		if (!there || f.first > r->seq)
			return reader_damaged(r, at, DAMAGE_CHECKSUM,
					      "the frame of this event is not whole");
		if (r->seq - f.first < f.count)
			return 0;
		r->offset += frame_padded(f.length);
	}
}

int reader_search_on(struct journal_reader *r, struct segment *s, bool *ret_there)
{
	const struct frame_search search = {
	    .fd = r->fd, .from = r->offset + FRAME_ALIGN, .end = s->end, .epoch = r->j->epoch};
	struct frame f;
	uint64_t offset;
	int e = r->fd < 0 || s->unsettled ? 0 : frame_search(&search, &f, &offset, ret_there);

	*ret_there = !e && *ret_there && f.first <= r->seq && r->seq - f.first < f.count;
	if (*ret_there)
		r->offset = offset;
	return e;
}
