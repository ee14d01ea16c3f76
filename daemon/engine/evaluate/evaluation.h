/* The state of one evaluation (of a project with all its subjects, or of one subject of the city),
 * shared by the files of this folder. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "engine/core/resolved.h"
#include "engine/core/rule_params.h"
#include "engine/evaluate/lit.h"
#include "engine/evaluate/turn.h"
#include "model/core/matter.h"
#include "model/exemption/exemption.h"
#include "proto/event.pb-c.h"
#include "rules/rule.h"
#include "rules/subject.h"
#include "store/db/txn.h"

struct calendar;
struct chain;
struct engine;
struct project_view;
struct climber;
struct steps_ahead;
struct root_lamp;

struct evaluation {
	/* must be first: a kind gets a pointer to it, evaluation_of casts it back */
	struct subject_scan scan;
	struct engine *e;
	const struct notice *notice;
	Duban__ChangeCause by; /* why the warnings change, if not by the facts or by time */
	const struct subject_kind *kind; /* the kind that is being scanned */
	struct rule_params params;
	struct chain *chain; /* the project's chains, earliest year first; see evaluation_chains */
	size_t n_chain;
	bool chains_loaded;
	struct project_view *view; /* see evaluation_view */
	struct handin *handin;	   /* of the project */
	size_t n_handin;
	struct matters matters;	      /* of the project */
	bool exempts;		      /* the store has any exemption */
	struct exemptions exemptions; /* of the project */
	struct open_warning {
		Duban__Subject subject;
		uint32_t rule, occurrence;
		bool seen; /* its subject and its rule still exist */
	} * open;
	size_t n_open;
	struct root_lamp *lamp; /* lit ones of links and of the project, see roots.h */
	size_t n_lamp;
	struct climber *climber; /* lamps that are lit, see ladder/steps.h */
	size_t n_climber;
	uint32_t unit; /* unit of the events: the project's, or that of the city's subject */
	Duban__Event **event;
	size_t n_event;
	struct lit *lit; /* filled in only by a dry evaluation */
	size_t n_lit;
	bool dry;
	/* of a dry evaluation: the warning whose ladder is asked for, and the answer */
	const Duban__Warning *asked;
	struct steps_ahead *ahead;
	usec_t next;
};

/* One rule's outcome for one subject. */
struct finding {
	size_t rule; /* index in rules[] */
	const struct subject *subject;
	uint32_t occurrence; /* of the open warning, 0 = none is open */
	bool still;	     /* the subject is frozen, or its hand-in waits: nothing changes */
	bool stands;	     /* the same, also where its lamp goes back or on all the same */
	struct turn turn;    /* whose it is */
	const struct outcome *outcome;
	bool off; /* the rule is switched off for the subject, or is not on yet */
	/* that stops the rule today, or keeps it from what it found; NULL: none */
	const struct exempted *exempted;
	const struct exempted *moved_by; /* the last that moved the subject's dates */
};

static inline struct evaluation *evaluation_of(struct subject_scan *s)
{
	return (struct evaluation *)(void *)s;
}

/* A message in the evaluation's arena. NULL: no memory, the transaction has failed. */
#define NEW(l, type, init)                                                                         \
	({                                                                                         \
		type *new_ = arena_alloc((l)->scan.arena, sizeof *new_);                           \
		if (new_)                                                                          \
			init(new_);                                                                \
		else                                                                               \
			txn_fail((l)->e->txn, -ENOMEM);                                            \
		new_;                                                                              \
	})

/* A new event of the evaluation, of its project and unit. NULL: no memory, the transaction has
 * failed. */
Duban__Event *evaluation_event(struct evaluation *l);
/* Loads the open warnings. */
int evaluation_load_open(struct evaluation *l);
struct open_warning *evaluation_open(const struct evaluation *l, const Duban__Subject *s,
				     uint32_t rule);
/* The stored record of an open warning. NULL: missing or unreadable, the sticky error is set. */
Duban__Warning *evaluation_warning(struct evaluation *l, const Duban__Subject *s, uint32_t rule,
				   uint32_t occurrence);
/* After a clock repair: was its present level lit in the wrong future? */
bool evaluation_lit_wrongly(const struct evaluation *l, const Duban__Warning *w);
/* Loads the project's chains and computes their dates, once. */
int evaluation_chains(struct evaluation *l);
/* What the project's rules see of it, loaded once. */
int evaluation_view(struct evaluation *l, const struct project_view **ret);

/* The calendars before and after a notice. If a later notice followed, `now` is not the one in
 * force at present but the one right after this notice. */
struct notice {
	const struct calendar *was, *now;
};
