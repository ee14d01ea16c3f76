/* The kind "desk": the city's one desk that takes up what changed (news), finds out who must be
 * told, and marks it for them; it also makes the weekly notices. It works a little before the hours
 * in which people are told, so that all that came together over night is in one text. Its name
 * sorts before "recipient": at the same instant it is done before they are. */
#include <errno.h>

#include "model/core/counter.h"
#include "model/notice/notice.h"
#include "model/office/holder.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "rules/notice/look.h"
#include "rules/notice/office_hours.h"
#include "rules/notice/recipients.h"
#include "rules/notice/source.h"
#include "rules/notice/weekly.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { DESK_SLICE = 100 };

/* A store without persons has nobody to tell: a fresh one has no subject at all. */
static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	(void)a;
	if (io->number >= NOTICE_DESK || !counter_last(t, "person"))
		return false;
	io->number = NOTICE_DESK;
	return true;
}

static int load(struct subject_scan *s)
{
	struct subject one = {.id = *s->of};

	return s->see(s, &one);
}

static bool is_rule(const char *key)
{
	return strncmp(key, "notice.", strlen("notice.")) == 0;
}

static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	ret->number = NOTICE_DESK;
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_NOTICE_BEGUN:
	case DUBAN__EVENT__BODY_POST_PUT:
	case DUBAN__EVENT__BODY_PERSON_REPLACED:
	case DUBAN__EVENT__BODY_CALENDAR_PUBLISHED:
		return true;
	case DUBAN__EVENT__BODY_PARAMETER_SET:
		return ev->parameter_set->parameter && is_rule(ev->parameter_set->parameter->key);
	default:
		return false;
	}
}

/* What may be news. */
static bool gathers(const Duban__Event *ev, Duban__Subject *ret)
{
	ret->number = NOTICE_DESK;
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_NOTICE_REVIEWED:
	case DUBAN__EVENT__BODY_NOTICE_DROPPED:
	case DUBAN__EVENT__BODY_LINK_PUT:
	case DUBAN__EVENT__BODY_PROJECT_PUT:
		return true;
	default:
		return event_subject(ev) || notice_source_touched(ev);
	}
}

/* What one look of the desk finds. */
struct sorting {
	struct subject_scan *s;
	struct arena *one; /* for one matter */
	struct holder_memo *holders;
	struct {
		uint32_t person;
		Duban__NoticeOwed *owed;
	} * to;
	size_t n_to;
	Duban__NoticeMatter **matter;
	size_t n_matter;
};

static Duban__NoticeOwed *owed_to(struct sorting *g, uint32_t person)
{
	Duban__NoticeOwed *b;

	for (size_t i = 0; i < g->n_to; i++)
		if (g->to[i].person == person)
			return g->to[i].owed;
	b = arena_alloc(g->s->arena, sizeof *b);
	g->to = b ? arena_grow(g->s->arena, g->to, g->n_to, sizeof *g->to) : NULL;
	if (!g->to)
		return NULL;
	duban__notice_owed__init(b);
	b->person = person;
	g->to[g->n_to].person = person;
	g->to[g->n_to++].owed = b;
	return b;
}

static int owe(struct sorting *g, uint32_t person, const Duban__NoticeMatter *m)
{
	Duban__NoticeOwed *b = owed_to(g, person);
	Duban__NoticeMark *mark = b ? arena_alloc(g->s->arena, sizeof *mark) : NULL;
	Duban__NoticeMark **grown =
	    mark ? arena_grow(g->s->arena, b->mark, b->n_mark, sizeof *grown) : NULL;

	if (!grown)
		return -ENOMEM;
	duban__notice_mark__init(mark);
	mark->subject = m->subject;
	mark->rule = m->rule;
	b->mark = grown;
	b->mark[b->n_mark++] = mark;
	return 0;
}

/* Those who are to be told now. City and 挂点 leaders have no texts about lamps at all. */
static int sort_recipients(struct sorting *g, const struct notice_look *l,
			   const Duban__NoticeMatter *m, const struct recipients *to)
{
	int r = 0;

	for (size_t i = 0; i < to->n && !r; i++) {
		const Duban__NoticeEntry *e =
		    notice_entry(g->s->txn, g->one, to->to[i].person, m->subject, m->rule);
		struct notice_look now = *l;
		int64_t max = 1;

		if (l->warning)
			r = notice_texts_max(g->s->txn, g->one, to->to[i].post, &max);
		if (!r && max && look_difference(&now, e, &to->to[i]))
			r = owe(g, to->to[i].person, m);
	}
	return r;
}

/* Those who were told that it is lit, and are to be told no more of it: it is out, or another's. */
static int sort_told(struct sorting *g, const Duban__NoticeMatter *m, const struct recipients *to)
{
	struct key *prefix = notice_matter_key(KEY(), m->subject, m->rule);
	struct scan told = scan_start(g->s->txn, TABLE_notice_told, key_bytes(prefix));
	int r = 0;

	while (!r && scan_next(&told)) {
		struct key_reader k = {.rest = BYTES((const uint8_t *)told.key.data + prefix->size,
						     told.key.size - prefix->size),
				       .ok = true};
		uint32_t person = key_read_u32(&k);

		if (!recipient_in(to, person) &&
		    notice_stands(notice_entry(g->s->txn, g->one, person, m->subject, m->rule)))
			r = owe(g, person, m);
	}
	return r;
}

static int sort_one(struct sorting *g, Duban__NoticeMatter *m)
{
	struct subject_scan s = look_in(g->s, g->one);
	struct recipients to;
	struct notice_look l;
	int r = look_at(&s, m->subject, m->rule, &l);

	s.holders = g->holders;
	if (!r)
		r = look_recipients(&s, &l, &to);
	if (!r)
		r = sort_recipients(g, &l, m, &to);
	return r ? r : sort_told(g, m, &to);
}

static Duban__NoticeMatter *matter_read(struct sorting *g, struct bytes key)
{
	Duban__NoticeMatter *m = arena_alloc(g->s->arena, sizeof *m), **grown;
	Duban__Subject *subject = arena_alloc(g->s->arena, sizeof *subject);

	grown = m ? arena_grow(g->s->arena, g->matter, g->n_matter, sizeof *grown) : NULL;
	if (!grown || !subject)
		return NULL;
	duban__notice_matter__init(m);
	duban__subject__init(subject);
	warning_key_read(key, subject, &m->rule);
	subject->kind = arena_str(g->s->arena, subject->kind);
	m->subject = subject;
	g->matter = grown;
	g->matter[g->n_matter++] = m;
	return subject->kind ? m : NULL;
}

static int sort(struct sorting *g, bool *ret_more)
{
	struct scan news = scan_start(g->s->txn, TABLE_news, BYTES("", 0));
	int r = 0;

	*ret_more = false;
	g->holders = arena_alloc(g->s->arena, sizeof *g->holders);
	if (!g->holders)
		return -ENOMEM;
	*g->holders = (struct holder_memo){.arena = g->s->arena};
	while (!r && scan_next(&news)) {
		Duban__NoticeMatter *m;

		if (g->n_matter == DESK_SLICE) {
			*ret_more = true;
			break;
		}
		arena_reset(g->one);
		m = matter_read(g, news.key);
		r = m ? sort_one(g, m) : -ENOMEM;
	}
	return r ? r : txn_error(g->s->txn);
}

static int tell_owed(struct sorting *g)
{
	for (size_t i = 0; i < g->n_to; i++) {
		Duban__Event *ev = g->s->tell(g->s);

		if (!ev)
			return -ENOMEM;
		ev->body_case = DUBAN__EVENT__BODY_NOTICE_OWED;
		ev->notice_owed = g->to[i].owed;
	}
	return 0;
}

static int tell_sorted(struct sorting *g, uint32_t weekly, bool more)
{
	Duban__NoticeSorted *b = arena_alloc(g->s->arena, sizeof *b);
	Duban__Event *ev;

	if (!g->n_matter && !weekly)
		return 0;
	ev = b ? g->s->tell(g->s) : NULL;
	if (!ev)
		return -ENOMEM;
	duban__notice_sorted__init(b);
	b->matter = g->matter;
	b->n_matter = g->n_matter;
	b->weekly_date = weekly;
	b->more = more;
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_SORTED;
	ev->notice_sorted = b;
	return 0;
}

/* A store of an older duband: what stands now was told by other ways. */
static int begin(struct subject_scan *s)
{
	Duban__NoticeBegun *b = arena_alloc(s->arena, sizeof *b);
	Duban__Event *ev = b ? s->tell(s) : NULL;

	if (!ev)
		return -ENOMEM;
	duban__notice_begun__init(b);
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_BEGUN;
	ev->notice_begun = b;
	return 0;
}

static int work(struct subject_scan *s, const struct notice_rules *rules,
		const Duban__NoticeDesk *desk)
{
	const struct office_hours hours = {s->calendar, s->zone_minutes};
	usec_t opens = office_open(&hours, rules->from - rules->gather, rules->until, s->now);
	usec_t rested = desk->sorted_at + rules->gather * USEC_PER_MIN;
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct sorting g = {.s = s};
	uint32_t weekly = 0;
	bool more = false;
	int r = arena_new(&one, WIRE_ARENA_MAX);

	g.one = one;
	if (r)
		return r;
	if (opens <= s->now && rested <= s->now)
		r = sort(&g, &more);
	else if (txn_count(s->txn, TABLE_news))
		s->rest(s, opens > rested ? opens : rested);
	if (!r && rules->monday)
		r = weekly_follow(s, rules, desk, &weekly);
	if (!r)
		r = tell_owed(&g);
	if (!r)
		r = tell_sorted(&g, weekly, more);
	if (more)
		s->again(s, s->now);
	return r;
}

static int follow(struct subject_scan *s, const struct subject *one)
{
	const Duban__NoticeDesk *desk = notice_desk(s->txn, s->arena);
	struct notice_rules rules;
	int r = notice_rules_load(s->txn, s->arena, &rules);

	(void)one;
	if (r || !rules.on)
		return r;
	return desk ? work(s, &rules, desk) : begin(s);
}

SUBJECT_KIND(desk, .page = "notice list", .next = next, .load = load, .touched = touched,
	     .gathers = gathers, .follow = follow);
