/* Cached until an event changes them: the calendar, the default parameters of all rules, and which
 * of them any scope overrides. Most stores override few, so an evaluation reads few. */
#include "engine/core/resolved.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/core/rule_params.h"
#include "engine/ladder/ladders.h"
#include "model/calendar/calendar.h"
#include "model/calendar/days.h"
#include "model/core/record.h"
#include "model/list/list.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "rules/rules.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { KEY_BYTES = 32, OVERRIDABLE_MAX = sizeof(((struct engine *)0)->overridden) };

static size_t place_of(const struct parameter_def *d)
{
	const struct parameter_def *first;

	(void)parameter_defs(&first);
	return (size_t)(d - first);
}

/* *io: the value in force for the project. Where no scope overrides the key, the default that it
 * holds stays, so that an evaluation reads only what somebody has set. */
static int read_one(struct engine *e, const Duban__Project *p, const char *key, int64_t *io)
{
	const struct parameter_def *d = parameter_def(key);

	assert(d);
	if (p && !e->overridden[place_of(d)])
		return 0;
	return parameter_number(e->txn, e->scratch, p, key, io);
}

/* A rule whose switch is not shipped (a test's) is on. */
static int read_switch(struct engine *e, const Duban__Project *p, size_t rule,
		       struct rule_params *io)
{
	char on[KEY_BYTES], grace[KEY_BYTES], exempt[KEY_BYTES];
	int r = 0;

	(void)snprintf(exempt, sizeof exempt, "%s.exempt", rules[rule]->id);
	if (parameter_def(exempt))
		r = read_one(e, p, exempt, &io->exempt[rule]);
	if (r)
		return r;
	(void)snprintf(on, sizeof on, "%s.on", rules[rule]->id);
	(void)snprintf(grace, sizeof grace, "%s.grace_cd", rules[rule]->id);
	if (!parameter_def(on))
		return 0;
	r = read_one(e, p, on, &io->on[rule]);
	return r ? r : read_one(e, p, grace, &io->grace_cd[rule]);
}

static int read_ladder(struct engine *e, const Duban__Project *p, struct rule_params *io)
{
	const struct parameter_def *d = parameter_def("escalation.ladder");
	const Duban__Parameter *in_force;

	if (p && !e->overridden[place_of(d)])
		return 0;
	in_force = parameter_in_force(e->txn, e->scratch, p, d);
	if (txn_error(e->txn) || !in_force)
		return txn_error(e->txn) ? txn_error(e->txn) : -ENOMEM;
	(void)snprintf(io->ladder, sizeof io->ladder, "%s", in_force->value);
	return 0;
}

static bool rolls_overridden(const struct engine *e)
{
	static const char *const keys[] = {"plan.roll.approval", "plan.roll.construction",
					   "plan.roll.service", "plan.roll.milestone"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (e->overridden[place_of(parameter_def(keys[i]))])
			return true;
	return false;
}

static int resolve(struct engine *e, const Duban__Project *p, struct rule_params *io)
{
	int r = 0;

	if (!p || rolls_overridden(e))
		r = parameter_rolls(e->txn, e->scratch, p, &io->roll);
	if (!r)
		r = read_one(e, p, "report.review_wd", &io->review_wd);
	if (!r)
		r = read_one(e, p, "warning.reopen_cd", &io->reopen_cd);
	if (!r)
		r = read_one(e, p, "reds.carried", &io->reds_carried);
	if (!r)
		r = read_ladder(e, p, io);
	for (size_t i = 0; i < rules_count && !r; i++) {
		for (size_t j = 0; j < RULE_PARAMS_MAX && rules[i]->params[j] && !r; j++)
			r = read_one(e, p, rules[i]->params[j], &io->value[i][j]);
		if (!r)
			r = read_switch(e, p, i, io);
	}
	return r;
}

static bool asks_for_chains(struct engine *e, const Duban__Project *p)
{
	for (size_t i = 0; p && i < p->n_list; i++) {
		const Duban__List *l = list_get(e->txn, e->scratch, p->list[i]);

		if (l && l->needs_chain)
			return true;
	}
	return false;
}

/* Decides the switches that depend on the project's lists. */
static int decide_switches(struct engine *e, const Duban__Project *p, struct rule_params *io)
{
	int asks = -1;

	for (size_t i = 0; i < rules_count; i++) {
		if (io->on[i] != RULE_ON_NEEDS_CHAIN)
			continue;
		if (asks < 0)
			asks = asks_for_chains(e, p);
		io->on[i] = asks ? RULE_ON_YES : RULE_ON_NO;
	}
	return txn_error(e->txn);
}

void params_forget(struct engine *e)
{
	e->params_known = false;
	ladders_forget(e);
}

/* Notes which parameters any category, list or project overrides. The number of rows does not tell:
 * an older store may hold fewer defaults than are shipped now. */
static int note_overridden(struct engine *e)
{
	memset(e->overridden, 0, sizeof e->overridden);
	e->only_defaults = true;
	assert(parameter_defs(NULL) <= OVERRIDABLE_MAX);
	for (int scope = DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY;
	     scope <= DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT; scope++) {
		struct scan s =
		    scan_start(e->txn, TABLE_parameter, key_bytes(key_u8(KEY(), (uint8_t)scope)));

		while (scan_next(&s)) {
			const Duban__Parameter *p;
			const struct parameter_def *d;

			arena_reset(e->pad);
			p = record_unpack(e->txn, s.value, &duban__parameter__descriptor, e->pad);
			d = p ? parameter_def(p->key) : NULL;
			if (d)
				e->overridden[place_of(d)] = true;
			e->only_defaults = false;
		}
	}
	return txn_error(e->txn);
}

int params_for(struct engine *e, const Duban__Project *p, struct rule_params *ret)
{
	int r = 0;

	assert(rules_count <= RULES_MAX);
	if (!e->params_known) {
		e->defaults = (struct rule_params){.value = {{0}}};
		r = resolve(e, NULL, &e->defaults);
		if (!r)
			r = note_overridden(e);
		if (r)
			return r;
		e->params_known = true;
	}
	*ret = e->defaults;
	if (p && !e->only_defaults)
		r = resolve(e, p, ret);
	return r ? r : decide_switches(e, p, ret);
}

int calendar_reload(struct engine *e)
{
	struct calendar *c;
	int r;

	arena_reset(e->pad);
	r = days_load(e->txn, e->pad, 0, &c);
	if (r)
		return r;
	e->calendar = calendar_free(e->calendar);
	e->calendar = c;
	return 0;
}
