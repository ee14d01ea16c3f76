/* Duties in replies, and what the commands for them share. */
#pragma once

#include "model/duty/look.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"

struct request;

int row_duty(struct request *rq, const Duban__Duty *d, Duban__DutyRow **ret);
/* The duty with that id, if the caller may see it: NOT_FOUND with a problem. */
int request_duty(struct request *rq, const char *id, Duban__Duty **ret);
/* What the look at a duty needs; `room` holds its row of the cadence. */
int duty_asked(struct request *rq, const Duban__Duty *d, struct cadence *room,
	       struct duty_ask *ret);
/* Fills in the reply duty_show with the duty, as it is stored now, and what it lacks. */
int duty_reply(struct request *rq, const Duban__DutyRef *r);
