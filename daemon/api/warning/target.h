/* The warning that a command is about, found and checked, and the events of what people do about
 * it. */
#pragma once

#include <stdbool.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"

struct request;

struct warning_target {
	const char *id; /* as written */
	Duban__Warning *w;
	Duban__Project *project; /* NULL: a warning of the city */
	uint32_t owner;		 /* the unit that answers for it */
};

/* NOT_FOUND also if the caller may not read it. */
int warning_find(struct request *rq, const char *id, struct warning_target *ret);
/* The same, of a lamp or, with `notes`, a reminder that is lit now; CONFLICT otherwise. */
int warning_find_open(struct request *rq, const char *id, bool notes, struct warning_target *ret);
/* Refuses a caller who has no part in it: it is neither its unit's, nor its turn, nor its
 * project. */
int warning_check_part(struct request *rq, const struct warning_target *t);
/* An event about it, with what is told of it besides; NULL: no memory. */
Duban__Event *warning_deed(struct request *rq, const struct warning_target *t);
/* Adds such an event with a body that names the warning; NULL: no memory. */
#define WARNING_DEED(rq, t, CASE, field, type, init)                                               \
	({                                                                                         \
		Duban__Event *ev_ = warning_deed((rq), (t));                                       \
		type *b_ = REQUEST_NEW((rq), type, init);                                          \
		if (ev_ && b_) {                                                                   \
			ev_->body_case = DUBAN__EVENT__BODY_##CASE;                                \
			ev_->field = b_;                                                           \
			b_->rule = (t)->w->rule;                                                   \
			b_->subject = (t)->w->subject;                                             \
			b_->occurrence = (t)->w->occurrence;                                       \
			b_->level = (t)->w->level;                                                 \
		}                                                                                  \
		ev_ ? b_ : NULL;                                                                   \
	})
