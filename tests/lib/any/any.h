/* Generates random requests, and rows for every kind of import. Requests are built from the
 * descriptors, so that a new one is covered as soon as it is described. Most values are valid and
 * refer to existing records; `mad` percent are as wrong as the field's type allows. The same seed
 * gives the same requests. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "store/db/db.h"

struct arena;
struct import_kind;
struct world;

struct any {
	struct world *w;
	struct arena *arena; /* of one request */
	uint64_t seed;
	uint32_t mad;				  /* percentage of wrong values */
	const char *mark;			  /* part of every free text; NULL: none */
	const char *const *project, *const *unit; /* codes and ids that exist; NULL-terminated */
	uint64_t import_seq[16];		  /* of the last imports */
	size_t imports;
	const struct import_kind *kind; /* kind of the row that is being written */
	const char *request;		/* the request that is being written; NULL: none */
	const ProtobufCMessage *matter; /* what it is about, and of which noun that is */
	const ProtobufCMessageDescriptor *matter_of;
};

uint32_t any_pick(struct any *y, uint32_t n);
bool any_chance(struct any *y, uint32_t percent);
#define ANY_OF(y, array) ((array)[any_pick((y), sizeof array / sizeof *(array))])

uint32_t any_mad_number(struct any *y); /* not valid as a date, a month or a count */
/* A name that fits the field or column, such as the code of a project; never NULL. */
char *any_name(struct any *y, const char *field);
char *any_text(struct any *y);
uint32_t any_date(struct any *y);
uint32_t any_past(struct any *y);  /* not after today */
uint32_t any_ahead(struct any *y); /* mostly a day to come */
uint32_t any_month(struct any *y);
uint32_t any_year(struct any *y);
int64_t any_fen(struct any *y);
