/* The kind "standing": a unit of a ranking, by its number, as a subject of the city. Only a
 * publication changes what its rule sees. */
#include <errno.h>

#include "base/arena.h"
#include "model/core/money.h"
#include "model/office/unit.h"
#include "model/ranking/ranking.h"
#include "model/ranking/standing.h"
#include "rules/kind/standing_view.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum {
	MONTHS_MAX = 7,
	MONTHS = 12
}; /* the months in a row that a parameter may ask for, and one */

static struct standing_line line_of(const struct standing *s)
{
	const Duban__Ranking *r = s->ranking;
	const Duban__RankingLine *l = r->line[s->line];
	__int128 done = (__int128)money_fen(l->completed) * MONTHS;
	__int128 due = (__int128)money_fen(l->plan) * (r->month % 100);
	return (struct standing_line){.list = r->list,
				      .month = r->month,
				      .rank = l->rank,
				      .missed = done < due,
				      .top = ranking_is_top(l),
				      .from_last = standing_from_last(s),
				      .published = date_from_ymd(r->published_date)};
}

static int load(struct subject_scan *s)
{
	struct subject one = {.id = *s->of, .unit = s->of->number};
	struct standing_view v = {.zone_minutes = s->zone_minutes};
	struct standing_line *line;
	struct standings all;
	int r = standings_load(s->txn, s->arena, s->of->number, MONTHS_MAX, &all);

	if (r || !all.n)
		return r;
	line = arena_alloc(s->arena, all.n * sizeof *line);
	if (!line)
		return -ENOMEM;
	for (size_t i = 0; i < all.n; i++)
		line[i] = line_of(&all.of[i]);
	v.line = line;
	v.n = all.n;
	one.view = &v;
	return s->see(s, &one);
}

/* Any unit may have a line; without one nothing is seen. */
static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	struct key *from = key_u32(KEY(), io->number);
	struct key_reader k;
	struct scan s;

	(void)a;
	if (!txn_count(t, TABLE_ranking))
		return false;
	s = scan_after(t, TABLE_unit, BYTES("", 0), io->number ? key_bytes(from) : BYTES("", 0));
	if (!scan_next(&s))
		return false;
	k = (struct key_reader){.rest = s.key, .ok = true};
	io->number = key_read_u32(&k);
	return true;
}

static void wakes(struct subject_wakes *w)
{
	const Duban__Ranking *r;

	if (w->ev->body_case != DUBAN__EVENT__BODY_RANKING_PUBLISHED)
		return;
	r = w->ev->ranking_published->ranking;
	for (size_t i = 0; r && i < r->n_line; i++) {
		Duban__Subject of = DUBAN__SUBJECT__INIT;

		of.kind = (char *)(uintptr_t)STANDING_KIND;
		of.number = r->line[i]->unit;
		w->wake(w, &of);
	}
}

static bool about(struct subject_about *io)
{
	const Duban__Unit *u = unit_get(io->txn, io->arena, io->id->number);
	struct standings last;

	if (!u || standings_load(io->txn, io->arena, u->num, 1, &last))
		return false;
	io->unit = u->num;
	io->name = u->name;
	io->words = last.n ? last.of[0].ranking->list : "";
	return true;
}

SUBJECT_KIND(standing, .page = "ranking list --list", .load = load, .next = next, .wakes = wakes,
	     .about = about);
