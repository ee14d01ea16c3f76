#include "rules/notice/weekly.h"

#include <errno.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "rules/notice/compose.h"
#include "rules/notice/weekly_readers.h"
#include "rules/notice/weekly_sums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { WEEK = 7 };

struct weekly {
	struct subject_scan *s;
	struct arena *arena;   /* for the tallies */
	struct arena *scratch; /* for a project, or a unit */
	struct weekly_readers readers;
};

static uint32_t year_of(const struct subject_scan *s)
{
	return date_ymd(date_at(s->now, s->zone_minutes)) / 10000;
}

/* ---- numbers */

static int sum_of_units(struct weekly *x)
{
	const struct tally_asked q = {.list = "", .kind = TALLY_GROUP_UNIT, .year = year_of(x->s)};
	struct tally_years all;
	int r = tally_read(x->s->txn, x->arena, &q, &all);

	for (size_t i = 0; !r && i < x->readers.n; i++)
		for (size_t k = 0; k < all.n; k++) {
			arena_reset(x->scratch);
			if (weekly_within(x->s, x->scratch, &x->readers.one[i], all.group[k]->num))
				weekly_add_tally(&x->readers.one[i].sum, x->s, all.group[k]);
		}
	return r ? r : txn_error(x->s->txn);
}

static int sum_of_leader(struct weekly *x, struct weekly_reader *one)
{
	struct tally_adding adding = {.arena = x->arena, .year = year_of(x->s)};
	int r = 0;

	arena_reset(x->arena);
	for (size_t i = 0; i < one->n_project && !r; i++) {
		const Duban__TallyShare *share;

		arena_reset(x->scratch);
		share = tally_share_get(x->s->txn, x->scratch, one->project[i]);
		r = share ? tally_add_share(share, "", TALLY_GROUP_UNIT, &adding)
			  : txn_error(x->s->txn);
	}
	tally_add_end(&adding);
	for (size_t i = 0; i < adding.years.n && !r; i++)
		weekly_add_tally(&one->sum, x->s, adding.years.group[i]);
	return r;
}

/* ---- lamps */

static int end_project(struct weekly *x, const struct weekly_lamps *of)
{
	int r = 0;

	for (size_t i = 0; of->project && i < x->readers.n && !r; i++) {
		struct weekly_reader *one = &x->readers.one[i];

		if (weekly_concerns(x->s, x->scratch, one, of))
			r = weekly_add_lamps(x->s, of, one->leads, &one->sum);
	}
	return r;
}

static int next_project(struct weekly *x, uint32_t num, struct weekly_lamps *io)
{
	int r = end_project(x, io);
	const Duban__Project *p;

	arena_reset(x->scratch);
	p = project_get(x->s->txn, x->scratch, num);
	*io = (struct weekly_lamps){.project = num, .unit = p ? p->unit : 0};
	return r ? r : txn_error(x->s->txn);
}

/* Those of one project come one after the other; the city's own, which are of project 0, first. */
static int sum_lamps(struct weekly *x)
{
	struct scan open = scan_start(x->s->txn, TABLE_warning_open, BYTES("", 0));
	struct weekly_lamps of = {.project = 0};
	int r = 0;

	while (!r && scan_next(&open)) {
		struct key_reader k = {.rest = open.key, .ok = true};
		uint32_t num = key_read_u32(&k);
		const Duban__Warning *w;

		if (!num)
			continue;
		if (num != of.project)
			r = next_project(x, num, &of);
		if (r)
			return r;
		w = warning_of_open(x->s->txn, x->scratch, open.key);
		if (!w)
			return txn_error(x->s->txn) ? txn_error(x->s->txn) : -EBADMSG;
		r = weekly_lamp(x->s, x->scratch, w, &of);
	}
	r = r ? r : end_project(x, &of);
	return r ? r : txn_error(x->s->txn);
}

static int count_all(struct subject_scan *s, struct weekly_readers *readers)
{
	_cleanup_(arena_freep) struct arena *arena = NULL, *scratch = NULL;
	struct weekly x = {.s = s, .readers = *readers};
	int r = arena_new(&arena, WIRE_ARENA_MAX);

	r = r ? r : arena_new(&scratch, WIRE_ARENA_MAX);
	r = r ? r : s->settle(s);
	x.arena = arena;
	x.scratch = scratch;
	r = r ? r : sum_of_units(&x);
	for (size_t i = 0; i < readers->n && !r; i++)
		if (readers->one[i].leads)
			r = sum_of_leader(&x, &readers->one[i]);
	return r ? r : sum_lamps(&x);
}

/* ---- */

/* The number of the brief (简报) that was issued last; 0: none. */
static uint32_t last_brief(struct subject_scan *s)
{
	struct scan all = scan_start(s->txn, TABLE_publication, BYTES("", 0));
	uint32_t year = 0, number = 0;

	while (scan_next(&all)) {
		const Duban__Publication *p =
		    record_unpack(s->txn, all.value, &duban__publication__descriptor, s->arena);

		if (!p || p->series != DUBAN__PUBLICATION_SERIES__PUBLICATION_SERIES_BRIEF ||
		    p->state != DUBAN__PUBLICATION_STATE__PUBLICATION_STATE_ISSUED)
			continue;
		if (p->year > year || (p->year == year && p->number > number)) {
			year = p->year;
			number = p->number;
		}
	}
	return number;
}

static int tell(struct composing *c, const struct weekly_reader *one, const char *brief)
{
	const Duban__Unit *u = one->unit ? unit_get(c->s->txn, c->s->arena, one->unit) : NULL;
	Duban__Notice *n;
	int r;

	/* who leads none any more, or a county without projects, has nothing to read */
	if (!one->sum.projects || !person_get(c->s->txn, c->s->arena, one->person))
		return txn_error(c->s->txn);
	r = notice_new(c, one->person, &n);
	if (r)
		return r;
	n->kind = NOTICE_KIND(WEEKLY);
	n->template_ = (char *)(uintptr_t)(one->leads ? "weekly_leader" : "weekly");
	n->post = (char *)(uintptr_t)(one->leads  ? one->post
				      : one->unit ? "county_head"
						  : "leading_group");
	r = notice_field(c->s, n, "scope", u ? u->name : one->leads ? "您挂点的" : "全市");
	r = r ? r : weekly_fields(c->s, n, &one->sum);
	r = r ? r : notice_field(c->s, n, "brief", brief);
	return r ? r : notice_tell(c->s, n);
}

static int make(struct subject_scan *s, const struct notice_rules *rules)
{
	struct composing c = {.s = s, .rules = rules};
	struct weekly_readers readers;
	int r = weekly_readers_find(s, &readers);
	uint32_t number = r ? 0 : last_brief(s);
	const char *brief = number ? arena_printf(s->arena, "%u", number) : "";

	if (!r && readers.n)
		r = brief ? count_all(s, &readers) : -ENOMEM;
	for (size_t i = 0; i < readers.n && !r; i++)
		r = tell(&c, &readers.one[i], brief);
	return r;
}

int weekly_follow(struct subject_scan *s, const struct notice_rules *rules,
		  const Duban__NoticeDesk *desk, uint32_t *ret)
{
	const struct office_hours hours = {s->calendar, s->zone_minutes};
	date_t today = date_at(s->now, s->zone_minutes), day = office_monday(&hours, today);
	usec_t at = office_minute(&hours, day, rules->from);
	int r = 0;

	/* a store that sleeps on that day sends none later: it would tell of another day */
	if (today == day && s->now >= at && desk->weekly_date != date_ymd(day)) {
		r = make(s, rules);
		*ret = date_ymd(day);
	}
	if (at <= s->now)
		at = office_minute(&hours, office_monday(&hours, today + WEEK), rules->from);
	s->again(s, at);
	return r;
}
