#include "model/ladder/ladder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/data.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { STEPS_MAX = 64, COLUMNS = 13, TEXT_BYTES = 16 * 1024, PARTS_MAX = 4 * STEPS_MAX };

/* ---- the shipped ones */

static Duban__LadderStep shipped[STEPS_MAX];
static size_t n_shipped;
static char text[TEXT_BYTES];
static Duban__Recipient recipients[PARTS_MAX];
static char *rules[PARTS_MAX];
static size_t n_recipients, n_rules;

static uint32_t number(const char *s)
{
	return (uint32_t)strtoul(s, NULL, 10);
}

static void read_recipients(Duban__LadderStep *s, char *cell)
{
	char *one;

	s->to = &recipients[n_recipients];
	while ((one = strsep(&cell, ";"))) {
		int value = wire_enum_value(&duban__recipient__descriptor, one);

		assert(value && n_recipients < PARTS_MAX);
		recipients[n_recipients++] = (Duban__Recipient)value;
		s->n_to++;
	}
}

static void read_rules(Duban__LadderStep *s, char *cell)
{
	char *one;

	s->rule = &rules[n_rules];
	while ((one = strsep(&cell, ";"))) {
		if (!*one)
			continue;
		assert(n_rules < PARTS_MAX);
		rules[n_rules++] = one;
		s->n_rule++;
	}
}

static void add(char **cell)
{
	Duban__LadderStep *s = &shipped[n_shipped];

	assert(n_shipped < STEPS_MAX);
	duban__ladder_step__init(s);
	s->ladder = cell[0];
	s->step = number(cell[1]);
	s->tier = cell[2];
	s->lit_wd = number(cell[3]);
	s->evaluations = number(cell[4]);
	s->reds = number(cell[5]);
	s->red_wd = number(cell[6]);
	s->after_wd = number(cell[7]);
	s->order_wd = number(cell[8]);
	read_recipients(s, cell[9]);
	s->action = (Duban__StepAction)wire_enum_value(&duban__step_action__descriptor, cell[10]);
	assert(s->action || !*cell[10]);
	read_rules(s, cell[11]);
	s->basis = cell[12];
	n_shipped++;
}

size_t ladder_shipped(const Duban__LadderStep **ret)
{
	if (n_shipped == 0)
		data_rows(data_ladders(), (struct data_text){text, sizeof text}, COLUMNS, add);
	*ret = shipped;
	return n_shipped;
}

const Duban__LadderStep *ladder_shipped_step(const char *ladder, uint32_t step)
{
	const Duban__LadderStep *all;
	size_t n = ladder_shipped(&all);

	for (size_t i = 0; i < n; i++)
		if (all[i].step == step && strcmp(all[i].ladder, ladder) == 0)
			return &all[i];
	return NULL;
}

/* ---- those in force */

int ladder_place(struct arena *a, struct ladder *l, const Duban__LadderStep *s)
{
	const Duban__LadderStep **grown;
	size_t at = 0;

	while (at < l->n && l->step[at]->step < s->step)
		at++;
	if (at < l->n && l->step[at]->step == s->step) {
		l->step[at] = s;
		return 0;
	}
	grown = arena_grow(a, l->step, l->n, sizeof *l->step);
	if (!grown)
		return -ENOMEM;
	l->step = grown;
	memmove(grown + at + 1, grown + at, (l->n - at) * sizeof *grown);
	grown[at] = s;
	l->n++;
	return 0;
}

int ladder_load(struct txn *t, struct arena *a, const char *name, struct ladder *ret)
{
	const Duban__LadderStep *all;
	size_t n = ladder_shipped(&all);
	struct scan s = scan_start(t, TABLE_ladder_step, key_bytes(key_text(KEY(), name)));
	int r = 0;

	*ret = (struct ladder){.name = arena_str(a, name)};
	if (!ret->name)
		return -ENOMEM;
	for (size_t i = 0; i < n && !r; i++)
		if (strcmp(all[i].ladder, name) == 0)
			r = ladder_place(a, ret, &all[i]);
	while (!r && scan_next(&s)) {
		const Duban__LadderStep *own =
		    record_unpack(t, s.value, &duban__ladder_step__descriptor, a);

		if (own)
			r = ladder_place(a, ret, own);
	}
	return r ? r : txn_error(t);
}

bool ladder_known(struct txn *t, const char *name)
{
	struct scan s = scan_start(t, TABLE_ladder_step, key_bytes(key_text(KEY(), name)));

	return ladder_shipped_step(name, 1) || scan_next(&s);
}

bool ladder_chosen(struct txn *t, const char *name)
{
	return strcmp(name, LADDER_NONE) == 0 || ladder_known(t, name);
}

bool ladder_step_of(const Duban__LadderStep *s, const char *rule)
{
	for (size_t i = 0; i < s->n_rule; i++)
		if (strcmp(s->rule[i], rule) == 0)
			return true;
	return s->n_rule == 0;
}

const Duban__LadderStep *ladder_next(const struct ladder *l, uint32_t after, const char *rule)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->step[i]->step > after && ladder_step_of(l->step[i], rule))
			return l->step[i];
	return NULL;
}

const Duban__LadderStep *ladder_step(const struct ladder *l, uint32_t step)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->step[i]->step == step)
			return l->step[i];
	return NULL;
}

/* Which steps come due changes with it, for every lamp: all are evaluated again. */
static void fold_ladder_step_put(struct txn *t, struct arena *a, const Duban__Event *e,
				 const void *body)
{
	const Duban__LadderStepPut *b = body;

	(void)a;
	(void)e;
	record_put(t, TABLE_ladder_step,
		   key_bytes(key_u32(key_text(KEY(), b->step->ladder), b->step->step)), b->step);
}
FOLD(LADDER_STEP_PUT, fold_ladder_step_put, .schedule = true);
