/* Anything that anybody could send: requests made from the descriptors, so that a new one is
 * sent as soon as it is described, and rows for every kind of import. Most values name what is
 * there and could be taken; `mad` of a hundred are as wrong as a field allows. The same seed
 * sends the same. */
#pragma once

#include "api/records/kind.h"
#include "lib/world.h"

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

/* A request with that body, in the arena. What waits, walks the clock or writes folders
 * (any_sent) is not made here. */
Duban__Request *any_request(struct any *y, const ProtobufCFieldDescriptor *member);
bool any_sent(const char *request);

uint32_t any_mad_number(struct any *y); /* out of bounds as a date, a month, a count */
/* What stands under a name of that field or column; never NULL. */
char *any_name(struct any *y, const char *field);
char *any_text(struct any *y);
uint32_t any_date(struct any *y);
uint32_t any_month(struct any *y);
uint32_t any_year(struct any *y);
uint32_t any_collected(struct any *y); /* a year whose list is being made */
uint32_t any_waiting(struct any *y);   /* a report that waits */
int64_t any_fen(struct any *y);

const struct import_kind *any_kind(struct any *y);
/* A cell of the column, as a file spells it. */
char *any_cell(struct any *y, const struct import_kind *k, const struct import_column *c);
/* A file of a few rows: made up, or what the store says itself, a little changed. The reply
 * is the import's; its ImportDone is remembered. */
Duban__Reply *any_import(struct any *y, const struct import_kind *k);
/* One record of a kind, by some of its columns. */
void any_record(struct any *y, Duban__RecordSetRequest *b);
/* A file of evidence, in parts, handed in for a project. */
Duban__Reply *any_evidence(struct any *y);
