/* What is kept resolved until an event changes it: the calendar, and the parameters of all
 * rules. Most stores override no parameter, so the defaults serve all projects. */
#include "engine/private.h"
#include "model/calendar.h"
#include "model/parameter.h"

static int resolve_one(struct engine *e, const Duban__Project *p, const char *key, int64_t *ret)
{
	const struct parameter_def *d = parameter_def(key);
	Duban__Parameter *q;

	assert(d); /* a rule names a key that parameters.csv lacks: a test catches it */
	q = parameter_in_force(e->txn, e->scratch, p, d);
	if (!q)
		return txn_error(e->txn) ? txn_error(e->txn) : -EBADMSG;
	return parameter_value(d, q->value, ret) ? 0 : -EBADMSG;
}

static int resolve(struct engine *e, const Duban__Project *p, struct rule_params *ret)
{
	int64_t roll;
	int r = resolve_one(e, p, "plan.roll", &roll);

	for (size_t i = 0; i < rules_count && !r; i++)
		for (size_t j = 0; j < RULE_PARAMS_MAX && rules[i]->params[j] && !r; j++)
			r = resolve_one(e, p, rules[i]->params[j], &ret->value[i][j]);
	if (r)
		return r;
	ret->roll = roll ? PLAN_ROLL_NEXT : PLAN_ROLL_NONE;
	return 0;
}

void params_forget(struct engine *e)
{
	e->params_known = false;
}

int params_for(struct engine *e, const Duban__Project *p, struct rule_params *ret)
{
	int r;

	assert(rules_count <= RULES_MAX);
	if (!e->params_known) {
		r = resolve(e, NULL, &e->defaults);
		if (r)
			return r;
		e->only_defaults = txn_count(e->txn, TABLE_parameter) == parameter_defs(NULL);
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
