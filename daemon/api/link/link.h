/* The part of link moves that other requests need: a reported finish counts once the office
 * confirms it. */
#pragma once

#include "proto/model.pb-c.h"
#include "text/date.h"

struct request;
struct target;

/* Drafts the finish that a confirmed report asks for, or reports why it cannot be done. */
int link_finish_reported(struct request *rq, const Duban__Project *p, const Duban__Report *r);
/* The days that all suspensions of the link add, if the present one (if any) ends on `at`. */
uint32_t link_shift_until(struct request *rq, const struct target *t, date_t at);
