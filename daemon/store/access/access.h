/* The log of who read personal data, beside the journal: DIR/access/<yyyymm>, a file a month, a
 * line an answer. It is appended to and synced before the answer leaves, never changed, and removed
 * by the month when it is old enough. Queries make no event, and the journal keeps for good; this
 * log is kept as long as it has to be. A line, its parts separated by tabs: crc32c of the rest in
 * hex, instant in usec UTC, role, persons, principal, what, of
 *     6f0e7b31	1774400400000000	4	12	office-sys	contacts	east */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/cleanup.h"

struct arena;

#define ACCESS_FOLDER "access"

struct access_entry {
	usec_t at;
	int role;
	uint32_t persons;
	const char *principal, *what, *of; /* without control characters */
};

/* Appends to the month's file. A new file is made with the months before `oldest` (yyyymm) removed.
 * STATUS_FULL: no space, nothing was noted. */
int access_note(const char *dir, uint32_t yyyymm, uint32_t oldest, const struct access_entry *e);

/* The oldest month that is kept and is not before `from`; 0: none. */
int access_month(const char *dir, uint32_t from, uint32_t *ret);

/* Reads the lines of a month from a place that access_place gave (0: the beginning). -ENOENT: there
 * is no such month. */
struct access_reader;
int access_open(struct access_reader **ret, const char *dir, uint32_t yyyymm, uint64_t place);
struct access_reader *access_close(struct access_reader *r);
DEFINE_CLEANUP(struct access_reader *, access_close)
/* False at the end. *ret_fine false: the line is damaged and *ret is empty. The texts are in the
 * arena. */
bool access_next(struct access_reader *r, struct arena *a, struct access_entry *ret,
		 bool *ret_fine);
uint64_t access_place(const struct access_reader *r);

/* Copies the log into a backup. */
int access_copy(const char *dir, const char *to);
