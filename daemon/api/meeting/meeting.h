/* What the commands and the file of meetings share. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

struct request;

/* Fills in what follows from the tier: who holds it, and the duty that it fulfils. NULL, or the
 * code of the problem and in *ret_column the column that it is about. */
const char *meeting_settle(struct request *rq, Duban__Meeting *io, const char **ret_column);
/* May the caller record meetings of the unit? The office all, others those of their own units. */
bool meeting_is_own(struct request *rq, uint32_t unit);
/* NOT_FOUND with a problem. */
int meeting_find(struct request *rq, const char *series, uint32_t number, Duban__Meeting **ret);
/* Adds the event that puts it. `was` NULL: it is new. */
int meeting_draft(struct request *rq, const Duban__Meeting *now, const Duban__Meeting *was);
/* Fills in the reply meeting_show. */
int meeting_reply(struct request *rq, const Duban__Meeting *m);
/* One project as a row, with its red lamps and, by tier, its problems. */
int meeting_project(struct request *rq, const Duban__Project *p, Duban__DutyTier tier,
		    Duban__MeetingProject **ret);
