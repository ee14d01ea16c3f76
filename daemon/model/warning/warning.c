#include "model/warning/warning.h"

#include <errno.h>
#include <stdio.h>

#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/notice/news.h"
#include "model/proposal/proposal.h"
#include "model/warning/fold.h"
#include "model/warning/handling.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

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

uint32_t warning_key_occurrence(struct bytes key)
{
	struct key_reader k = {
	    .rest =
		BYTES((const uint8_t *)key.data + key.size - sizeof(uint32_t), sizeof(uint32_t)),
	    .ok = key.size >= sizeof(uint32_t)};

	return k.ok ? key_read_u32(&k) : 0;
}

Duban__Warning *warning_of_open(struct txn *t, struct arena *a, struct bytes key)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;
	uint32_t rule;

	warning_key_read(key, &s, &rule);
	return warning_get(t, a, &s, rule, txn_get_u32(t, TABLE_warning_open, key));
}

bool warning_by_deed(const Duban__Warning *w)
{
	return w->cause == CLEAR_CAUSE(DONE) || w->cause == CLEAR_CAUSE(BY_HAND);
}

bool warning_lit_over(const Duban__Warning *w, int64_t at)
{
	return w->raised_at < at && (w->state == WARNING_STATE(OPEN) || w->cleared_at >= at);
}

bool warning_red_over(const Duban__Warning *w, int64_t at)
{
	return w->level == LEVEL(RED) && w->red_since_at && w->red_since_at < at &&
	       (w->state == WARNING_STATE(OPEN) || w->cleared_at >= at);
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

void warning_put(struct txn *t, const Duban__Warning *w)
{
	struct key *k = key_u32(warning_key(KEY(), w->subject, w->rule), w->occurrence);

	record_put(t, TABLE_warning, key_bytes(k), w);
	news_put(t, w->subject, w->rule);
}

void warning_count(struct txn *t, struct arena *a, int level, uint32_t by)
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
		warning_put(t, w);
	}
}

void warning_open(struct txn *t, struct arena *a, Duban__Warning *w)
{
	w->raised_at = w->lit_at;
	warning_put(t, w);
	txn_put_u32(t, TABLE_warning_open, key_bytes(warning_key(KEY(), w->subject, w->rule)),
		    w->occurrence);
	warning_count(t, a, (int)w->level, 1);
}

static void fold_raised(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningRaised *b = body;
	Duban__Warning now = *b->warning, *w = &now;

	(void)e;
	since_of_older(w);
	warning_open(t, a, w);
}
FOLD(WARNING_RAISED, fold_raised, .tallies = TALLY_LAMPS, .family = "warnings",
     .subject = "rule subject occurrence");

Duban__Warning *warning_known(struct txn *t, struct arena *a, const Duban__Subject *s,
			      uint32_t rule, uint32_t occurrence)
{
	Duban__Warning *w = s ? warning_get(t, a, s, rule, occurrence) : NULL;

	if (!w)
		txn_fail(t, -EBADMSG);
	return w;
}

static void fold_repeated(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningRepeated *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	w->times = b->times;
	warning_put(t, w);
}
FOLD(WARNING_REPEATED, fold_repeated, .tallies = TALLY_NOTHING, .family = "warnings",
     .subject = "rule subject occurrence");

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
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	if (!w || !leave_level(t, a, w))
		return;
	warning_count(t, a, (int)w->level, (uint32_t)-1);
	warning_count(t, a, (int)b->level, 1);
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
	warning_put(t, w);
}
FOLD(WARNING_ESCALATED, fold_escalated, .tallies = TALLY_LAMPS, .family = "warnings",
     .subject = "rule subject occurrence");

static void fold_moved(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningMoved *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	w->due_date = b->due_date;
	w->times = b->times;
	w->eased_seq = 0; /* it was looked at, and stays */
	warning_put(t, w);
}
FOLD(WARNING_MOVED, fold_moved, .tallies = TALLY_NOTHING, .family = "warnings",
     .subject = "rule subject occurrence");

static void fold_passed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningPassed *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	(void)e;
	if (!w)
		return;
	if (b->turn_unit != w->turn_unit && b->turn_unit != w->acked_unit)
		handling_none(w);
	w->turn_unit = b->turn_unit;
	w->turn = b->turn;
	warning_put(t, w);
}
FOLD(WARNING_PASSED, fold_passed, .tallies = TALLY_NOTHING, .family = "warnings",
     .subject = "rule subject occurrence");

/* What an exemption put out can be listed. */
static void know_exempted(struct txn *t, const Duban__Warning *w)
{
	struct key *k = key_u32(KEY(), w->exemption);

	key_u32(warning_key(k, w->subject, w->rule), w->occurrence);
	txn_put(t, TABLE_exemption_warning, key_bytes(k), BYTES("", 0));
}

static void fold_cleared(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__WarningCleared *b = body;
	Duban__Warning *w = warning_known(t, a, b->subject, b->rule, b->occurrence);

	if (!w)
		return;
	warning_count(t, a, (int)w->level, (uint32_t)-1);
	w->state = DUBAN__WARNING_STATE__WARNING_STATE_CLEARED;
	w->cleared_at = e->at;
	w->cleared_on_date = b->cleared_on_date ? b->cleared_on_date : e->on_date;
	w->cause = b->cause;
	if (b->cause == CLEAR_CAUSE(BY_HAND)) {
		w->cleared_principal = e->principal;
		w->clear_reason = b->reason;
		w->clear_evidence = b->evidence;
		w->n_clear_evidence = b->n_evidence;
	}
	w->exemption = b->exemption;
	warning_put(t, w);
	if (w->exemption)
		know_exempted(t, w);
	txn_del(t, TABLE_warning_open, key_bytes(warning_key(KEY(), w->subject, w->rule)));
	if (w->rule) /* nothing is proposed from a reminder; rule 0 there is of no lamp */
		proposals_lapse(t, a,
				&(struct proposal_name){.subject = w->subject,
							.rule = w->rule,
							.occurrence = w->occurrence},
				e);
}
/* By hand it changes under which lamp others count, and what is followed. */
FOLD(WARNING_CLEARED, fold_cleared, .tallies = TALLY_LAMPS, .touches = true, .family = "warnings",
     .subject = "rule subject occurrence");
