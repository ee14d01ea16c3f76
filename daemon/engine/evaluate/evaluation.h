/* One evaluation of one project, as evaluate.c, links.c, project.c, cause.c and reconcile.c share
 * it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "engine/core/resolved.h"
#include "model/link/link.h"
#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"
#include "rules/project_view.h"
#include "rules/rule.h"

struct arena;
struct calendar;
struct engine;

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

/* What is lit already, of a chain or (year 0) of the project itself. */
int evaluation_load_open(struct evaluation *l, uint32_t year);
uint32_t evaluation_occurrence(const struct evaluation *l, uint32_t link, uint32_t rule);

/* The calendars before and after a notice. Where another came behind it, `now` is not yet the
 * one that holds. */
struct notice {
	const struct calendar *was, *now;
};
/* What the rules would have lit now, without writing: for the invariants. */
struct lit {
	uint32_t year, link, rule, occurrence;
	struct outcome outcome;
	bool frozen;
};
struct lit_list {
	struct lit *lit;
	size_t n;
	usec_t next; /* the next look */
};
