/* 单位红黄灯: at the publication of a month's rankings a unit missed the month's part of its plan,
 * or stands among the last: yellow after so many published months in a row, red after more. The
 * next published month that is all right clears it. A month in which several lists are published is
 * all right if all of them are. */
#include "proto/enums.h"
#include "rules/kind/standing_view.h"
#include "rules/moments.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_MONTHS, RED_MONTHS, BOTTOM, EXEMPT_IF_TARGET_MET };

static bool is_bad(const struct standing_line *l, const int64_t *param)
{
	bool last = l->rank && !l->top && (int64_t)l->from_last <= param[BOTTOM];

	return l->missed || (last && !param[EXEMPT_IF_TARGET_MET]);
}

/* A published month of the unit. */
struct month {
	const struct standing_line *bad; /* NULL: it is all right */
	date_t published;		 /* the last of its rankings */
	date_t since;			 /* the first that is bad */
	size_t next;			 /* the place of the month before */
};

static struct month month_at(const struct standing_view *v, const int64_t *param, size_t i)
{
	struct month m = {.published = v->line[i].published, .next = i};

	for (; m.next < v->n && v->line[m.next].month == v->line[i].month; m.next++) {
		const struct standing_line *l = &v->line[m.next];

		if (l->published > m.published)
			m.published = l->published;
		if (!is_bad(l, param))
			continue;
		if (!m.bad || l->published < m.since)
			m.since = l->published;
		if (!m.bad)
			m.bad = l;
	}
	return m;
}

/* The instants at which the 1st, 2nd ... month of the present row was published, the latest first;
 * at most `max`. */
static size_t row_of(const struct standing_view *v, const int64_t *param, date_t *ret, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n && n < max;) {
		struct month m = month_at(v, param, i);

		if (!m.bad)
			break;
		ret[n++] = m.since;
		i = m.next;
	}
	return n;
}

/* The n-th month of a row of `in_row`. */
static usec_t nth(const struct standing_view *v, const date_t *row, size_t in_row, int64_t n)
{
	return n > 0 && (size_t)n <= in_row ? date_start(row[in_row - (size_t)n], v->zone_minutes)
					    : USEC_NEVER;
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	enum { ROW_MAX = 36 };
	const struct standing_view *v = view;
	date_t row[ROW_MAX];
	size_t in_row = row_of(v, param, row, ROW_MAX);
	struct month last;

	*ret = outcome_project_dark(DATE_NONE);
	ret->cause = CLEAR_CAUSE(DONE);
	if (!v->n)
		return;
	last = month_at(v, param, 0);
	if (!in_row) {
		ret->happened = last.published;
		return;
	}
	ret->due = row[in_row - 1];
	outcome_light(ret,
		      (struct moments){.yellow = nth(v, row, in_row, param[YELLOW_MONTHS]),
				       .red = nth(v, row, in_row, param[RED_MONTHS])},
		      now);
	outcome_fact_text(ret, "list", last.bad->list);
	outcome_fact(ret, "month", FACT_MONTH, last.bad->month);
	outcome_fact(ret, "rank", FACT_NUMBER, last.bad->rank);
	outcome_fact(ret, "months_in_row", FACT_NUMBER, (int64_t)in_row);
}

const struct rule rule_w21 = {
    .num = 21,
    .id = "W21",
    .name = "单位红黄灯",
    .version = 1,
    .params = {"W21.y_months", "W21.r_months", "W21.bottom", "W21.exempt_if_target_met"},
    .subject = "standing",
    .one_after_other = true,
    .evaluate = evaluate,
};
