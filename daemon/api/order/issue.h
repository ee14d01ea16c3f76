/* Issuing an order (督办件), by whatever asks for one: the command, a finding, the decision of a
 * meeting, a proposal, an audit. The caller has checked who may. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"
#include "text/date.h"

struct request;

struct order_draft {
	Duban__OrderKind kind;
	const char *number;	       /* 文号; NULL or "": the next of the kind's series */
	const char *skipped;	       /* why `number` leaves out numbers of its series; NULL */
	const Duban__Project *project; /* NULL: an order of the city */
	uint32_t unit;		       /* the main handler; 0: the project's unit */
	const Duban__Who *person;      /* who handles it there; NULL: nobody is named */
	const char *title, *text;
	date_t issued;	    /* DATE_NONE: today; not in the future */
	uint32_t due_date;  /* 0: order.answer_wd working days after that day */
	const char *source; /* "supervision X1", "meeting 2020/7", a warning's id; NULL */
	const Duban__Who *signer, *liaison; /* 签发人, 联系人; NULL */
	bool internal;			    /* only for these readers, names of principals */
	char *const *reader;
	size_t n_reader;
	const uint32_t *co; /* co-handlers (协办): units, each with a part of its own */
	size_t n_co;
	uint32_t acceptor; /* the unit that accepts the answer; 0: the office */
	/* out, in the request's arena */
	uint32_t ret_num;
	char *ret_number;
	uint32_t ret_due_date;
};

/* Adds the event `order_issued`, and those of parts and of skipped numbers, to the command's draft.
 * A command may issue several. A verdict comes with a problem; then nothing more may be drafted. */
int order_issue(struct request *rq, struct order_draft *d);
