#include "rules/notice/weekly_sums.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/office/unit.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "rules/notice/look.h"
#include "text/date.h"
#include "text/rate.h"
#include "text/utf8.h"

enum { WEEK_DAYS = 7, FEN_OF_YI_TENTH = 1000000000 };
/* Of 2 parts of 67 UTF-16 units each, what the other words of a leader's text leave. */
enum { REDS_UNITS = 60, UTF8_OF_TWO_UNITS = 4 };

static date_t today(const struct subject_scan *s)
{
	return date_at(s->now, s->zone_minutes);
}

/* "滨江大道·施工许可，超期6天，东湖区" */
static int name_red(struct subject_scan *s, struct arena *a, const Duban__Warning *w,
		    const char **ret)
{
	struct subject_scan named = *s;
	struct notice_look l = {.subject = w->subject, .rule = w->rule, .turn_unit = w->turn_unit};
	Duban__NoticeItem item = DUBAN__NOTICE_ITEM__INIT;
	date_t due = date_from_ymd(w->due_date);
	const Duban__Unit *u;
	int r;

	l.state = (Duban__NoticeState)DUBAN__NOTICE_STATE__INIT;
	l.state.occurrence = w->occurrence;
	named.arena = a;
	r = look_name(&named, &l, &item);
	if (r)
		return r;
	u = unit_get(s->txn, a, unit_by_id(s->txn, item.unit));
	*ret = due == DATE_NONE || due > today(s)
		   ? arena_printf(a, "%s，%s", item.what, u ? u->name : "")
		   : arena_printf(a, "%s，超期%d天，%s", item.what, (int)(today(s) - due),
				  u ? u->name : "");
	return *ret ? 0 : -ENOMEM;
}

int weekly_lamp(struct subject_scan *s, struct arena *a, const Duban__Warning *w,
		struct weekly_lamps *io)
{
	if (w->level == LEVEL(NOTE))
		return 0;
	io->fresh += w->raised_at > s->now - WEEK_DAYS * USEC_PER_DAY;
	io->yellow += w->level == LEVEL(YELLOW);
	if (w->level != LEVEL(RED))
		return 0;
	io->red++;
	return io->red <= WEEKLY_NAMED_MAX ? name_red(s, a, w, &io->named[io->red - 1]) : 0;
}

int weekly_add_lamps(struct subject_scan *s, const struct weekly_lamps *of, bool named,
		     struct weekly_sum *io)
{
	io->red += of->red;
	io->yellow += of->yellow;
	io->fresh += of->fresh;
	for (size_t i = 0; named && i < WEEKLY_NAMED_MAX && of->named[i]; i++) {
		if (io->n_named == WEEKLY_NAMED_MAX)
			break;
		io->named[io->n_named] = arena_str(s->arena, of->named[i]);
		if (!io->named[io->n_named++])
			return -ENOMEM;
	}
	return 0;
}

void weekly_add_tally(struct weekly_sum *io, const struct subject_scan *s,
		      const struct tally_year *g)
{
	const int64_t *v = g->at[date_ymd(today(s)) / 100 % 100 - 1];

	io->projects += v[TALLY_MEMBERS];
	io->to_start += v[TALLY_PLANNED_YEAR];
	io->started += v[TALLY_STARTED];
	io->invested += v[TALLY_CUMULATIVE];
	io->planned += v[TALLY_PLAN];
}

/* 亿元 with one decimal, half up: "12.3". */
static const char *yi_text(struct arena *a, int64_t fen)
{
	int64_t tenths = (fen + FEN_OF_YI_TENTH / 2) / FEN_OF_YI_TENTH;

	return arena_printf(a, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

/* How far the text goes within so many UTF-16 units, in bytes. */
static size_t within(const char *s, size_t units)
{
	size_t at = 0, step;

	while ((step = utf8_step(s + at))) {
		size_t takes = step == UTF8_OF_TWO_UNITS ? 2 : 1;

		if (takes > units)
			break;
		units -= takes;
		at += step;
	}
	return at;
}

/* The red lamps as one text that leaves the message two parts long; none if there are none. The
 * first is always told, with its end left out if it is longer than that. */
static int all_named(struct subject_scan *s, Duban__Notice *n, const struct weekly_sum *sum)
{
	const char *reds = "";

	for (size_t i = 0; i < sum->n_named && reds; i++) {
		const char *one =
		    arena_printf(s->arena, "%s%s%s", reds, i ? "；" : "", sum->named[i]);

		if (one && within(one, REDS_UNITS) < strlen(one)) {
			if (!i)
				reds = arena_printf(s->arena, "%.*s…",
						    (int)within(one, REDS_UNITS - 1), one);
			break;
		}
		reds = one;
	}
	if (reds && *reds)
		reds = arena_printf(s->arena, "%s。", reds);
	return reds ? notice_field(s, n, "reds", reds) : -ENOMEM;
}

/* Of the plan, what should be invested by the end of the last month (序时). */
static int put_rates(struct subject_scan *s, Duban__Notice *n, const struct weekly_sum *sum)
{
	uint32_t months_over = date_ymd(today(s)) / 100 % 100 - 1;
	__int128 whole = (__int128)sum->planned * TALLY_MONTHS;
	__int128 done = (__int128)sum->invested * TALLY_MONTHS;
	__int128 due = (__int128)sum->planned * months_over;
	char rate[RATE_TEXT_MAX], ahead[RATE_TEXT_MAX], behind[RATE_TEXT_MAX];
	int r;

	(void)rate_text(sum->invested, sum->planned, rate);
	(void)rate_points_text(done, due, whole, ahead);
	(void)rate_points_text(due, done, whole, behind);
	r = notice_field(s, n, "rate", rate);
	r = r ? r : notice_field(s, n, "points", ahead);
	r = r ? r : notice_field(s, n, "ahead", done > due ? ahead : "");
	return r ? r : notice_field(s, n, "behind", done < due ? behind : "");
}

int weekly_fields(struct subject_scan *s, Duban__Notice *n, const struct weekly_sum *sum)
{
	static const char *const names[WEEKLY_NAMED_MAX] = {"red1", "red2", "red3"};
	const struct {
		const char *name;
		int64_t value;
	} counts[] = {{"projects", sum->projects}, {"started", sum->started},
		      {"to_start", sum->to_start}, {"red", sum->red},
		      {"yellow", sum->yellow},	   {"new", sum->fresh}};
	const char *invested = yi_text(s->arena, sum->invested);
	uint32_t ymd = date_ymd(today(s));
	const char *day = arena_printf(s->arena, "%u月%u日", ymd / 100 % 100, ymd % 100);
	int r = invested && day ? notice_field(s, n, "day", day) : -ENOMEM;

	r = r ? r : notice_field(s, n, "invested", invested);
	r = r ? r : put_rates(s, n, sum);
	for (size_t i = 0; i < sizeof counts / sizeof *counts && !r; i++)
		r = notice_field_number(s, n, counts[i].name, counts[i].value);
	for (size_t i = 0; i < sum->n_named && !r; i++)
		r = notice_field(s, n, names[i], sum->named[i]);
	return r ? r : all_named(s, n, sum);
}
