/* The state of one evaluation (of a project with all its subjects, or of one subject of the city),
 * shared by the files of this folder. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "engine/core/resolved.h"
#include "engine/core/rule_params.h"
#include "proto/event.pb-c.h"
#include "rules/rule.h"
#include "rules/subject.h"

struct calendar;
struct chain;
struct engine;

struct evaluation {
	/* must be first: a kind gets a pointer to it, evaluation_of casts it back */
	struct subject_scan scan;
	struct engine *e;
	const struct notice *notice;
	const struct subject_kind *kind; /* the kind that is being scanned */
	struct rule_params params;
	struct chain *chain; /* the project's chains, earliest year first; see evaluation_chains */
	size_t n_chain;
	bool chains_loaded;
	struct open_warning {
		Duban__Subject subject;
		uint32_t rule, occurrence;
		bool seen; /* its subject and its rule still exist */
	} * open;
	size_t n_open;
	uint32_t unit; /* unit of the events: the project's, or that of the city's subject */
	Duban__Event **event;
	size_t n_event;
	struct lit *lit; /* filled in only by a dry evaluation */
	size_t n_lit;
	bool dry;
	usec_t next;
};

/* One rule's outcome for one subject. */
struct finding {
	size_t rule; /* index in rules[] */
	const struct subject *subject;
	uint32_t occurrence; /* of the open warning, 0 = none is open */
	const struct outcome *outcome;
};

static inline struct evaluation *evaluation_of(struct subject_scan *s)
{
	return (struct evaluation *)(void *)s;
}

/* Loads the open warnings. */
int evaluation_load_open(struct evaluation *l);
struct open_warning *evaluation_open(const struct evaluation *l, const Duban__Subject *s,
				     uint32_t rule);
/* Loads the project's chains and computes their dates, once. */
int evaluation_chains(struct evaluation *l);

/* The calendars before and after a notice. If a later notice followed, `now` is not the one in
 * force at present but the one right after this notice. */
struct notice {
	const struct calendar *was, *now;
};
