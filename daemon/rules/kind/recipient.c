/* The kind "recipient": a person who may have to be told something, by number. At the next instant
 * that suits the person, all that is marked for him is compared with the ledger, and what differs
 * becomes one notice. Nothing that is put off is lost: the mark stays until it is told or there is
 * nothing to tell. */
#include <errno.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/notice/notice.h"
#include "model/office/person.h"
#include "model/office/post.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "rules/notice/compose.h"
#include "rules/notice/look.h"
#include "rules/notice/office_hours.h"
#include "rules/notice/recipients.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* The first person from `from` on in a table in order of persons; UINT32_MAX: none. */
static uint32_t person_from(struct txn *t, enum table table, uint32_t from)
{
	/* behind all keys of the one before */
	struct key *before = key_u64(key_u32(KEY(), from - 1), UINT64_MAX);
	struct scan s = scan_after(t, table, BYTES("", 0), key_bytes(before));
	struct key_reader k;

	if (!scan_next(&s))
		return UINT32_MAX;
	k = (struct key_reader){.rest = s.key, .ok = true};
	return key_read_u32(&k);
}

/* Whoever has marks, or was told something. */
static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	uint32_t marked = person_from(t, TABLE_notice_mark, io->number + 1);
	uint32_t told = person_from(t, TABLE_notice_day, io->number + 1);

	(void)a;
	io->number = marked < told ? marked : told;
	return io->number != UINT32_MAX;
}

static int load(struct subject_scan *s)
{
	const Duban__Person *p = person_get(s->txn, s->arena, s->of->number);
	struct subject one = {.id = *s->of, .unit = p ? p->unit : 0};

	return p ? s->see(s, &one) : txn_error(s->txn);
}

static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_NOTICE_OWED:
		ret->number = ev->notice_owed->person;
		return true;
	case DUBAN__EVENT__BODY_NOTICE_REPORTED:
		ret->number = ev->notice_reported->person;
		return true;
	case DUBAN__EVENT__BODY_POST_PUT:
		ret->number = ev->post_put->post ? ev->post_put->post->person : 0;
		return ret->number;
	case DUBAN__EVENT__BODY_NOTICE_MUTE_PUT:
		ret->number = ev->notice_mute_put->mute ? ev->notice_mute_put->mute->person : 0;
		return ret->number;
	default:
		return false;
	}
}

/* What is looked at for one person. */
struct recipient_reading {
	struct subject_scan *s;
	uint32_t person;
	const struct notice_rules *rules;
	struct arena *one; /* for one mark */
	struct office_hours hours;
	struct notice_tellings tell;
	int64_t max; /* texts a day */
	struct matters_list {
		Duban__NoticeMatter **matter;
		size_t n;
	} dropped, moved; /* nothing to tell; another's by now */
};

static int drop(struct recipient_reading *d, struct matters_list *io, const Duban__NoticeMark *m)
{
	Duban__NoticeMatter *one = arena_alloc(d->s->arena, sizeof *one);
	Duban__NoticeMatter **grown =
	    one ? arena_grow(d->s->arena, io->matter, io->n, sizeof *grown) : NULL;

	if (!grown)
		return -ENOMEM;
	duban__notice_matter__init(one);
	one->rule = m->rule;
	one->subject = m->subject;
	io->matter = grown;
	io->matter[io->n++] = one;
	return 0;
}

static size_t looked_at(const struct recipient_reading *d)
{
	return d->tell.n + d->dropped.n + d->moved.n;
}

static int add(struct recipient_reading *d, const struct notice_telling *one, const char *post)
{
	struct notice_tellings *t = &d->tell;
	struct notice_telling *grown = arena_grow(d->s->arena, t->one, t->n, sizeof *grown);
	int64_t max = 0;
	int r;

	if (!grown)
		return -ENOMEM;
	t->one = grown;
	t->one[t->n++] = *one;
	r = notice_texts_max(d->s->txn, d->one, post, &max);
	/* of several posts the one that may be told more often counts; who was told of a beginning
	 * is told of its end in any case */
	if (t->n == 1 || max > d->max) {
		d->max = max;
		t->post = arena_str(d->s->arena, post);
	}
	return r ? r : t->post ? 0 : -ENOMEM;
}

/* Adds what there is to tell of one mark, or drops it. */
static int weigh(struct recipient_reading *d, const Duban__NoticeMark *m)
{
	struct subject_scan s = look_in(d->s, d->one);
	const Duban__NoticeEntry *entry =
	    notice_entry(s.txn, s.arena, d->person, m->subject, m->rule);
	struct notice_telling t = {.told_by = entry ? entry->state_notice : 0};
	const struct recipient *as;
	struct recipients to;
	int64_t max = 1;
	int r = look_at(&s, m->subject, m->rule, &t.look);

	if (!r)
		r = look_recipients(&s, &t.look, &to);
	if (r)
		return r;
	as = recipient_in(&to, d->person);
	t.kind = look_difference(&t.look, entry, as);
	if (as && t.kind != NOTICE_KIND(END) && t.look.warning)
		r = notice_texts_max(s.txn, s.arena, as->post, &max);
	if (r)
		return r;
	if (!t.kind && t.look.open && !as)
		return drop(d, &d->moved, m);
	if (!t.kind || !max || look_in_vain(&t.look, entry, d->rules->tries))
		return drop(d, &d->dropped, m);
	t.look.warning = NULL; /* forgotten with this mark */
	return add(d, &t, as ? as->post : entry ? entry->post : "");
}

static int weigh_all(struct recipient_reading *d)
{
	struct scan marks =
	    scan_start(d->s->txn, TABLE_notice_mark, key_bytes(key_u32(KEY(), d->person)));
	int r = 0;

	while (!r && looked_at(d) < NOTICE_DIGEST_MAX && scan_next(&marks)) {
		const Duban__NoticeMark *m = record_unpack(
		    d->s->txn, marks.value, &duban__notice_mark__descriptor, d->s->arena);

		arena_reset(d->one);
		r = m ? weigh(d, m) : -EBADMSG;
	}
	return r ? r : txn_error(d->s->txn);
}

/* One delay that goes on under another rule is one delay: its old lamp's end has no word. */
static void hush(struct notice_tellings *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct notice_telling *one = &t->one[i];
		bool follows = one->look.state.cause == CLEAR_CAUSE(SUPERSEDED) &&
			       one->kind == NOTICE_KIND(END);

		for (size_t k = 0; k < t->n && follows && !one->quiet; k++)
			one->quiet = t->one[k].kind != NOTICE_KIND(END) &&
				     subject_same(t->one[k].look.subject, one->look.subject);
	}
}

static int tell_dropped(const struct recipient_reading *d)
{
	Duban__NoticeDropped *b = arena_alloc(d->s->arena, sizeof *b);
	Duban__Event *ev;

	if (!d->dropped.n && !d->moved.n)
		return 0;
	ev = b ? d->s->tell(d->s) : NULL;
	if (!ev)
		return -ENOMEM;
	duban__notice_dropped__init(b);
	b->person = d->person;
	b->matter = d->dropped.matter;
	b->n_matter = d->dropped.n;
	b->moved = d->moved.matter;
	b->n_moved = d->moved.n;
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_DROPPED;
	ev->notice_dropped = b;
	return 0;
}

/* Texts that the person had today. */
static int64_t texts_today(const struct recipient_reading *d)
{
	const Duban__NoticeDay *day = notice_day(d->s->txn, d->s->arena, d->person);
	uint32_t today = date_ymd(date_at(d->s->now, d->hours.zone_minutes));

	return day && day->day_date == today ? day->texts : 0;
}

static int tell(struct recipient_reading *d)
{
	int r = weigh_all(d);

	if (r)
		return r;
	hush(&d->tell);
	if (d->tell.n && texts_today(d) >= (d->max ? d->max : 1)) {
		d->s->again(d->s, office_next_day(&d->hours, d->rules->from, d->s->now));
		return tell_dropped(d);
	}
	if (d->tell.n)
		r = notice_compose(&(struct composing){.s = d->s, .rules = d->rules}, d->person,
				   &d->tell);
	if (looked_at(d) == NOTICE_DIGEST_MAX)
		d->s->again(d->s, d->s->now);
	return r ? r : tell_dropped(d);
}

/* The oldest mark; USEC_NEVER: there is none. */
static int oldest_mark(struct recipient_reading *d, usec_t *ret)
{
	struct scan marks =
	    scan_start(d->s->txn, TABLE_notice_mark, key_bytes(key_u32(KEY(), d->person)));

	*ret = USEC_NEVER;
	while (scan_next(&marks)) {
		const Duban__NoticeMark *m;

		arena_reset(d->one);
		m = record_unpack(d->s->txn, marks.value, &duban__notice_mark__descriptor, d->one);
		if (!m)
			return -EBADMSG;
		if (m->marked_at < *ret)
			*ret = m->marked_at;
	}
	return txn_error(d->s->txn);
}

/* Until when the person wants to hear nothing; 0: he does. */
static usec_t muted_until(const struct recipient_reading *d)
{
	const Duban__NoticeMute *m = notice_mute(d->s->txn, d->s->arena, d->person);
	uint32_t today = date_ymd(date_at(d->s->now, d->hours.zone_minutes));

	if (!m || !m->until_date || today < m->from_date || today > m->until_date)
		return 0;
	return date_start(date_from_ymd(m->until_date) + 1, d->hours.zone_minutes);
}

/* The earliest instant at which the person may be told what is marked; d->s->now: at once. */
static int suits(struct recipient_reading *d, usec_t *ret)
{
	usec_t at, muted = muted_until(d);
	int r = oldest_mark(d, &at);

	*ret = at;
	if (r || at == USEC_NEVER)
		return r;
	at += d->rules->gather * USEC_PER_MIN;
	if (at < d->s->now)
		at = d->s->now;
	if (at < muted)
		at = muted;
	*ret = office_open(&d->hours, d->rules->from, d->rules->until, at);
	return 0;
}

/* When a post of the person ends, others are told of what he was told of. */
static int review_posts(struct recipient_reading *d)
{
	const Duban__NoticeDay *day = notice_day(d->s->txn, d->s->arena, d->person);
	date_t today = date_at(d->s->now, d->hours.zone_minutes);
	uint32_t looked = day ? day->looked_date : 0;
	Duban__NoticeReviewed *b;
	struct posts posts;
	Duban__Event *ev;
	bool over = false;
	int r = posts_load(d->s->txn, d->s->arena, d->person, &posts);

	for (size_t i = 0; i < posts.n && !r; i++) {
		uint32_t until = posts.post[i]->until_date;
		date_t last = date_from_ymd(until);

		over = over || (until && last < today && looked && until >= looked);
		if (until && last >= today)
			d->s->again(d->s, date_start(last + 1, d->hours.zone_minutes));
	}
	if (r || !over)
		return r;
	b = arena_alloc(d->s->arena, sizeof *b);
	ev = b ? d->s->tell(d->s) : NULL;
	if (!ev)
		return -ENOMEM;
	duban__notice_reviewed__init(b);
	b->person = d->person;
	b->looked_date = date_ymd(today);
	ev->body_case = DUBAN__EVENT__BODY_NOTICE_REVIEWED;
	ev->notice_reviewed = b;
	return 0;
}

static int follow(struct subject_scan *s, const struct subject *one)
{
	_cleanup_(arena_freep) struct arena *mark = NULL;
	struct notice_rules rules;
	struct recipient_reading d = {.s = s,
				      .person = one->id.number,
				      .rules = &rules,
				      .hours = {s->calendar, s->zone_minutes}};
	usec_t at;
	int r = notice_rules_load(s->txn, s->arena, &rules);

	if (r || !rules.on)
		return r;
	r = arena_new(&mark, WIRE_ARENA_MAX);
	d.one = mark;
	if (!r)
		r = review_posts(&d);
	if (!r)
		r = suits(&d, &at);
	if (r || at == USEC_NEVER)
		return r;
	if (at <= s->now)
		return tell(&d);
	s->again(s, at);
	return 0;
}

SUBJECT_KIND(recipient, .page = "notice list", .next = next, .load = load, .touched = touched,
	     .follow = follow);
