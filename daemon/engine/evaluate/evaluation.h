/* One look at one project, as the files look*.c, cause.c and say.c share it. */
#pragma once

#include "engine/core/private.h"
#include "rules/project_view.h"

struct evaluation {
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
struct finding {
	size_t rule; /* its place in rules[] */
	uint32_t year, link;
	uint32_t unit;
	const struct schedule_link *pl; /* NULL: the project itself */
	uint32_t occurrence;		/* of the warning that is open, 0 = none */
	bool frozen;			/* nothing is lit, cleared or moved */
	const struct outcome *outcome;
};

/* looking.c: what is lit already, of a chain or (year 0) of the project itself. */
int evaluation_load_open(struct evaluation *l, uint32_t year);
uint32_t evaluation_occurrence(const struct evaluation *l, uint32_t link, uint32_t rule);

/* evaluate_link.c: a chain's links; says which deadlines a notice moved (or NULL). */
int evaluate_chain(struct evaluation *l, uint32_t year, const struct notice *notice);

/* evaluate_itself.c: the project itself, once its chains have been looked at. */
int evaluate_itself(struct evaluation *l);

/* cause.c */
Duban__ClearCause clear_cause(const struct evaluation *l, const struct finding *s,
			      const Duban__Warning *w);

/* say.c: what is lit against what should be, as events; a dry look only notes it. */
void reconcile_finding(struct evaluation *l, const struct finding *s);
int reconcile_deadline_moved(struct evaluation *l, const struct schedule_link *old,
			     const struct schedule_link *new, uint32_t calendar);
