#include "lib/noun/trule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "model/calendar/calendar.h"
#include "model/chain/limit.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "proto/model.pb-c.h"

static void put_before(struct tview *t, const struct tlink *l)
{
	struct schedule_link *before = &t->link[1];

	*before = (struct schedule_link){
	    .no = 1,
	    .class = APPROVAL,
	    .state = l->before == TRULE_OPEN ? ACTIVE : DONE,
	    .limit_kind = DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS,
	    .limit_n = 10,
	    .begin = DATE_NONE,
	    .finished = date_from_ymd(l->before),
	};
	t->after = 1;
	t->link[0].after = &t->after;
	t->link[0].n_after = 1;
	t->schedule.n = 2;
}

void tview_make(struct tview *t, const struct tlink *l, const struct calendar *cal, usec_t now)
{
	uint32_t ymd;

	memset(t, 0, sizeof *t);
	t->link[0] = (struct schedule_link){
	    .no = 2,
	    .class = l->class,
	    .state = l->state,
	    .begin = date_from_ymd(l->begin),
	    .started = DATE_NONE,
	    .finished = l->state == DONE ? date_from_ymd(l->start) : DATE_NONE,
	    .cancelled = DATE_NONE,
	    .suspended = DATE_NONE,
	    .extended_on = date_from_ymd(l->extended_on),
	    .shift_given = l->shift,
	};
	if (!limit_parse(l->limit, &t->link[0].limit_kind, &t->link[0].limit_n, &ymd))
		fail_msg("limit %s", l->limit);
	t->link[0].fixed = date_from_ymd(ymd);
	if (l->extended_on) {
		t->link[0].extended = true;
		t->link[0].limit_kind = DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED;
		t->link[0].fixed = date_from_ymd(l->extended);
	}
	t->schedule = (struct schedule){
	    .start = date_from_ymd(l->start),
	    .roll = {.of = {[APPROVAL] = SCHEDULE_ROLL_NEXT, [SERVICE] = SCHEDULE_ROLL_NEXT}},
	    .link = t->link,
	    .n = 1,
	};
	if (l->before)
		put_before(t, l);
	assert_int_equal(schedule_compute(&t->schedule, cal, date_at(now, TRULE_ZONE)), 0);
	t->view = (struct link_view){
	    .link = &t->link[0],
	    .calendar = cal,
	    .zone_minutes = TRULE_ZONE,
	    .active = !l->archived,
	};
}

void trule_defaults(const struct rule *rule, int64_t param[RULE_PARAMS_MAX])
{
	memset(param, 0, RULE_PARAMS_MAX * sizeof *param);
	for (size_t i = 0; i < RULE_PARAMS_MAX && rule->params[i]; i++) {
		const struct parameter_def *d = parameter_def(rule->params[i]);

		if (!d || !parameter_value(d, d->value, &param[i]))
			fail_msg("%s: no default for %s", rule->id, rule->params[i]);
	}
}

static usec_t midnight(const char *day)
{
	date_t d;

	if (!day)
		return USEC_NEVER;
	if (!date_parse(day, &d))
		fail_msg("day %s", day);
	return date_start(d, TRULE_ZONE);
}

static void same_instant(const struct trow *row, const char *what, usec_t got, usec_t want)
{
	char a[INSTANT_TEXT_MAX], b[INSTANT_TEXT_MAX];

	if (got != want)
		fail_msg("%s: %s %s, expected %s", row->why, what, instant_text(got, TRULE_ZONE, a),
			 instant_text(want, TRULE_ZONE, b));
}

static void same_day(const struct trow *row, const char *what, date_t got, uint32_t want)
{
	if (want && date_ymd(got) != want)
		fail_msg("%s: %s %u, expected %u", row->why, what, date_ymd(got), want);
}

/* Evaluates the rule at `now` and compares the outcome. `due` and `clock` must always be set. */
static void expect(const struct rule *rule, const struct calendar *cal, const struct trow *row,
		   usec_t now, const struct outcome *want)
{
	int64_t param[RULE_PARAMS_MAX];
	char at[INSTANT_TEXT_MAX];
	struct tview t;
	struct outcome evaluate;

	trule_defaults(rule, param);
	tview_make(&t, &row->link, cal, now);
	memset(&evaluate, 0xff, sizeof evaluate); /* shows if the rule leaves a field unset */
	rule->evaluate(&t.view, row->param ? row->param : param, now, &evaluate);
	if (evaluate.level != want->level || evaluate.times != want->times)
		fail_msg("%s, at %s: level %d (%u times), expected %d (%u)", row->why,
			 instant_text(now, TRULE_ZONE, at), evaluate.level, evaluate.times,
			 want->level, want->times);
	same_instant(row, "since", evaluate.since, want->since);
	same_instant(row, "level since", evaluate.level_since, want->level_since);
	same_instant(row, "next", evaluate.next, want->next);
	same_day(row, "due", evaluate.due, row->due);
	same_day(row, "clock", evaluate.clock, row->clock);
}

static void expect_dark_for_ever(const struct rule *rule, const struct calendar *cal,
				 const struct trow *row)
{
	usec_t start = date_start(date_from_ymd(row->link.start), TRULE_ZONE);
	struct outcome dark = {.next = USEC_NEVER};

	for (int day = -30; day < 500; day++)
		expect(rule, cal, row, start + day * USEC_PER_DAY, &dark);
}

static void expect_lamp(const struct rule *rule, const struct calendar *cal, const struct trow *row)
{
	usec_t yellow = midnight(row->first), red = midnight(row->second);
	struct outcome dark = {.next = yellow};
	struct outcome y = {.level = YELLOW, .since = yellow, .level_since = yellow, .next = red};
	struct outcome r = {.level = RED, .since = yellow, .level_since = red, .next = USEC_NEVER};

	expect(rule, cal, row, yellow - 1, &dark);
	if (yellow < red) {
		expect(rule, cal, row, yellow, &y);
		expect(rule, cal, row, red - 1, &y);
	}
	expect(rule, cal, row, red, &r);
	expect(rule, cal, row, red + 400 * USEC_PER_DAY, &r);
}

static void expect_note(const struct rule *rule, const struct calendar *cal, const struct trow *row)
{
	usec_t first = midnight(row->first), second = midnight(row->second);
	usec_t end = midnight(row->end);
	struct outcome dark = {.next = first};
	struct outcome note = {.level = NOTE, .since = first, .level_since = first, .times = 1};

	expect(rule, cal, row, first - 1, &dark);
	note.next = row->second ? second : end;
	expect(rule, cal, row, first, &note);
	expect(rule, cal, row, note.next - 1, &note);
	if (row->second) {
		note.times = 2;
		note.next = end;
		expect(rule, cal, row, second, &note);
		expect(rule, cal, row, end - 1, &note);
	}
	dark.next = USEC_NEVER;
	expect(rule, cal, row, end, &dark);
	expect(rule, cal, row, end + 400 * USEC_PER_DAY, &dark);
}

void trule_lamps(const struct rule *rule, const struct calendar *cal, const struct trow *rows,
		 size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].first)
			expect_lamp(rule, cal, &rows[i]);
		else
			expect_dark_for_ever(rule, cal, &rows[i]);
}

void trule_notes(const struct rule *rule, const struct calendar *cal, const struct trow *rows,
		 size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].first)
			expect_note(rule, cal, &rows[i]);
		else
			expect_dark_for_ever(rule, cal, &rows[i]);
}

static bool same_look(const struct outcome *a, const struct outcome *b)
{
	return a->level == b->level && a->since == b->since && a->level_since == b->level_since &&
	       a->times == b->times;
}

void trule_walk(const struct rule *rule, const struct tlink *l, const struct calendar *cal,
		const int64_t *param)
{
	usec_t now = date_start(date_from_ymd(l->start) - 400, TRULE_ZONE);
	struct outcome evaluate, then;
	struct tview t;

	tview_make(&t, l, cal, now);
	for (int step = 0;; step++) {
		usec_t until;

		assert_in_range(step, 0, 4);
		rule->evaluate(&t.view, param, now, &evaluate);
		assert_true(evaluate.next > now);
		assert_true(evaluate.level == 0 ? evaluate.since == 0
						: evaluate.since <= evaluate.level_since);
		assert_true(evaluate.level_since <= now);
		until = evaluate.next == USEC_NEVER ? now + 4000 * USEC_PER_DAY : evaluate.next;
		for (int i = 1; i <= 16; i++) {
			rule->evaluate(&t.view, param, now + (until - 1 - now) / 16 * i, &then);
			assert_true(same_look(&evaluate, &then));
		}
		rule->evaluate(&t.view, param, until - 1, &then);
		assert_true(same_look(&evaluate, &then));
		if (evaluate.next == USEC_NEVER)
			return;
		rule->evaluate(&t.view, param, until, &then);
		assert_false(same_look(&evaluate, &then));
		now = until;
	}
}
