/* Who may stop, put off or drop the clock of a link. The office may, with a reason, and also for a
 * day that is past: a lamp that goes out by it stays on record as extended. The link's service
 * department may stop it by an act with a number and a ground. Everybody else who moves the link
 * asks, and the unit one tier up decides (report/claim.h). Nobody but the office may do so for a
 * day before it is recorded if the link's lamp was lit or due since that day. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"
#include "text/date.h"

struct request;
struct target;

enum link_right { LINK_RIGHT_OFFICE, LINK_RIGHT_DEPARTMENT, LINK_RIGHT_ASKS };

/* What is entered on behalf of a unit (代填) has that unit's right, not the office's. */
enum link_right link_right(struct request *rq, const Duban__Link *l);
/* The unit that acts: the caller's, or that on whose behalf the office enters it. 0: none. */
uint32_t link_acting_unit(struct request *rq);

/* A lamp (no note) of the link that was lit on some day from `from` on. */
struct link_lamp {
	uint32_t rule;
	date_t since; /* the day on which its condition began */
	bool open;
};
/* `rule` 0: of any rule. False: there was none (or the txn has an error). */
bool link_lamp(struct request *rq, const Duban__Link *l, uint32_t rule, date_t from,
	       struct link_lamp *ret);

/* Refuses a day before today on which only the office may let it take effect. */
int link_effect_from(struct request *rq, const struct target *t, date_t at);
/* The same of a reported start: only the rule about starts counts. */
int link_start_from(struct request *rq, const struct target *t, date_t at);
/* Refuses one more extension than `extension.max` allows. */
int link_extensions_left(struct request *rq, const Duban__Project *p, uint32_t no,
			 uint32_t extensions);
