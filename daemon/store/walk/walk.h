/* Reads all segments of a journal from the first event on, without opening it as a journal: for
 * backup and scrub, while the daemon writes to it. Everything is checked: that the journal begins
 * at its beginning, that each segment begins where the one before ended, header, frames and footer.
 * The last segment may be open: the walk ends before a frame that is not whole, unless a later one
 * shows that it was whole once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/journal/damage.h"

struct journal_walk {
	void *user;
	bool chain; /* hash each event again and compare it with the chain */
	/* What is called stops the walk by returning something else than 0, which journal_walk
	 * returns. All but damaged may be NULL. */
	int (*begin)(void *user, const char *segment);
	/* A header, a frame or a footer that is whole, padded. */
	int (*piece)(void *user, const void *p, size_t size, uint64_t offset);
	int (*end)(void *user);
	int (*damaged)(void *user, const struct journal_damage *d);
	/* out */
	uint64_t last; /* the last event of the journal that was found */
};
/* `dir`: the store. < 0: it cannot be read for another reason than damage. */
int journal_walk(struct journal_walk *w, const char *dir);
/* Bytes of all segment files. */
int journal_walk_bytes(const char *dir, uint64_t *ret);
/* Opens dir/journal. */
int journal_walk_folder(const char *dir, int *ret_fd);
