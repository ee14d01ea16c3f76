/* Changes of a chain's terms that put a lit link off: another limit, begin, class or prerequisite,
 * another start of the chain. They are extensions by another name, so they take a reason, count as
 * extensions, and leave the lamps on record as extended. Before anything is lit or due, the terms
 * are the office's to plan. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "text/date.h"

struct chain;
struct link_row;
struct request;

/* The chain as it is and as it will be. */
struct link_terms {
	const Duban__Project *project;
	struct chain *before;	    /* as loaded; its dates are computed here */
	const struct link_row *row; /* all links that it will have */
	size_t n;
	date_t start; /* of the chain */
};
struct link_easing {
	uint32_t no, extensions;
	date_t from, to; /* the deadlines; DATE_NONE: none */
	uint32_t rule;	 /* of the lamp that is lit; 0: it is only due */
};
/* The links that the change puts off, in the request's arena. */
int link_easings(struct request *rq, const struct link_terms *t, struct link_easing **ret,
		 size_t *ret_n);
/* Drafts the event that tells of it; NULL: no memory. */
Duban__Event *link_easing_event(struct request *rq, const Duban__Project *p, uint32_t year,
				const struct link_easing *e, const char *reason);
