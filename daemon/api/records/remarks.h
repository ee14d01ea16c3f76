/* Remarks about amounts and codes that may be right, but mostly are a slip: a unit mixed up, a
 *digit mistyped. Nothing is refused for them; the answer of an import, a `set` and a report names
 *each with its row and field, and what to do:
 *
 *	the year's plan is above total investment
 *	an amount is about 1,000 or 10,000 times its last figure, or that part of it
 *	what is invested in one month is above the year's plan
 *	a project code whose check digit, region or time cannot be
 *
 * "About" is within the next half power of ten: 300 to 3,000 times, 3,000 to 30,000 times. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"

struct arena;
struct request;

#define REMARKS_MAX 50 /* listed; of the rest only the number */

struct remarks {
	struct request *rq;    /* they are in its arena */
	struct arena *scratch; /* for one record */
	Duban__Remark **remark;
	size_t n;
	uint32_t more; /* not listed */
	bool full;     /* no memory */
};

/* A record of a project (0: of none) that an import or `set` puts, and what it was (NULL: new). */
void remarks_of_put(struct remarks *x, uint32_t line, uint32_t project, const ProtobufCMessage *now,
		    const ProtobufCMessage *was);
/* A report on a project. `last`: the figures before it; NULL: the confirmed ones, or the report of
 * the month before. `line` 0: it has no row. */
void remarks_of_report(struct remarks *x, const Duban__Project *p, const Duban__Report *r,
		       const Duban__Report *last, uint32_t line);
/* Adds them to the remarks of an answer. */
void remarks_end(struct remarks *x, Duban__Remark ***io, size_t *io_n);
