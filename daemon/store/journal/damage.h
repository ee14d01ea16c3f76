/* Damage of the journal: a place in a file that cannot be read as it was written. */
#pragma once

#include <stdint.h>

struct journal_damage {
	const char *file; /* the segment's name, without the folder */
	uint64_t offset;
	const char *what; /* one of the words below; NULL: the place is whole again */
};
typedef void journal_damage_fn(void *user, const struct journal_damage *d);

/* What is wrong. Stable: messages.csv has a term damage.<word> for each. */
#define DAMAGE_MISSING "missing"
#define DAMAGE_HEADER "header_damaged"
#define DAMAGE_FOOTER "footer_damaged"
#define DAMAGE_CHECKSUM "checksum_wrong"
#define DAMAGE_ORDER "out_of_order"
#define DAMAGE_SHORT "cut_short"
#define DAMAGE_UNREADABLE "unreadable"
#define DAMAGE_DIGEST "digest_wrong" /* of a stored file (store/blob/blob.h) */
