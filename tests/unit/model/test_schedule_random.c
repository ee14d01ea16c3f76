/* Random chains, compared with a second implementation of the definition: dates by counting day by
 * day, the forward pass by repeating until nothing changes, and LF by its meaning: the last day on
 * which the link may finish without moving the chain's finish. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "model/calendar/calendar.h"
#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"

#define WD DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS
#define CD DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS
#define MO DUBAN__LIMIT_KIND__LIMIT_KIND_MONTHS
#define FIX DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED
#define DONE DUBAN__LINK_STATE__LINK_STATE_DONE
#define CANCELLED DUBAN__LINK_STATE__LINK_STATE_CANCELLED
#define SUSPENDED DUBAN__LINK_STATE__LINK_STATE_SUSPENDED

#define LINKS 12
#define CHAINS 5000

static struct calendar *cal;
static uint64_t seed;

static uint32_t pick(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

struct chart {
	struct schedule schedule;
	date_t today;
	struct schedule_link link[LINKS];
	uint32_t after[LINKS][LINKS], stopped[LINKS][4];
};

static void fill_link(struct chart *c, size_t i, date_t base)
{
	static const int kinds[] = {WD, WD, CD, MO, FIX};
	static const int states[] = {1, 1, 1, 2, 2, 3, 4, 4, 5};
	struct schedule_link *l = &c->link[i];

	l->state = states[pick(sizeof states / sizeof *states)];
	l->limit_kind = kinds[pick(sizeof kinds / sizeof *kinds)];
	l->limit_n = l->limit_kind == FIX ? 0 : pick(l->limit_kind == MO ? 4 : 16);
	l->fixed = l->limit_kind == FIX ? base + (date_t)pick(120) : DATE_NONE;
	l->begin = pick(4) == 0 ? base + (date_t)pick(90) : DATE_NONE;
	l->shift_given = pick(6) == 0 ? pick(9) : 0;
	l->started = DATE_NONE;
	l->finished = l->state == DONE && pick(4) ? base + (date_t)pick(90) - 10 : DATE_NONE;
	l->class = 1 + (int)pick(4);
	l->cancelled = l->state == CANCELLED && pick(4) ? base + (date_t)pick(90) : DATE_NONE;
	l->stopped = c->stopped[i];
	l->n_stopped = 2 * pick(3);
	for (size_t k = 0; k < l->n_stopped; k++)
		c->stopped[i][k] = date_ymd(base + (date_t)(k * 25 + pick(24)));
	l->suspended = l->state == SUSPENDED ? base + 100 + (date_t)pick(30) : DATE_NONE;
	l->extended_on = DATE_NONE;
}

/* Prerequisites are chosen among earlier links; then the rows are shuffled. */
static void random_chart(struct chart *c)
{
	date_t base = date_of(2019, 11, 1) + (date_t)pick(500);

	memset(c, 0, sizeof *c);
	c->schedule.start = base;
	c->today = base - 30 + (date_t)pick(180);
	for (int class = 1; class <= 4; class ++)
		c->schedule.roll.of[class] = pick(2) ? SCHEDULE_ROLL_NEXT : SCHEDULE_ROLL_NONE;
	c->schedule.link = c->link;
	c->schedule.n = 1 + pick(LINKS);
	for (size_t i = 0; i < c->schedule.n; i++) {
		struct schedule_link *l = &c->link[i];

		fill_link(c, i, base);
		l->no = (uint32_t)(i * 10 + 1 + pick(10));
		l->after = c->after[i];
		for (size_t k = 0; k < i; k++)
			if (pick((uint32_t)i) < 2)
				c->after[i][l->n_after++] = c->link[k].no;
	}
	for (size_t i = c->schedule.n; i > 1; i--) {
		size_t k = pick((uint32_t)i);
		struct schedule_link swap = c->link[i - 1];

		c->link[i - 1] = c->link[k];
		c->link[k] = swap;
	}
}

static date_t slow_workdays(date_t d, uint32_t n)
{
	while (n > 0)
		if (calendar_workday(cal, ++d))
			n--;
	return d;
}

static date_t slow_roll(date_t d, enum schedule_roll roll)
{
	while (roll == SCHEDULE_ROLL_NEXT && !calendar_workday(cal, d))
		d++;
	return d;
}

static date_t slow_months(date_t d, uint32_t n)
{
	int year, month, day;
	date_t to;

	date_split(d, &year, &month, &day);
	for (; n > 0; n--)
		if (++month > 12) {
			month = 1;
			year++;
		}
	while ((to = date_of(year, month, day)) == DATE_NONE)
		day--;
	return to;
}

static date_t slow_due(const struct schedule *p, const struct schedule_link *l, date_t s,
		       uint32_t shift)
{
	date_t d;

	if (l->limit_kind == FIX) {
		d = l->fixed + (date_t)shift;
		return d > s ? d : s;
	}
	if (l->limit_n == 0)
		return s + (date_t)shift;
	if (l->limit_kind == WD)
		return slow_workdays(s, l->limit_n + shift);
	d = l->limit_kind == MO ? slow_months(s, l->limit_n) : s + (date_t)l->limit_n;
	return slow_roll(d + (date_t)shift, p->roll.of[l->class]);
}

static bool slow_done(const struct schedule *p, const struct schedule_link *l);

/* The days from..to that a suspension takes from a clock that began on `s`. */
static uint32_t slow_taken(const struct schedule_link *l, date_t s, date_t from, date_t to)
{
	uint32_t n = 0;

	for (date_t d = from + 1; d <= to; d++)
		if (d > s && (l->limit_kind != WD || calendar_workday(cal, d)))
			n++;
	return n;
}

/* The days of all suspensions; of one that is not over, until today. */
static uint32_t slow_stopped(const struct schedule *p, const struct schedule_link *l, date_t s,
			     date_t today)
{
	uint32_t n = l->shift_given;

	if (!slow_done(p, l))
		return n;
	for (size_t k = 0; k < l->n_stopped; k += 2)
		n += slow_taken(l, s, date_from_ymd(l->stopped[k]),
				date_from_ymd(l->stopped[k + 1]));
	return l->state == SUSPENDED ? n + slow_taken(l, s, l->suspended, today) : n;
}

/* The date of a fixed limit. */
static date_t slow_fixed(const struct schedule *p, const struct schedule_link *l)
{
	return l->fixed + (date_t)slow_stopped(p, l, l->start, INT32_MIN);
}

static size_t row_of(const struct schedule *p, uint32_t no)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->link[i].no == no)
			return i;
	fail_msg("no link %u", no);
	return 0;
}

static bool undated(const struct schedule_link *l)
{
	return l->state == DONE && l->finished == DATE_NONE;
}

/* The last day that is known of the link and of all before it, but for what they are planned to
 * take and to begin. */
static date_t slow_known(const struct schedule *p, const struct schedule_link *l)
{
	date_t d = l->n_after ? DATE_NONE : p->start;

	if (l->state == DONE && !undated(l))
		return l->finished;
	for (size_t k = 0; k < l->n_after; k++) {
		date_t b = slow_known(p, &p->link[row_of(p, l->after[k])]);

		d = b > d ? b : d;
	}
	if (l->state == CANCELLED && l->cancelled > d)
		d = l->cancelled;
	return undated(l) && l->begin > d ? l->begin : d;
}

static date_t slow_finish(const struct schedule *p, const struct schedule_link *l, date_t s,
			  date_t today)
{
	date_t d;

	if (l->state == CANCELLED)
		return l->cancelled != DATE_NONE && l->cancelled > s ? l->cancelled : s;
	if (l->state == DONE)
		return slow_known(p, l);
	d = slow_due(p, l, s, slow_stopped(p, l, s, today));
	return d > today ? d : today;
}

static date_t slow_start(const struct schedule *p, const struct schedule_link *l,
			 const date_t *finish)
{
	date_t s = l->n_after ? finish[row_of(p, l->after[0])] : p->start;

	if (undated(l))
		return slow_known(p, l);
	for (size_t k = 1; k < l->n_after; k++) {
		date_t f = finish[row_of(p, l->after[k])];

		s = f > s ? f : s;
	}
	return l->begin != DATE_NONE && l->state != CANCELLED && l->begin > s ? l->begin : s;
}

/* EF of all links, if link `held` (none: p->n) finishes on `day`. Returns that of the chain. */
static date_t slow_forward(const struct chart *c, size_t held, date_t day, date_t *finish)
{
	const struct schedule *p = &c->schedule;
	date_t end = DATE_NONE;

	for (size_t i = 0; i < p->n; i++)
		finish[i] = p->start;
	for (size_t round = 0; round <= p->n; round++)
		for (size_t i = 0; i < p->n; i++) {
			const struct schedule_link *l = &p->link[i];
			date_t s = slow_start(p, l, finish);

			finish[i] = slow_finish(p, l, s, c->today);
			if (i == held)
				finish[i] = day;
		}
	for (size_t i = 0; i < p->n; i++)
		if (p->link[i].state != CANCELLED && finish[i] > end)
			end = finish[i];
	return end == DATE_NONE ? p->start : end;
}

static date_t slow_late(const struct chart *c, size_t row)
{
	const struct schedule *p = &c->schedule;
	date_t finish[LINKS], low = p->link[row].finish, high = p->finish;

	while (low < high) {
		date_t mid = low + (high - low + 1) / 2;

		if (slow_forward(c, row, mid, finish) <= p->finish)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

static bool slow_done(const struct schedule *p, const struct schedule_link *l)
{
	for (size_t k = 0; k < l->n_after; k++) {
		const struct schedule_link *b = &p->link[row_of(p, l->after[k])];

		if (b->state != DONE && (b->state != CANCELLED || !slow_done(p, b)))
			return false;
	}
	return true;
}

/* The number of a prerequisite that ends after the link's fixed date and after the others; 0: none
 * does. */
static uint32_t slow_late_after(const struct schedule *p, const struct schedule_link *l)
{
	const struct schedule_link *last = NULL;

	for (size_t k = 0; k < l->n_after; k++) {
		const struct schedule_link *b = &p->link[row_of(p, l->after[k])];

		if (l->limit_kind == FIX && b->finish > slow_fixed(p, l) &&
		    (!last || b->finish > last->finish))
			last = b;
	}
	return last ? last->no : 0;
}

static bool slow_unknown(const struct schedule *p, const struct schedule_link *l)
{
	if (l->state == DONE)
		return false;
	for (size_t k = 0; k < l->n_after; k++)
		if (slow_unknown(p, &p->link[row_of(p, l->after[k])]))
			return true;
	return l->state == SUSPENDED;
}

static void check_unfinished(const struct chart *c, size_t i)
{
	const struct schedule *p = &c->schedule;
	const struct schedule_link *l = &p->link[i];
	date_t late = slow_late(c, i);
	int days = 0;

	assert_int_equal(l->unknown, slow_unknown(p, l));
	assert_int_equal(l->late_after, slow_late_after(p, l));
	assert_true(l->finish >= c->today);
	if (l->late_after) {
		assert_int_equal(l->latest_finish, slow_fixed(p, l));
		assert_int_equal(l->float_days, l->latest_finish - l->finish);
		assert_true(l->float_days < 0 && l->critical);
		return;
	}
	assert_int_equal(l->latest_finish, late);
	assert_true(l->latest_finish >= l->finish);
	for (date_t d = l->finish + 1; d <= late; d++)
		days += l->limit_kind != WD || calendar_workday(cal, d);
	assert_int_equal(l->float_days, days);
	assert_int_equal(l->critical, days == 0);
}

static void check_chart(const struct chart *c)
{
	const struct schedule *p = &c->schedule;
	date_t finish[LINKS];
	bool ends = false, critical = false;

	assert_int_equal(p->finish, slow_forward(c, p->n, 0, finish));
	for (size_t i = 0; i < p->n; i++) {
		const struct schedule_link *l = &p->link[i];

		assert_int_equal(l->finish, finish[i]);
		assert_int_equal(l->start, slow_start(p, l, finish));
		assert_int_equal(l->prerequisites_done, slow_done(p, l));
		if (l->state == DONE || l->state == CANCELLED) {
			assert_int_equal(l->latest_finish, l->finish);
			assert_int_equal(l->float_days, 0);
			assert_false(l->critical || l->projected);
			continue;
		}
		check_unfinished(c, i);
		ends |= l->finish == p->finish;
		critical |= l->critical;
	}
	/* the chain ends with a finished link, or else with a critical path */
	if (ends)
		assert_true(critical);
}

/* Today moves no deadline whose clock is set, and no clock. */
static void check_later(const struct chart *c)
{
	struct chart now = *c;
	struct schedule *p = &now.schedule;

	p->link = now.link;
	assert_int_equal(schedule_compute(p, cal, c->today + 1 + (date_t)pick(60)), 0);
	for (size_t i = 0; i < p->n; i++) {
		const struct schedule_link *was = &c->link[i], *l = &now.link[i];

		if (!l->prerequisites_done && l->limit_kind != FIX)
			continue;
		assert_int_equal(l->deadline, was->deadline);
		if (l->prerequisites_done)
			assert_int_equal(l->start, was->start);
	}
}

static void random_chains_agree_with_a_second_reading(void **state)
{
	const char *given = getenv("DUBAN_SEED");

	(void)state;
	if (given)
		seed = strtoull(given, NULL, 0);
	else if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
		fail();
	print_message("DUBAN_SEED=%llu\n", (unsigned long long)seed);
	for (int n = 0; n < CHAINS; n++) {
		struct chart c;

		random_chart(&c);
		assert_int_equal(schedule_compute(&c.schedule, cal, c.today), 0);
		check_chart(&c);
		check_later(&c);
	}
}

static int setup(void **state)
{
	(void)state;
	cal = tcalendar_shipped();
	return cal ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	calendar_free(cal);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_chains_agree_with_a_second_reading),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
