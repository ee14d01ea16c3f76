#include "model/chain/schedule.h"

#include "model/calendar/calendar.h"
#include "model/chain/graph.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"

/* Working data of the forward and backward pass, by row. "Shaky": the date depends on a year whose
 * holidays are not published. */
struct passes {
	struct schedule *schedule;
	const struct calendar *calendar;
	date_t today;
	struct graph graph;
	date_t sure[LINKS_MAX]; /* EF as far as nothing unfinished moves it, see sure_start() */
	date_t late[LINKS_MAX]; /* LF, of cancelled links too */
	bool shaky[LINKS_MAX];	/* of EF */
	bool shaky_late[LINKS_MAX];
	bool shaky_finish; /* the chain's */
};

static date_t later(date_t a, date_t b)
{
	return a > b ? a : b;
}

/* No longer part of this chain: cancelled, or carried into the next year's chain. */
static bool left(const struct schedule_link *l)
{
	return l->state == LINK_STATE(CANCELLED) || l->state == LINK_STATE(CARRIED);
}

static bool unfinished(const struct schedule_link *l)
{
	return l->state != LINK_STATE(DONE) && !left(l);
}

/* Done on a day that is not known. */
static bool undated(const struct schedule_link *l)
{
	return l->state == LINK_STATE(DONE) && l->finished == DATE_NONE;
}

static date_t rolled(date_t d, const struct calendar *cal, enum schedule_roll roll)
{
	return roll == SCHEDULE_ROLL_NEXT && !calendar_workday(cal, d) ? calendar_add(cal, d, 1)
								       : d;
}

/* The date of a fixed limit, moved later by the days of the suspensions. It was chosen as a date,
 * so a day off does not move it. */
static date_t fixed_day(const struct schedule_link *l)
{
	return l->fixed + (date_t)l->shift;
}

date_t schedule_due(const struct schedule_link *l, date_t s, const struct calendar *cal,
		    enum schedule_roll roll)
{
	int n = (int)l->limit_n, shift = (int)l->shift;

	if (l->limit_kind == LIMIT_KIND(FIXED))
		return later(s, fixed_day(l));
	if (l->limit_kind == LIMIT_KIND(OPEN))
		return s;
	if (n == 0)
		return s + shift;
	if (l->limit_kind == LIMIT_KIND(WORKDAYS))
		return calendar_add(cal, s, n + shift);
	if (l->limit_kind == LIMIT_KIND(MONTHS))
		return rolled(date_add_months(s, n) + shift, cal, roll);
	return rolled(s + n + shift, cal, roll);
}

bool schedule_has_duration(const struct schedule_link *l)
{
	return (l->limit_kind != LIMIT_KIND(FIXED) || l->extended) && l->limit_n > 0;
}

static enum schedule_roll roll_of(const struct schedule *p, const struct schedule_link *l)
{
	return p->roll.of[l->class];
}

uint32_t schedule_shift(const struct schedule_link *l, date_t a, date_t b,
			const struct calendar *cal)
{
	if (!l->prerequisites_done)
		return 0;
	/* an extension is a new date: what was before it is in it */
	a = later(a, l->extended ? later(l->start, l->extended_on) : l->start);
	if (b <= a)
		return 0;
	return (uint32_t)(l->limit_kind == LIMIT_KIND(WORKDAYS) ? calendar_count(cal, a, b)
								: b - a);
}

bool schedule_out_of_order(const struct schedule *p, size_t link, date_t at)
{
	const struct schedule_link *l = &p->link[link];

	if (!l->prerequisites_done)
		return l->n_after > 0;
	for (size_t i = 0; i < l->n_after; i++)
		for (size_t j = 0; j < p->n; j++)
			if (p->link[j].no == l->after[i] && p->link[j].finished != DATE_NONE &&
			    at != DATE_NONE && at < p->link[j].finished)
				return true;
	return false;
}

enum schedule_fault schedule_check(const struct schedule *p, size_t *ret_link, uint32_t *ret_no)
{
	struct graph g;

	return graph_build(&g, p, ret_link, ret_no);
}

/* Does counting from `from` to `to` depend on a day of an unpublished year? */
static bool shaky_way(const struct passes *x, const struct schedule_link *l, date_t from, date_t to)
{
	bool rolls =
	    l->limit_kind != LIMIT_KIND(FIXED) && roll_of(x->schedule, l) == SCHEDULE_ROLL_NEXT;

	if (l->limit_kind == LIMIT_KIND(WORKDAYS) || rolls)
		return calendar_span_provisional(x->calendar, from, to);
	return calendar_provisional(x->calendar, to);
}

/* What the prerequisites say: S (so far), whether they are done, and which of them is the last to
 * finish (NULL: there are none). */
static const struct schedule_link *look_before(struct passes *x, size_t row)
{
	struct schedule_link *l = &x->schedule->link[row];
	const struct schedule_link *last = NULL;

	l->prerequisites_done = true;
	l->unknown = false;
	for (size_t k = 0; k < l->n_after; k++) {
		size_t i = (size_t)graph_find(&x->graph, x->schedule, l->after[k]);
		const struct schedule_link *before = &x->schedule->link[i];

		if (!last || before->finish > last->finish)
			last = before;
		x->shaky[row] |= x->shaky[i];
		l->unknown |= before->unknown;
		if (unfinished(before) || (left(before) && !before->prerequisites_done))
			l->prerequisites_done = false;
	}
	return last;
}

/* S of a link whose last prerequisite ends on `end`; DATE_NONE: it has none. */
static date_t start_after(const struct passes *x, const struct schedule_link *l, date_t end)
{
	if (l->carried && l->carried_clock != DATE_NONE)
		return later(end, l->carried_clock);
	return end == DATE_NONE ? x->schedule->start : end;
}

/* S of a link that is done on an unknown day: of an unfinished link before it only what is before
 * that counts, as if it were cancelled. It was not waited for, and its EF moves day by day. */
static date_t sure_start(const struct passes *x, const struct schedule_link *l)
{
	date_t end = DATE_NONE;

	for (size_t k = 0; k < l->n_after; k++) {
		size_t i = (size_t)graph_find(&x->graph, x->schedule, l->after[k]);

		end = later(end, x->sure[i]);
	}
	return start_after(x, l, end);
}

/* Days of (a, b] that are in a suspension: they are counted with it. */
static uint32_t in_suspensions(const struct schedule_link *l, date_t a, date_t b,
			       const struct calendar *cal)
{
	uint32_t days = 0;

	for (size_t k = 0; k + 1 < l->n_stopped; k += 2) {
		date_t from = later(a, date_from_ymd(l->stopped[k]));
		date_t to = date_from_ymd(l->stopped[k + 1]);

		days += schedule_shift(l, from, to < b ? to : b, cal);
	}
	if (l->state == LINK_STATE(SUSPENDED) && l->suspended != DATE_NONE)
		days += schedule_shift(l, later(a, l->suspended), b, cal);
	return days;
}

/* Adds the days of exemptions, one after the other. One that begins after the deadline counts only
 * as far as it has passed: until then the link is late. A fixed date does not move: its lamps wait
 * instead (engine/evaluate/exempt.h). */
static void add_exempted(const struct passes *x, struct schedule_link *l)
{
	l->exempted = 0;
	for (size_t k = 0; k < l->exempt.n && l->limit_kind != LIMIT_KIND(FIXED); k++) {
		const struct day_span *s = &l->exempt.span[k];
		date_t due = schedule_due(l, l->start, x->calendar, roll_of(x->schedule, l));
		date_t until = s->from > due && s->until > x->today ? x->today : s->until;
		uint32_t days;

		if (until < s->from)
			continue;
		days = schedule_shift(l, s->from - 1, until, x->calendar) -
		       in_suspensions(l, s->from - 1, until, x->calendar);
		l->shift += days;
		l->exempted += days;
	}
}

/* Sets S, whether the prerequisites are done, the days of suspensions, and which prerequisite
 * misses the link's fixed date. */
static void set_start(struct passes *x, size_t row)
{
	struct schedule_link *l = &x->schedule->link[row];
	const struct schedule_link *last = look_before(x, row);

	l->start =
	    undated(l) ? sure_start(x, l) : start_after(x, l, last ? last->finish : DATE_NONE);
	if (l->begin != DATE_NONE && !left(l))
		l->start = later(l->start, l->begin);
	l->clock_runs = l->prerequisites_done && x->today >= l->start;
	l->shift = l->shift_given;
	for (size_t k = 0; k + 1 < l->n_stopped; k += 2)
		l->shift += schedule_shift(l, date_from_ymd(l->stopped[k]),
					   date_from_ymd(l->stopped[k + 1]), x->calendar);
	add_exempted(x, l);
	l->late_after = 0;
	if (last && unfinished(l) && l->limit_kind == LIMIT_KIND(FIXED) &&
	    fixed_day(l) < last->finish)
		l->late_after = last->no;
}

/* EF of an unfinished link: it cannot finish before today, and a suspended one not before it could
 * if it were resumed today. */
static date_t soonest(const struct passes *x, const struct schedule_link *l)
{
	struct schedule_link resumed = *l;

	if (l->state == LINK_STATE(SUSPENDED) && l->suspended != DATE_NONE)
		resumed.shift += schedule_shift(l, l->suspended, x->today, x->calendar);
	return later(schedule_due(&resumed, l->start, x->calendar, roll_of(x->schedule, l)),
		     x->today);
}

/* A link that left the chain ends where it begins; if it was cancelled, not before that day: the
 * time until then was not its followers'. */
static date_t left_finish(const struct schedule_link *l)
{
	return l->state == LINK_STATE(CANCELLED) ? later(l->start, l->cancelled) : l->start;
}

static void set_sure(struct passes *x, size_t row)
{
	const struct schedule_link *l = &x->schedule->link[row];

	if (l->state == LINK_STATE(DONE))
		x->sure[row] = l->finish;
	else if (l->state == LINK_STATE(CANCELLED))
		x->sure[row] = later(sure_start(x, l), l->cancelled);
	else
		x->sure[row] = sure_start(x, l);
}

static void set_deadline(struct passes *x, size_t row)
{
	struct schedule_link *l = &x->schedule->link[row];
	date_t due = schedule_due(l, l->start, x->calendar, roll_of(x->schedule, l));

	l->deadline = due;
	if (l->limit_kind == LIMIT_KIND(FIXED))
		l->deadline = fixed_day(l);
	if (l->limit_kind == LIMIT_KIND(OPEN))
		l->deadline = DATE_NONE;
	x->shaky[row] |= shaky_way(x, l, l->start, due);
	l->provisional = x->shaky[row];
}

static void forward(struct passes *x, size_t row)
{
	struct schedule_link *l = &x->schedule->link[row];

	set_start(x, row);
	l->deadline = DATE_NONE;
	l->projected = l->provisional = false;
	if (left(l)) {
		l->finish = left_finish(l);
		return;
	}
	set_deadline(x, row);
	if (unfinished(l)) {
		l->finish = soonest(x, l);
		l->unknown |= l->state == LINK_STATE(SUSPENDED);
		l->projected = l->state == LINK_STATE(SUSPENDED) ||
			       (l->limit_kind != LIMIT_KIND(FIXED) && !l->clock_runs);
		return;
	}
	/* done on an unknown day: it holds up nothing */
	l->unknown = false;
	l->finish = undated(l) ? l->start : l->finished;
	x->shaky[row] = false;
}

static void set_finish(struct passes *x)
{
	struct schedule *p = x->schedule;
	bool any = false;

	p->finish = p->start;
	p->unknown = false;
	for (size_t i = 0; i < p->n; i++) {
		const struct schedule_link *l = &p->link[i];

		if (left(l))
			continue;
		p->unknown |= l->unknown;
		if (!any || l->finish > p->finish) {
			p->finish = l->finish;
			x->shaky_finish = false;
		}
		any = true;
		if (l->finish == p->finish)
			x->shaky_finish |= x->shaky[i];
	}
}

/* The latest S with due(S) <= LF, by bisection: due() never decreases, S itself satisfies the
 * condition and no day after LF does. */
static date_t latest_start(const struct passes *x, const struct schedule_link *l, date_t late)
{
	date_t low = l->start, high = late;

	while (low < high) {
		date_t mid = low + (high - low + 1) / 2;

		if (schedule_due(l, mid, x->calendar, roll_of(x->schedule, l)) <= late)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

/* Sets LS, LF and float of one link; false if the link does not restrict its prerequisites (it is
 * finished). */
static bool set_late(struct passes *x, size_t row, date_t *ret_start)
{
	struct schedule_link *l = &x->schedule->link[row];
	date_t late = x->late[row];

	l->latest_finish = l->finish;
	l->float_days = 0;
	l->critical = false;
	*ret_start = late;
	if (!unfinished(l))
		return left(l);
	*ret_start = latest_start(x, l, late);
	l->latest_finish = late;
	l->float_days = l->limit_kind == LIMIT_KIND(WORKDAYS)
			    ? calendar_count(x->calendar, l->finish, late)
			    : late - l->finish;
	l->critical = l->float_days == 0;
	if (l->late_after) {
		l->latest_finish = l->deadline;
		l->float_days = l->deadline - l->finish;
		l->critical = true;
	}
	l->provisional |= x->shaky_late[row];
	x->shaky_late[row] |= shaky_way(x, l, *ret_start, late);
	return true;
}

static void backward(struct passes *x, size_t row)
{
	const struct schedule_link *l = &x->schedule->link[row];
	date_t start;

	if (!set_late(x, row, &start))
		return;
	for (size_t k = 0; k < l->n_after; k++) {
		size_t i = (size_t)graph_find(&x->graph, x->schedule, l->after[k]);

		if (start < x->late[i])
			x->late[i] = start;
		x->shaky_late[i] |= x->shaky_late[row];
	}
}

int schedule_compute(struct schedule *p, const struct calendar *cal, date_t today)
{
	struct passes x = {.schedule = p, .calendar = cal, .today = today};
	size_t link;
	uint32_t no;

	if (graph_build(&x.graph, p, &link, &no) || (p->n > 0 && p->start == DATE_NONE))
		return -EINVAL;
	for (size_t k = 0; k < p->n; k++) {
		forward(&x, x.graph.order[k]);
		set_sure(&x, x.graph.order[k]);
	}
	set_finish(&x);
	for (size_t i = 0; i < p->n; i++) {
		x.late[i] = p->finish;
		x.shaky_late[i] = x.shaky_finish;
	}
	for (size_t k = p->n; k-- > 0;)
		backward(&x, x.graph.order[k]);
	return 0;
}
