/* The moves of a link: what each does to its progress. Decide has checked them against the state
 * table; a move of a link that does not exist means a damaged journal. */
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/link/state.h"
#include "model/report/fold.h"
#include "store/db/txn.h"

struct moved {
	uint32_t year, link;
	enum link_move how;
	struct key key;
	Duban__LinkProgress *progress;
};

/* Loads the progress and sets the state that the move leads to. False: the sticky error is set. */
static bool move(struct txn *t, struct arena *a, const Duban__Event *e, struct moved *m)
{
	m->key = (struct key){.size = 0};
	key_u32(key_u32(key_u32(&m->key, e->project), m->year), m->link);
	m->progress = progress_get(t, a, e->project, m->year, m->link);
	if (!m->progress) {
		txn_fail(t, -EBADMSG);
		return false;
	}
	m->progress->state = (Duban__LinkState)link_next((int)m->progress->state, m->how,
							 m->progress->started_date != 0);
	if (m->progress->state == DUBAN__LINK_STATE__LINK_STATE_INVALID) {
		txn_fail(t, -EBADMSG);
		return false;
	}
	return true;
}

static void store(struct txn *t, struct moved *m)
{
	record_put(t, TABLE_progress, key_bytes(&m->key), m->progress);
}

#define MOVED(b, move)                                                                             \
	{                                                                                          \
		.year = (b)->year, .link = (b)->link, .how = (move)                                \
	}

static void fold_cancelled(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkCancelled *b = body;
	struct moved m = MOVED(b, LINK_MOVE_CANCEL);

	if (!move(t, a, e, &m))
		return;
	m.progress->suspended_date = 0;
	m.progress->cancelled_date = e->on_date;
	store(t, &m);
	if (b->replaces)
		report_replace(t, a, b->replaces);
}
FOLD(LINK_CANCELLED, fold_cancelled, .touches = true, .family = "chains", .subject = "year link");

static void fold_started(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkStarted *b = body;
	struct moved m = MOVED(b, LINK_MOVE_START);

	if (!move(t, a, e, &m))
		return;
	m.progress->started_date = b->started_date;
	m.progress->out_of_order = b->out_of_order;
	store(t, &m);
}
FOLD(LINK_STARTED, fold_started, .touches = true, .family = "chains", .subject = "year link");

static void fold_finished(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkFinished *b = body;
	struct moved m = MOVED(b, LINK_MOVE_FINISH);

	if (!move(t, a, e, &m))
		return;
	m.progress->started_date = b->started_date;
	m.progress->finished_date = b->finished_date;
	m.progress->out_of_order = b->out_of_order;
	m.progress->shift_days = b->shift_days;
	if (m.progress->suspended_date && b->finished_date > m.progress->resumed_date)
		m.progress->resumed_date = b->finished_date;
	m.progress->suspended_date = 0;
	store(t, &m);
	if (b->replaces)
		report_replace(t, a, b->replaces);
}
FOLD(LINK_FINISHED, fold_finished, .touches = true, .family = "chains", .subject = "year link");

static void fold_returned(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkReturned *b = body;
	struct moved m = MOVED(b, LINK_MOVE_RETURN);

	if (!move(t, a, e, &m))
		return;
	m.progress->finished_date = 0;
	m.progress->returned++;
	store(t, &m);
}
FOLD(LINK_RETURNED, fold_returned, .touches = true, .family = "chains", .subject = "year link");

static void fold_extended(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkExtended *b = body;
	struct moved m = MOVED(b, LINK_MOVE_EXTEND);

	if (!move(t, a, e, &m))
		return;
	m.progress->extended_date = b->to_date;
	m.progress->extended_on_date = e->on_date;
	m.progress->shift_days = 0;
	store(t, &m);
}
FOLD(LINK_EXTENDED, fold_extended, .touches = true, .family = "chains", .subject = "year link");

static void fold_suspended(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkSuspended *b = body;
	struct moved m = MOVED(b, LINK_MOVE_SUSPEND);

	if (!move(t, a, e, &m))
		return;
	m.progress->suspended_date = b->suspended_date;
	store(t, &m);
}
FOLD(LINK_SUSPENDED, fold_suspended, .touches = true, .family = "chains", .subject = "year link");

static void fold_resumed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkResumed *b = body;
	struct moved m = MOVED(b, LINK_MOVE_RESUME);

	if (!move(t, a, e, &m))
		return;
	m.progress->shift_days = b->shift_days;
	m.progress->suspended_date = 0;
	m.progress->resumed_date = b->resumed_date;
	store(t, &m);
}
FOLD(LINK_RESUMED, fold_resumed, .touches = true, .family = "chains", .subject = "year link");

/* Opening balance: a link's progress from an import. Decide has checked that the link exists. */
static void fold_progress(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProgressPut *b = body;
	struct key *k = key_u32(key_u32(key_u32(KEY(), e->project), b->year), b->link);

	(void)a;
	record_put(t, TABLE_progress, key_bytes(k), b->progress);
}
FOLD(PROGRESS_PUT, fold_progress, .touches = true, .family = "chains", .subject = "year link");
