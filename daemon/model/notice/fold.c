/* What each event about notices does to marks, ledger and records. */
#include "model/core/fold.h"
#include "model/core/clock_repair.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/notice/ledger.h"
#include "model/notice/news.h"
#include "model/notice/notice.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

static void put_desk(struct txn *t, const Duban__NoticeDesk *d)
{
	record_put(t, TABLE_notice_desk, key_bytes(key_u32(KEY(), NOTICE_DESK)), d);
}

static void put_notice(struct txn *t, const Duban__Notice *n)
{
	record_put(t, TABLE_notice, key_bytes(key_u32(KEY(), n->num)), n);
}

void notices_begin(struct txn *t, int64_t at)
{
	Duban__NoticeDesk d = DUBAN__NOTICE_DESK__INIT;

	d.from_at = at;
	put_desk(t, &d);
}

static void fold_begun(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	(void)a;
	(void)body;
	notices_begin(t, e->at);
}
FOLD(NOTICE_BEGUN, fold_begun, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void fold_sorted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NoticeSorted *b = body;
	Duban__NoticeDesk *d = notice_desk(t, a);

	if (!d) {
		txn_fail(t, -EBADMSG);
		return;
	}
	for (size_t i = 0; i < b->n_matter; i++)
		txn_del(
		    t, TABLE_news,
		    key_bytes(notice_matter_key(KEY(), b->matter[i]->subject, b->matter[i]->rule)));
	if (b->n_matter && !b->more)
		d->sorted_at = e->at;
	if (b->weekly_date)
		d->weekly_date = b->weekly_date;
	put_desk(t, d);
}
FOLD(NOTICE_SORTED, fold_sorted, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void fold_owed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NoticeOwed *b = body;

	(void)a;
	for (size_t i = 0; i < b->n_mark; i++) {
		Duban__NoticeMark m = *b->mark[i];

		m.person = b->person;
		m.marked_at = e->at;
		record_put(t, TABLE_notice_mark,
			   key_bytes(notice_entry_key(KEY(), m.person, m.subject, m.rule)), &m);
	}
}
FOLD(NOTICE_OWED, fold_owed, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void unmark(struct txn *t, uint32_t person, const Duban__Subject *s, uint32_t rule)
{
	txn_del(t, TABLE_notice_mark, key_bytes(notice_entry_key(KEY(), person, s, rule)));
}

static void fold_dropped(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NoticeDropped *b = body;

	(void)a;
	(void)e;
	for (size_t i = 0; i < b->n_matter; i++)
		unmark(t, b->person, b->matter[i]->subject, b->matter[i]->rule);
	for (size_t i = 0; i < b->n_moved; i++) {
		unmark(t, b->person, b->moved[i]->subject, b->moved[i]->rule);
		news_put(t, b->moved[i]->subject, b->moved[i]->rule);
	}
}
FOLD(NOTICE_DROPPED, fold_dropped, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

/* What the items of a notice tell enters the ledger, and is owed no longer. */
static void book(struct txn *t, struct arena *a, const struct ledger_line *of,
		 Duban__NoticeItem **item, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ledger_tell(t, a, of, item[i]);
		unmark(t, of->person, item[i]->subject, item[i]->rule);
	}
}

static void count_text(struct txn *t, struct arena *a, uint32_t person, uint32_t day)
{
	Duban__NoticeDay *d = notice_day(t, a, person), fresh = DUBAN__NOTICE_DAY__INIT;

	if (!d)
		d = &fresh;
	d->person = person;
	if (d->day_date != day)
		d->texts = 0;
	if (!d->looked_date)
		d->looked_date = day;
	d->day_date = day;
	d->texts++;
	record_put(t, TABLE_notice_day, key_bytes(key_u32(KEY(), person)), d);
}

/* The ledger keeps the last of each matter; of the notices themselves old ones go, two with each
 * new one, so that the table stays as large as its time. */
static void forget_old(struct txn *t, struct arena *a, int64_t now)
{
	struct scan s = scan_start(t, TABLE_notice, BYTES("", 0));

	for (int i = 0; i < 2 && scan_next(&s); i++) {
		const Duban__Notice *n = record_unpack(t, s.value, &duban__notice__descriptor, a);

		if (!n || n->made_at > now - NOTICE_KEPT_DAYS * USEC_PER_DAY)
			return;
		txn_del(t, TABLE_notice, key_bytes(key_u32(KEY(), n->num)));
	}
}

static void fold_made(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Notice *n = ((const Duban__NoticeMade *)body)->notice;
	struct ledger_line of;

	if (!n) {
		txn_fail(t, -EBADMSG);
		return;
	}
	of = (struct ledger_line){n->person, n->num, e->at, n->post};
	put_notice(t, n);
	counter_raise(t, "notice", n->num);
	book(t, a, &of, n->item, n->n_item);
	count_text(t, a, n->person, e->on_date);
	forget_old(t, a, e->at);
}
FOLD(NOTICE_MADE, fold_made, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void fold_more(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NoticeMore *b = body;
	const Duban__Notice *n = notice_get(t, a, b->num);
	struct ledger_line of = {b->person, b->num, e->at, n ? n->post : ""};

	book(t, a, &of, b->item, b->n_item);
}
FOLD(NOTICE_MORE, fold_more, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

/* All lines that the notice told. A digest has more than its record names. */
static void each_line(struct txn *t, struct arena *a, const Duban__Notice *n,
		      void (*fn)(struct txn *t, Duban__NoticeEntry *e, const Duban__Notice *n))
{
	struct scan s = scan_start(t, TABLE_notice_entry, key_bytes(key_u32(KEY(), n->person)));

	for (size_t i = 0; i < n->n_item && n->items <= n->n_item; i++) {
		Duban__NoticeEntry *e =
		    notice_entry(t, a, n->person, n->item[i]->subject, n->item[i]->rule);

		if (e)
			fn(t, e, n);
	}
	while (n->items > n->n_item && scan_next(&s)) {
		Duban__NoticeEntry *e =
		    record_unpack(t, s.value, &duban__notice_entry__descriptor, a);

		if (e)
			fn(t, e, n);
	}
}

static void fold_reported(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NoticeReported *b = body;
	Duban__Notice *n = notice_get(t, a, b->num);

	(void)e;
	/* a notice that is no longer kept has no lines that wait for it */
	if (!n || b->late)
		return;
	n->result = b->result;
	n->result_at = b->happened_at;
	n->via = b->via;
	n->detail = b->detail;
	put_notice(t, n);
	each_line(t, a, n, ledger_report);
}
FOLD(NOTICE_REPORTED, fold_reported, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void fold_replied(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NoticeReplied *b = body;
	Duban__Notice *n = notice_get(t, a, b->num);

	if (!n)
		return;
	n->replied_at = e->at;
	n->reply = b->text;
	put_notice(t, n);
}
FOLD(NOTICE_REPLIED, fold_replied, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void fold_reviewed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NoticeReviewed *b = body;
	Duban__NoticeDay *d = notice_day(t, a, b->person), fresh = DUBAN__NOTICE_DAY__INIT;

	(void)e;
	if (!d)
		d = &fresh;
	d->person = b->person;
	d->looked_date = b->looked_date;
	record_put(t, TABLE_notice_day, key_bytes(key_u32(KEY(), b->person)), d);
	news_of_person(t, b->person);
}
FOLD(NOTICE_REVIEWED, fold_reviewed, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

CLOCK_MOVES(notice, .table = TABLE_notice,
	    .fields = "made_at not_before_at valid_until_at result_at replied_at");
CLOCK_MOVES(notice_entry, .table = TABLE_notice_entry, .fields = "told_at");
CLOCK_MOVES(notice_mark, .table = TABLE_notice_mark, .fields = "marked_at");
/* Texts of the wrong future were sent on the day of the repair. Whose posts have ended was seen up
 * to the last day that was right: what ends later is seen again on its day. */
static bool move_day(const Duban__ClockRepair *r, int zone_minutes, void *record)
{
	Duban__NoticeDay *d = record;
	uint32_t today = date_ymd(date_at(r->to_at, zone_minutes));
	uint32_t seen = date_ymd(date_at(r->last_at, zone_minutes));
	bool moved = d->day_date > today || d->looked_date > seen;

	d->day_date = d->day_date > today ? today : d->day_date;
	d->looked_date = d->looked_date > seen ? seen : d->looked_date;
	return moved;
}
CLOCK_MOVES(notice_day, .table = TABLE_notice_day, .move = move_day);
CLOCK_MOVES(notice_desk, .table = TABLE_notice_desk, .fields = "from_at sorted_at");
