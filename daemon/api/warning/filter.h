/* Which warnings WARNING_LIST asks for, and as of which day. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"

struct request;

struct warning_filter {
	const Duban__WarningListRequest *q;
	uint32_t unit, project;
	uint64_t rules; /* a bit for each rule by its place in rules[]; 0: all */
	usec_t since;	/* 00:00 of since_date */
	usec_t end;	/* end of the day asked for by as_of or as_known; 0: now */
	usec_t changed; /* 00:00 of changed_date */
	/* the project of the previous row; rows of one project are adjacent */
	uint32_t seen;
	Duban__Project *last; /* NULL: a warning of the city */
	bool readable;
};

/* Checks what is asked for. 0, or the verdict of a refusal. */
int warning_filter(struct request *rq, const Duban__WarningListRequest *q,
		   struct warning_filter *ret);
/* Must cleared warnings be looked at, too? */
bool warning_filter_all(const struct warning_filter *f);
/* Does the warning belong to the list? As of a past day it is set to what it was then: open, at
 * that day's level. f->last is set to its project. */
bool warning_passes(struct request *rq, struct warning_filter *f, Duban__Warning *io);
/* The unit of a subject of the city: its present one, or that stored when the warning was raised if
 * the subject is gone. */
uint32_t warning_owner(struct request *rq, const Duban__Warning *w);
