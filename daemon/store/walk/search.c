#include "store/walk/search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "proto/cleanup.h"
#include "store/journal/frame.h"
#include "store/journal/segment.h"

#define SEARCH_PIECE (64 * 1024)

/* Is a whole frame at `offset`, whose header begins at `p`? */
static int is_whole(const struct frame_search *s, const uint8_t *p, uint64_t offset,
		    struct frame *ret, bool *ret_found)
{
	_cleanup_free_ uint8_t *whole = NULL;
	struct frame f;
	int r;

	if (!frame_header(p, &f) || f.first <= s->above || f.length > s->end - offset ||
	    memcmp(f.epoch, s->epoch, EPOCH_SIZE) != 0)
		return 0;
	whole = malloc(f.length);
	if (!whole)
		return -ENOMEM;
	r = file_read(s->fd, whole, f.length, offset);
	if (r)
		return r == -EIO || r == -EBADMSG ? 0 : r;
	*ret_found = frame_check(whole, f.length, ret) == FRAME_FINE;
	return 0;
}

int frame_search(const struct frame_search *s, struct frame *ret, uint64_t *ret_offset,
		 bool *ret_found)
{
	_cleanup_free_ uint8_t *piece = malloc(SEARCH_PIECE);
	uint64_t at = s->from;
	int r = 0;

	*ret_found = false;
	if (!piece)
		return -ENOMEM;
	while (!r && at + FRAME_ALIGN <= s->end) {
		uint64_t left = (s->end - at) & ~(uint64_t)(FRAME_ALIGN - 1);
		size_t n = left < SEARCH_PIECE ? (size_t)left : SEARCH_PIECE;

		r = file_read(s->fd, piece, n, at);
		if (r == -EIO && n > FRAME_ALIGN)
			r = file_read(s->fd, piece, n = FRAME_ALIGN, at);
		if (r == -EBADMSG)
			return 0; /* the file ends here */
		for (size_t i = 0; !r && i < n; i += FRAME_ALIGN) {
			r = is_whole(s, piece + i, at + i, ret, ret_found);
			if (!r && *ret_found) {
				*ret_offset = at + i;
				return 0;
			}
		}
		r = r == -EIO ? 0 : r;
		at += n;
	}
	return r;
}
