#include "store/journal/journal_private.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/blame.h"
#include "base/hash.h"
#include "proto/cleanup.h"
#include "store/journal/frame.h"
#include "store/journal/segment.h"

int journal_says(struct journal *j, int r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(j->fault, sizeof j->fault, fmt, ap);
	va_end(ap);
	return r;
}

int journal_blames(struct journal *j, const char *name, int r)
{
	_cleanup_free_ char *path = NULL, *text = NULL;

	if (asprintf(&path, "%s/%s", j->path, name) < 0)
		return -ENOMEM;
	text = blame(path, -r);
	return text ? journal_says(j, r, "%s", text) : -ENOMEM;
}

void journal_tell(struct journal *j, struct segment *s, uint64_t offset, const char *what)
{
	char name[SEGMENT_NAME_MAX];
	const struct journal_damage d = {
	    .file = segment_name(s->first, name), .offset = offset, .what = what};

	s->damaged = what != NULL;
	s->damaged_at = offset;
	if (j->tell)
		j->tell(j->tell_user, &d);
}

int journal_broken(struct journal *j, int r, const char *doing, uint64_t offset)
{
	char name[SEGMENT_NAME_MAX];

	j->failed = r;
	return journal_says(j, r,
			    "%s/%s: %s at offset %llu failed: %s. Nothing of this group was "
			    "answered. Start duband again when the disk works; it recovers "
			    "by itself",
			    j->path, segment_name(j->segments[j->n_segments - 1].first, name),
			    doing, (unsigned long long)offset, strerror(-r));
}

struct segment *journal_add_segment(struct journal *j, const struct mark *header)
{
	struct segment *s;

	if (j->n_segments == j->cap_segments) {
		size_t want = j->cap_segments ? j->cap_segments * 2 : 16;

		s = reallocarray(j->segments, want, sizeof *s);
		if (!s)
			return NULL;
		j->segments = s;
		j->cap_segments = want;
	}
	s = &j->segments[j->n_segments++];
	*s = (struct segment){.first = header->seq, .last = header->seq - 1, .end = FRAME_ALIGN};
	memcpy(s->prev, header->hash, HASH_SIZE);
	return s;
}

int journal_chain(struct sm3 *sm3, const uint8_t prev[HASH_SIZE], struct bytes event,
		  uint8_t ret[HASH_SIZE])
{
	int r;

	r = sm3_start(sm3);
	if (r)
		return r;
	r = sm3_add(sm3, BYTES(prev, HASH_SIZE));
	if (r)
		return r;
	r = sm3_add(sm3, event);
	return r ? r : sm3_end(sm3, ret);
}
