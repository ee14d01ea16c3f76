/* One look at one project, as the files look*.c, cause.c and say.c share it. */
#pragma once

#include "engine/core/private.h"
#include "rules/project_view.h"

struct looking {
	struct engine *e;
	struct arena *arena;
	const Duban__Project *project;
	struct rule_params params;
	struct chain chain; /* the one that is looked at */
	struct chain_facts facts;
	/* open warnings of the chain, or of the project itself: (link, rule) -> occurrence */
	struct open_warning {
		uint32_t link, rule, occurrence;
	} * open;
	size_t n_open;
	Duban__Event **event;
	size_t n_event;
	struct lit *lit; /* only when asked for */
	size_t n_lit;
	bool dry;
	usec_t next;
};

/* What one rule says of one subject. */
struct seen {
	size_t rule; /* its place in rules[] */
	uint32_t year, link;
	uint32_t unit;
	const struct plan_link *pl; /* NULL: the project itself */
	uint32_t occurrence;	    /* of the warning that is open, 0 = none */
	bool frozen;		    /* nothing is lit, cleared or moved */
	const struct look *look;
};

/* looking.c: what is lit already, of a chain or (year 0) of the project itself. */
int looking_load_open(struct looking *l, uint32_t year);
uint32_t looking_occurrence(const struct looking *l, uint32_t link, uint32_t rule);

/* look_link.c: a chain's links; says which deadlines a notice moved (or NULL). */
int look_chain(struct looking *l, uint32_t year, const struct notice *notice);

/* look_whole.c: the project itself, once its chains have been looked at. */
int look_whole(struct looking *l);

/* cause.c */
Duban__ClearCause clear_cause(const struct looking *l, const struct seen *s,
			      const Duban__Warning *w);

/* say.c: what is lit against what should be, as events; a dry look only notes it. */
void say_seen(struct looking *l, const struct seen *s);
int say_deadline_moved(struct looking *l, const struct plan_link *old, const struct plan_link *new,
		       uint32_t calendar);
