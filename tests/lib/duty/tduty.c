#include "lib/duty/tduty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/param/defs.h"
#include "proto/model.pb-c.h"
#include "proto/wire_name.h"
#include "rules/kind/duty_view.h"
#include "rules/rule.h"
#include "rules/rules.h"

enum { ZONE = 480, STEPS_MAX = 20 };

static void params_of(const struct rule *rule, int64_t param[RULE_PARAMS_MAX])
{
	for (size_t i = 0; i < RULE_PARAMS_MAX && rule->params[i]; i++) {
		const struct parameter_def *d = parameter_def(rule->params[i]);

		assert_non_null(d);
		assert_true(parameter_value(d, d->value, &param[i]));
	}
}

static void line_of(const struct outcome *o, usec_t at, char *out, size_t size)
{
	char instant[INSTANT_TEXT_MAX], due[DATE_TEXT_MAX];

	(void)instant_text(at, ZONE, instant);
	(void)snprintf(out, size, "%.16s %s due %s\n", instant,
		       o->level ? wire_enum_name(&duban__level__descriptor, o->level) : "dark",
		       date_text(o->due, due));
}

static void walk(const struct rule *rule, const struct duty_view *v, const struct tduty *c)
{
	int64_t param[RULE_PARAMS_MAX] = {0};
	char lines[1024] = "";
	usec_t now;
	int level = 0;

	params_of(rule, param);
	assert_true(instant_parse("2020-01-01T00:00", ZONE, &now));
	for (int i = 0; i < STEPS_MAX && now != USEC_NEVER; i++) {
		struct outcome o;

		rule->evaluate(v, param, now, &o);
		if (o.level != level)
			line_of(&o, now, lines + strlen(lines), sizeof lines - strlen(lines));
		level = o.level;
		assert_true(o.next > now);
		now = o.next;
	}
	if (strcmp(lines, c->lines) != 0)
		fail_msg("%s:\n%sinstead of\n%s", c->why, lines, c->lines);
}

void tduty_cases(uint32_t rule, bool held, const struct calendar *cal, const struct tduty *c,
		 size_t n)
{
	for (size_t i = 0; i < n; i++) {
		usec_t late[TDUTY_LATE_MAX];
		struct duty_view v = {.calendar = cal,
				      .zone_minutes = ZONE,
				      .held = held,
				      .late = late,
				      .happened = DATE_NONE};

		for (; v.n < TDUTY_LATE_MAX && c[i].late[v.n]; v.n++)
			assert_true(instant_parse(c[i].late[v.n], ZONE, &late[v.n]));
		walk(rule_by_num(rule), &v, &c[i]);
	}
}
