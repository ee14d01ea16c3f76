/* Anything that anybody could send: requests made from the descriptors, so that a new one is
 * sent as soon as it is described, and rows for every kind of import. Most values name what is
 * there and could be taken; `mad` of a hundred are as wrong as a field allows. The same seed
 * sends the same. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db/db.h"

struct arena;
struct import_kind;
struct world;

struct any {
	struct world *w;
	struct arena *arena; /* of one request */
	uint64_t seed;
	uint32_t mad;				  /* of 100 values */
	const char *mark;			  /* stands in every free text; NULL: none */
	const char *const *project, *const *unit; /* what there is to name; NULL-ended */
	uint64_t import_seq[16];		  /* of the last imports */
	size_t imports;
	const struct import_kind *kind; /* whose row is written */
};

uint32_t any_pick(struct any *y, uint32_t n);
bool any_chance(struct any *y, uint32_t percent);
#define ANY_OF(y, array) ((array)[any_pick((y), sizeof array / sizeof *(array))])

uint32_t any_mad_number(struct any *y); /* out of bounds as a date, a month, a count */
/* What stands under a name of that field or column; never NULL. */
char *any_name(struct any *y, const char *field);
char *any_text(struct any *y);
uint32_t any_date(struct any *y);
uint32_t any_month(struct any *y);
uint32_t any_year(struct any *y);
int64_t any_fen(struct any *y);
