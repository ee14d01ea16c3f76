/* One look of the rules at what is of a project, or at one subject of the city, as the files of
 * this room share it. */
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
	struct subject_scan scan; /* first: what a kind is given is the evaluation */
	struct engine *e;
	const struct notice *notice;
	const struct subject_kind *kind; /* the one that is being scanned */
	struct rule_params params;
	struct chain *chain; /* a project's, by year; see evaluation_chains */
	size_t n_chain;
	bool chains_loaded;
	struct open_warning {
		Duban__Subject subject;
		uint32_t rule, occurrence;
		bool seen; /* its subject and its rule are still there */
	} * open;
	size_t n_open;
	uint32_t unit; /* whose events they are: the project's unit, or the city's subject's */
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
	const struct subject *subject;
	uint32_t occurrence; /* of the warning that is open, 0 = none */
	const struct outcome *outcome;
};

static inline struct evaluation *evaluation_of(struct subject_scan *s)
{
	return (struct evaluation *)(void *)s;
}

/* What is lit already. */
int evaluation_load_open(struct evaluation *l);
struct open_warning *evaluation_open(const struct evaluation *l, const Duban__Subject *s,
				     uint32_t rule);
/* The project's chains with their dates, loaded once. */
int evaluation_chains(struct evaluation *l);

/* The calendars before and after a notice. Where another came behind it, `now` is not yet the
 * one that holds. */
struct notice {
	const struct calendar *was, *now;
};
/* What the rules would have lit now, without writing: for the invariants. */
struct lit {
	Duban__Subject subject;
	uint32_t rule, occurrence;
	struct outcome outcome;
	bool frozen;
};
struct lit_list {
	struct lit *lit;
	size_t n;
	usec_t next; /* the next look */
};
