/* The kind "publication": what the clock drafts, one subject of the city. Nothing is drafted for a
 * day that is over: a store that was down then, or got its parameters later, drafts the next one.
 * No rule judges it. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/counter.h"
#include "model/param/parameter.h"
#include "model/publication/publication.h"
#include "rules/head.h"
#include "rules/publication/clock.h"
#include "rules/publication/draft.h"
#include "rules/subject.h"
#include "store/db/txn.h"

/* Somebody was faster, or it was dropped. */
static bool is_there(struct subject_scan *s, Duban__PublicationSeries series, const char *list,
		     date_t until)
{
	uint32_t year = date_ymd(date_at(s->now, s->zone_minutes)) / 10000;
	struct publication_name n = {.series = series, .year = year};

	while (publication_after(s->txn, &n)) {
		const Duban__Publication *p = publication_get(s->txn, s->arena, &n);

		if (p && p->until_date == date_ymd(until) && strcmp(p->list, list) == 0)
			return true;
	}
	return false;
}

static int tell(struct subject_scan *s, const struct draft_asked *q)
{
	Duban__PublicationDrafted *b = arena_alloc(s->arena, sizeof *b);
	Duban__Event *ev;
	int r;

	if (!b)
		return -ENOMEM;
	duban__publication_drafted__init(b);
	r = publication_draft(s, q, &b->publication);
	/* what has no room in a record is the office's to cut: it drafts by hand, and is told why
	 */
	if (r > 0)
		return 0;
	ev = r ? NULL : s->tell(s);
	if (!ev)
		return r ? r : -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_PUBLICATION_DRAFTED;
	ev->publication_drafted = b;
	return 0;
}

static int draft(struct subject_scan *s, const struct drafting_series *row,
		 const struct drafting_due *due, const char *list)
{
	struct subject_head *head = arena_alloc(s->arena, sizeof *head);
	struct draft_asked q = {.series = row->series,
				.list = list,
				.from = due->from,
				.until = due->until,
				.drafter = ""};
	int r;

	if (!head || is_there(s, row->series, list, due->until))
		return head ? txn_error(s->txn) : -ENOMEM;
	r = s->settle(s);
	if (r)
		return r;
	s->head(s, head);
	q.head_seq = head->seq;
	q.head_hash = BYTES(head->hash, sizeof head->hash);
	return tell(s, &q);
}

static int follow_series(struct subject_scan *s, const struct drafting_series *row,
			 const char *list)
{
	date_t today = date_at(s->now, s->zone_minutes);
	struct drafting_due due;
	int64_t no = 0;
	int r = parameter_number(s->txn, s->arena, NULL, row->param, &no);

	if (r || no)
		return r;
	r = row->due(s, today, &due);
	if (!r && due.at <= s->now) {
		r = draft(s, row, &due, list);
		if (!r)
			r = row->due(s, today + 1, &due);
	}
	if (!r)
		s->again(s, due.at);
	return r;
}

static int follow(struct subject_scan *s, const struct subject *one)
{
	const char *list = publication_param(s->txn, s->arena, "brief.list");
	int r = list ? 0 : txn_error(s->txn) ? txn_error(s->txn) : -ENOMEM;

	(void)one;
	/* whose publications these are is said once; until then nothing is drafted */
	if (r || !*list)
		return r ? r : txn_error(s->txn);
	for (size_t i = 0; i < drafting_table_count && !r; i++)
		r = follow_series(s, &drafting_table[i], list);
	return r;
}

static int load(struct subject_scan *s)
{
	struct subject one = {.id = *s->of};

	return s->of->number == 1 ? s->see(s, &one) : 0;
}

static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	(void)a;
	return !io->number && counter_last(t, "unit") && (io->number = 1);
}

static bool is_rule(const char *key)
{
	static const char *const rules[] = {"brief.", "bulletin.", "pack.", "daily.",
					    "report.lock_wd"};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strncmp(key, rules[i], strlen(rules[i])) == 0)
			return true;
	return false;
}

static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	ret->number = 1;
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_CALENDAR_PUBLISHED:
		return true;
	case DUBAN__EVENT__BODY_PARAMETER_SET:
		return ev->parameter_set->parameter && is_rule(ev->parameter_set->parameter->key);
	default:
		return false;
	}
}

static bool about(struct subject_about *io)
{
	io->name = "";
	io->words = "";
	return true;
}

SUBJECT_KIND(publication, .page = "brief list", .load = load, .next = next, .touched = touched,
	     .follow = follow, .about = about);
