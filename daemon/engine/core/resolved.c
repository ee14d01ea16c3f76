/* Cached until an event changes them: the calendar, and the parameters of all rules. Most stores
 * override no parameter, so the defaults serve all projects. */
#include "engine/core/resolved.h"

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/core/rule_params.h"
#include "model/calendar/calendar.h"
#include "model/calendar/days.h"
#include "model/param/parameter.h"
#include "rules/rules.h"
#include "store/db/key.h"
#include "store/db/scan.h"

static int resolve(struct engine *e, const Duban__Project *p, struct rule_params *ret)
{
	int r = parameter_rolls(e->txn, e->scratch, p, &ret->roll);

	for (size_t i = 0; i < rules_count && !r; i++)
		for (size_t j = 0; j < RULE_PARAMS_MAX && rules[i]->params[j] && !r; j++)
			r = parameter_number(e->txn, e->scratch, p, rules[i]->params[j],
					     &ret->value[i][j]);
	return r;
}

void params_forget(struct engine *e)
{
	e->params_known = false;
}

/* Does any category, list or project override a parameter? The number of rows does not tell: an
 * older store may hold fewer defaults than are shipped now. */
static bool overridden(struct txn *t)
{
	for (int scope = DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY;
	     scope <= DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT; scope++) {
		struct scan s =
		    scan_start(t, TABLE_parameter, key_bytes(key_u8(KEY(), (uint8_t)scope)));

		if (scan_next(&s))
			return true;
	}
	return false;
}

int params_for(struct engine *e, const Duban__Project *p, struct rule_params *ret)
{
	int r;

	assert(rules_count <= RULES_MAX);
	if (!e->params_known) {
		r = resolve(e, NULL, &e->defaults);
		if (r)
			return r;
		e->only_defaults = !overridden(e->txn);
		e->params_known = true;
	}
	if (!e->only_defaults)
		return resolve(e, p, ret);
	*ret = e->defaults;
	return 0;
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
