#include "rules/notice/weekly_readers.h"

#include <errno.h>
#include <stdlib.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/office/post.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static uint32_t today(const struct subject_scan *s)
{
	return date_ymd(date_at(s->now, s->zone_minutes));
}

/* The first reason counts: who leads projects reads of those, also as a member of a body. */
static int add(struct subject_scan *s, struct weekly_readers *io, const struct weekly_reader *one,
	       struct weekly_reader **ret)
{
	struct weekly_reader *grown;

	*ret = NULL;
	if (!one->person)
		return 0;
	for (size_t i = 0; i < io->n; i++)
		if (io->one[i].person == one->person) {
			*ret = &io->one[i];
			return 0;
		}
	grown = arena_grow(s->arena, io->one, io->n, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	io->one = grown;
	io->one[io->n] = *one;
	*ret = &io->one[io->n++];
	return 0;
}

static int add_leader(struct subject_scan *s, struct weekly_readers *io, uint32_t project,
		      const struct weekly_reader *one)
{
	struct weekly_reader *in;
	int r = add(s, io, one, &in);

	if (r || !in || (in->n_project && in->project[in->n_project - 1] == project))
		return r;
	in->project = arena_grow(s->arena, in->project, in->n_project, sizeof *in->project);
	if (!in->project)
		return -ENOMEM;
	in->project[in->n_project++] = project;
	return 0;
}

static int add_leaders_of(struct subject_scan *s, struct weekly_readers *io,
			  const Duban__Project *p)
{
	int r = 0;

	for (size_t i = 0; i < p->n_leader_city && !r; i++)
		r = add_leader(s, io, p->num,
			       &(struct weekly_reader){.person = p->leader_city[i]->person,
						       .leads = true,
						       .post = "linked_leader"});
	for (size_t i = 0; i < p->n_leader_county && !r; i++)
		r = add_leader(s, io, p->num,
			       &(struct weekly_reader){.person = p->leader_county[i]->person,
						       .leads = true,
						       .post = "county_leader"});
	return r;
}

static int add_leaders(struct subject_scan *s, struct weekly_readers *io)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct scan all = scan_start(s->txn, TABLE_project, BYTES("", 0));
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	while (!r && scan_next(&all)) {
		const Duban__Project *p;

		arena_reset(scratch);
		p = record_unpack(s->txn, all.value, &duban__project__descriptor, scratch);
		if (p && project_active(p))
			r = add_leaders_of(s, io, p);
	}
	return r ? r : txn_error(s->txn);
}

/* 市党政两套班子: the members of the leading group. */
static int add_city(struct subject_scan *s, struct weekly_readers *io)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct scan all = scan_start(s->txn, TABLE_group, BYTES("", 0));
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	while (!r && scan_next(&all)) {
		struct weekly_reader *in;
		const Duban__Group *g;

		arena_reset(scratch);
		g = record_unpack(s->txn, all.value, &duban__group__descriptor, scratch);
		if (!g)
			return -ENOMEM;
		for (size_t i = 0; g->kind == GROUP_KIND(LEADING) && i < g->n_member && !r; i++) {
			const Duban__GroupMember *m = g->member[i];

			if (m->who && held_on(m->from_date, m->until_date, today(s)))
				r = add(s, io, &(struct weekly_reader){.person = m->who->person},
					&in);
		}
	}
	return r ? r : txn_error(s->txn);
}

/* 县区的党政一把手和常务副县(区)长 */
static bool heads_county(struct subject_scan *s, struct arena *scratch, const Duban__Post *p)
{
	const Duban__Unit *u;

	if (!held_on(p->from_date, p->until_date, today(s)))
		return false;
	if (p->kind != POST_KIND(HEAD) && p->kind != POST_KIND(EXECUTIVE))
		return false;
	u = unit_get(s->txn, scratch, p->unit);
	return u && (u->kind == DUBAN__UNIT_KIND__UNIT_KIND_COUNTY ||
		     u->kind == DUBAN__UNIT_KIND__UNIT_KIND_ZONE);
}

static int add_counties(struct subject_scan *s, struct weekly_readers *io)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct scan all = scan_start(s->txn, TABLE_post, BYTES("", 0));
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	while (!r && scan_next(&all)) {
		struct weekly_reader *in;
		const Duban__Post *p;

		arena_reset(scratch);
		p = record_unpack(s->txn, all.value, &duban__post__descriptor, scratch);
		if (!p)
			return -ENOMEM;
		if (heads_county(s, scratch, p))
			r = add(s, io,
				&(struct weekly_reader){.person = p->person, .unit = p->unit}, &in);
	}
	return r ? r : txn_error(s->txn);
}

int weekly_readers_find(struct subject_scan *s, struct weekly_readers *ret)
{
	int r;

	*ret = (struct weekly_readers){};
	r = add_leaders(s, ret);
	r = r ? r : add_city(s, ret);
	return r ? r : add_counties(s, ret);
}

bool weekly_within(struct subject_scan *s, struct arena *a, const struct weekly_reader *one,
		   uint32_t unit)
{
	return !one->leads && (!one->unit || unit_within(s->txn, a, unit, one->unit));
}

static int order(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

bool weekly_concerns(struct subject_scan *s, struct arena *a, const struct weekly_reader *one,
		     const struct weekly_lamps *of)
{
	if (!one->leads)
		return weekly_within(s, a, one, of->unit);
	return bsearch(&of->project, one->project, one->n_project, sizeof *one->project, order);
}
