#include "model/notice/ledger.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/notice/notice.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/txn.h"

static void put(struct txn *t, const Duban__NoticeEntry *e)
{
	struct key *k = notice_entry_key(KEY(), e->person, e->subject, e->rule);
	struct key *other = key_u32(notice_matter_key(KEY(), e->subject, e->rule), e->person);

	record_put(t, TABLE_notice_entry, key_bytes(k), e);
	txn_put(t, TABLE_notice_told, key_bytes(other), BYTES("", 0));
}

bool notice_came_to_nothing(Duban__NoticeResult r)
{
	return r == NOTICE_RESULT(FAILED) || r == NOTICE_RESULT(EXPIRED);
}

/* `n` of the earlier ones go. */
static void drop(Duban__NoticeEntry *e, size_t at, size_t n)
{
	e->n_earlier -= n;
	memmove(e->earlier + at, e->earlier + at + n, (e->n_earlier - at) * sizeof(void *));
}

/* What was told before counts as heard, receipt or not: it may have been, and only what is surely
 * unheard of has no end. */
static void keep_earlier(struct txn *t, struct arena *a, Duban__NoticeEntry *e)
{
	Duban__NoticeSaid *said = arena_alloc(a, sizeof *said);

	if (!e->state)
		return;
	if (e->n_earlier >= NOTICE_EARLIER_MAX)
		drop(e, 0, 1);
	e->earlier = arena_longer(a, e->earlier, e->n_earlier, sizeof(void *));
	if (!said || !e->earlier) {
		txn_fail(t, -ENOMEM);
		e->n_earlier = 0;
		return;
	}
	duban__notice_said__init(said);
	said->state = e->state;
	said->notice = e->state_notice;
	e->earlier[e->n_earlier++] = said;
}

void ledger_tell(struct txn *t, struct arena *a, const struct ledger_line *of,
		 const Duban__NoticeItem *item)
{
	Duban__NoticeEntry *e = notice_entry(t, a, of->person, item->subject, item->rule);
	Duban__NoticeEntry fresh = DUBAN__NOTICE_ENTRY__INIT;

	if (!e)
		e = &fresh;
	e->person = of->person;
	e->subject = item->subject;
	e->rule = item->rule;
	keep_earlier(t, a, e);
	e->state = item->state;
	e->notice = e->state_notice = of->notice;
	e->told_at = of->at;
	e->result = NOTICE_RESULT(UNKNOWN);
	e->via = 0;
	e->post = (char *)(uintptr_t)of->post;
	put(t, e);
}

/* Who must be told of it is owed again; the difference tells what. */
static void owe(struct txn *t, const Duban__NoticeEntry *e, int64_t at)
{
	Duban__NoticeMark m = DUBAN__NOTICE_MARK__INIT;

	m.person = e->person;
	m.subject = e->subject;
	m.rule = e->rule;
	m.marked_at = at;
	record_put(t, TABLE_notice_mark,
		   key_bytes(notice_entry_key(KEY(), m.person, m.subject, m.rule)), &m);
}

/* The place of the notice among the earlier ones; n_earlier: it is none of them. */
static size_t place(const Duban__NoticeEntry *e, uint32_t notice)
{
	size_t i = 0;

	while (i < e->n_earlier && e->earlier[i]->notice != notice)
		i++;
	return i;
}

/* What stood last never came: what was told before it holds again. */
static void take_back(struct txn *t, Duban__NoticeEntry *e, const Duban__Notice *n)
{
	const Duban__NoticeSaid *last = e->n_earlier ? e->earlier[e->n_earlier - 1] : NULL;

	if (e->notice == n->num) {
		e->failed = e->state;
		e->tries += n->result == NOTICE_RESULT(FAILED);
	}
	e->state = last ? last->state : NULL;
	e->state_notice = last ? last->notice : 0;
	e->n_earlier -= last != NULL;
	owe(t, e, n->result_at);
}

static void came_to_nothing(struct txn *t, Duban__NoticeEntry *e, const Duban__Notice *n)
{
	size_t at = place(e, n->num);

	if (e->state_notice == n->num)
		take_back(t, e, n);
	else if (at < e->n_earlier)
		drop(e, at, 1);
}

/* What was told before it does not matter any more. */
static void arrived(Duban__NoticeEntry *e, const Duban__Notice *n)
{
	size_t at = place(e, n->num);

	if (at && (at < e->n_earlier || e->state_notice == n->num))
		drop(e, 0, at);
	if (e->notice == n->num)
		e->tries = 0;
}

void ledger_report(struct txn *t, Duban__NoticeEntry *e, const Duban__Notice *n)
{
	if (e->notice == n->num) {
		e->result = n->result;
		e->via = n->via;
		if (!notice_came_to_nothing(n->result))
			e->failed = NULL;
	}
	if (notice_came_to_nothing(n->result))
		came_to_nothing(t, e, n);
	else if (n->result == NOTICE_RESULT(DELIVERED))
		arrived(e, n);
	put(t, e);
}
