#include "rules/notice/weekly.h"

#include <errno.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "rules/notice/compose.h"
#include "rules/notice/weekly_readers.h"
#include "rules/notice/weekly_sums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { WEEK = 7 };

/* One project counts for the city, for the counties above its unit, for its 挂点 leaders. */
static int count(struct weekly_readers *readers, struct weekly_project *p)
{
	int r = weekly_project_load(p);

	for (size_t i = 0; i < readers->n && !r; i++) {
		struct weekly_reader *one = &readers->one[i];

		if (one->leads ? weekly_leads(p->project, one->person)
			       : weekly_within(p, one->unit))
			r = weekly_add(&one->sum, p, one->leads);
	}
	return r;
}

static int count_all(struct subject_scan *s, struct weekly_readers *readers)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct scan all = scan_start(s->txn, TABLE_project, BYTES("", 0));
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	while (!r && scan_next(&all)) {
		struct weekly_project p = {.scan = s, .scratch = scratch};

		arena_reset(scratch);
		p.project = record_unpack(s->txn, all.value, &duban__project__descriptor, scratch);
		if (p.project && project_active(p.project))
			r = count(readers, &p);
	}
	return r ? r : txn_error(s->txn);
}

static int tell(struct composing *c, const struct weekly_reader *one)
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
	return r ? r : notice_tell(c->s, n);
}

static int make(struct subject_scan *s, const struct notice_rules *rules)
{
	struct composing c = {.s = s, .rules = rules};
	struct weekly_readers readers;
	int r = weekly_readers_find(s, &readers);

	if (!r && readers.n)
		r = count_all(s, &readers);
	for (size_t i = 0; i < readers.n && !r; i++)
		r = tell(&c, &readers.one[i]);
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
