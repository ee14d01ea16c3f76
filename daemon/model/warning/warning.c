#include "model/warning/warning.h"

#include <errno.h>
#include <stdio.h>

#include "model/core/clock_repair.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

struct key *warning_key(struct key *k, const Duban__Subject *s, uint32_t rule)
{
	return key_u32(subject_key(k, s), rule);
}

Duban__Warning *warning_get(struct txn *t, struct arena *a, const Duban__Subject *s, uint32_t rule,
			    uint32_t occurrence)
{
	struct key *k = key_u32(warning_key(KEY(), s, rule), occurrence);

	return record_get(t, TABLE_warning, key_bytes(k), &duban__warning__descriptor, a);
}

void warning_key_read(struct bytes key, Duban__Subject *s, uint32_t *ret_rule)
{
	struct key_reader k = {.rest = key, .ok = true};

	subject_key_read(&k, s);
	*ret_rule = key_read_u32(&k);
}

Duban__Warning *warning_of_open(struct txn *t, struct arena *a, struct bytes key)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;
	uint32_t rule;

	warning_key_read(key, &s, &rule);
	return warning_get(t, a, &s, rule, txn_get_u32(t, TABLE_warning_open, key));
}

uint32_t warning_last_occurrence(struct txn *t, const Duban__Subject *s, uint32_t rule)
{
	struct key *k = warning_key(KEY(), s, rule);
	struct bytes key, value;
	struct key_reader r;

	if (!txn_last(t, TABLE_warning, key_bytes(k), &key, &value))
		return 0;
	r = (struct key_reader){
	    .rest = BYTES((const uint8_t *)key.data + k->size, key.size - k->size), .ok = true};
	return key_read_u32(&r);
}

static void put(struct txn *t, const Duban__Warning *w)
{
	struct key *k = key_u32(warning_key(KEY(), w->subject, w->rule), w->occurrence);

	record_put(t, TABLE_warning, key_bytes(k), w);
}

/* Updates the store's counts of lamps. A note is not a lamp. */
static void count(struct txn *t, struct arena *a, int level, uint32_t by)
{
	Duban__Store *s;

	if (level != DUBAN__LEVEL__LEVEL_YELLOW && level != DUBAN__LEVEL__LEVEL_RED)
		return;
	s = store_row(t, a);
	if (!s)
		return;
	if (level == DUBAN__LEVEL__LEVEL_RED)
		s->open_red += by;
	else
		s->open_yellow += by;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
}

/* An older duband told only when the condition of the first level became true. Of a warning that
 * was red at once the beginning of red is then not known: it had begun when it was recorded. */
static void since_of_older(Duban__Warning *w)
{
	if (w->yellow_since_at || w->red_since_at)
		return;
	if (w->level == DUBAN__LEVEL__LEVEL_RED)
		w->red_since_at = w->lit_at;
	if (w->level == DUBAN__LEVEL__LEVEL_YELLOW ||
	    (w->level == DUBAN__LEVEL__LEVEL_RED && w->since_at < w->lit_at))
		w->yellow_since_at = w->since_at;
}

void warnings_eased(struct txn *t, struct arena *a, const Duban__Subject *s, uint64_t seq)
{
	struct scan open = scan_start(t, TABLE_warning_open, key_bytes(subject_key(KEY(), s)));

	while (scan_next(&open)) {
		Duban__Warning *w = warning_of_open(t, a, open.key);

		if (!w)
			continue;
		w->eased_seq = seq;
		put(t, w);
	}
}

static void fold_raised(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningRaised *b = body;
	Duban__Warning now = *b->warning, *w = &now;

	(void)e;
	since_of_older(w);
	w->raised_at = w->lit_at;
	put(t, w);
	txn_put_u32(t, TABLE_warning_open, key_bytes(warning_key(KEY(), w->subject, w->rule)),
		    w->occurrence);
	count(t, a, (int)w->level, 1);
}
FOLD(WARNING_RAISED, fold_raised, .family = "warnings", .subject = "rule subject occurrence");

static Duban__Warning *known(struct txn *t, struct arena *a, const Duban__Subject *s, uint32_t rule,
			     uint32_t occurrence)
{
	Duban__Warning *w = s ? warning_get(t, a, s, rule, occurrence) : NULL;

	if (!w)
		txn_fail(t, -EBADMSG);
	return w;
}

static void fold_repeated(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningRepeated *b = body;
	Duban__Warning *w = known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	w->times = b->times;
	put(t, w);
}
FOLD(WARNING_REPEATED, fold_repeated, .family = "warnings", .subject = "rule subject occurrence");

/* Remembers the level that it leaves. */
static bool leave_level(struct txn *t, struct arena *a, Duban__Warning *w)
{
	w->before = arena_longer(a, w->before, w->n_before, sizeof *w->before);
	if (!w->before) {
		txn_fail(t, -ENOMEM);
		return false;
	}
	w->before[w->n_before++] = w->level;
	return true;
}

static void fold_escalated(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningEscalated *b = body;
	Duban__Warning *w = known(t, a, b->subject, b->rule, b->occurrence);

	if (!w || !leave_level(t, a, w))
		return;
	count(t, a, (int)w->level, (uint32_t)-1);
	count(t, a, (int)b->level, 1);
	w->level = b->level;
	if (b->level == DUBAN__LEVEL__LEVEL_RED)
		w->red_since_at = b->since_at;
	else if (b->level == DUBAN__LEVEL__LEVEL_YELLOW)
		w->yellow_since_at = b->since_at;
	if (b->changed_by)
		w->raised_by = b->changed_by;
	w->lit_at = e->at;
	w->eased_seq = 0; /* it was looked at, and stays */
	w->due_date = b->due_date;
	w->inputs = b->inputs;
	put(t, w);
}
FOLD(WARNING_ESCALATED, fold_escalated, .family = "warnings", .subject = "rule subject occurrence");

static void fold_moved(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningMoved *b = body;
	Duban__Warning *w = known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	w->due_date = b->due_date;
	w->times = b->times;
	w->eased_seq = 0; /* it was looked at, and stays */
	put(t, w);
}
FOLD(WARNING_MOVED, fold_moved, .family = "warnings", .subject = "rule subject occurrence");

static void fold_passed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningPassed *b = body;
	Duban__Warning *w = known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	w->turn_unit = b->turn_unit;
	w->turn = b->turn;
	put(t, w);
}
FOLD(WARNING_PASSED, fold_passed, .family = "warnings", .subject = "rule subject occurrence");

static void fold_cleared(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningCleared *b = body;
	Duban__Warning *w = known(t, a, b->subject, b->rule, b->occurrence);

	if (!w)
		return;
	count(t, a, (int)w->level, (uint32_t)-1);
	w->state = DUBAN__WARNING_STATE__WARNING_STATE_CLEARED;
	w->cleared_at = e->at;
	w->cleared_on_date = b->cleared_on_date ? b->cleared_on_date : e->on_date;
	w->cause = b->cause;
	put(t, w);
	txn_del(t, TABLE_warning_open, key_bytes(warning_key(KEY(), w->subject, w->rule)));
}
FOLD(WARNING_CLEARED, fold_cleared, .family = "warnings", .subject = "rule subject occurrence");

/* Open warnings are evaluated again after the repair, which needs to see when they were lit. One
 * that was raised and cleared in the wrong future, or cleared by nothing but its time, was never
 * cleared by a deed. */
static bool move_cleared(const Duban__ClockRepair *r, int zone_minutes, void *record)
{
	Duban__Warning *w = record;
	bool by_time = w->cause == CLEAR_CAUSE(PERIOD) || w->cause == CLEAR_CAUSE(SUPERSEDED);
	uint32_t day;

	if (w->state == DUBAN__WARNING_STATE__WARNING_STATE_OPEN || w->cleared_at <= r->to_at)
		return false;
	if (w->raised_at > r->to_at || by_time)
		w->cause = CLEAR_CAUSE(CLOCK_REPAIRED);
	w->raised_at = clock_repair_move(r, w->raised_at);
	w->lit_at = clock_repair_move(r, w->lit_at);
	w->cleared_at = clock_repair_move(r, w->cleared_at);
	day = date_ymd(date_at(w->cleared_at, zone_minutes));
	if (w->cleared_on_date > day)
		w->cleared_on_date = day;
	return true;
}
CLOCK_MOVES(warning, .table = TABLE_warning, .move = move_cleared);
