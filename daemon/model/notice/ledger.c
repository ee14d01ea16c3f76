#include "model/notice/ledger.h"

#include <errno.h>

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

/* Is the person told that it began, and not that it ended, if this holds? */
static bool begins(const Duban__NoticeState *s)
{
	return s && !s->ended;
}

/* What was told before counts as heard, receipt or not: it may have been, and only what is surely
 * unheard of has no end. */
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
	/* Several may wait for their receipts: what came before the first of them stays. But an end
	 * does not outlast a beginning that may have been heard: that would lose its own end. */
	if (!begins(e->before) || e->result != NOTICE_RESULT(UNKNOWN)) {
		e->before = e->state;
		e->notice_before = e->state_notice;
	}
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

/* An earlier notice did come: it is what holds if the last one does not. */
static bool hold(Duban__NoticeEntry *e, const Duban__Notice *n)
{
	for (size_t i = 0; i < n->n_item; i++) {
		const Duban__NoticeItem *item = n->item[i];

		if (item->rule != e->rule || !subject_same(item->subject, e->subject))
			continue;
		e->before = item->state;
		e->notice_before = n->num;
		return true;
	}
	return false;
}

/* An end names the notice of the beginning, which counts as heard until it surely was not. */
static void hold_named(struct txn *t, struct arena *a, Duban__NoticeEntry *e,
		       const Duban__Notice *end)
{
	for (size_t i = 0; i < end->n_after; i++) {
		const Duban__Notice *n = notice_find(t, a, end->after[i]);

		if (n && !notice_came_to_nothing(n->result) && hold(e, n))
			return;
	}
}

/* The last notice never came: what was told before it holds again. */
static void take_back(struct txn *t, struct arena *a, Duban__NoticeEntry *e, const Duban__Notice *n)
{
	if (!begins(e->before))
		hold_named(t, a, e, n);
	e->failed = e->state;
	if (n->result == NOTICE_RESULT(FAILED))
		e->tries++;
	e->state = e->before;
	e->state_notice = e->notice_before;
	e->before = NULL;
	e->notice_before = 0;
	if (e->failed)
		owe(t, e, n->result_at);
}

void ledger_report(struct txn *t, struct arena *a, Duban__NoticeEntry *e, const Duban__Notice *n)
{
	bool nothing = notice_came_to_nothing(n->result);

	if (e->notice == n->num) {
		e->result = n->result;
		e->via = n->via;
		if (nothing)
			take_back(t, a, e, n);
		else
			e->failed = NULL;
		if (n->result == NOTICE_RESULT(DELIVERED))
			e->tries = 0;
	} else if (e->notice_before == n->num && nothing) {
		/* what counted as heard was not */
		e->before = NULL;
		e->notice_before = 0;
	} else if (e->state_notice == n->num && nothing) {
		/* the same, after a later one came to nothing, too */
		e->state = NULL;
		e->state_notice = 0;
		owe(t, e, n->result_at);
	} else if (nothing || n->num < e->notice_before || !hold(e, n)) {
		return;
	}
	put(t, e);
}
