/* The moves of a link: what each does to its progress. Decide has checked them against the state
 * table; a move of a link that does not exist means a damaged journal. */
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/link/state.h"
#include "model/link/step.h"
#include "model/report/fold.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "store/db/txn.h"

struct moved {
	uint32_t year, link;
	enum link_move how;
	struct key key;
	Duban__LinkProgress *progress;
};

/* The state that the move leads to. A finish of a step that its project has not taken did not count
 * when the move was decided (step.h). */
Duban__LinkState link_moved(struct txn *t, struct arena *a, const struct link_of *of,
			    enum link_move how, Duban__LinkProgress *io)
{
	int next = link_next((int)io->state, how, io->started_date != 0);
	const Duban__Link *l = next ? NULL : link_get(t, a, of->project, of->year, of->no);

	if (l && io->state == LINK_STATE(DONE) && link_step(l) != LINK_STEP(NONE)) {
		step_take_back(io);
		next = link_next((int)io->state, how, io->started_date != 0);
	}
	return (Duban__LinkState)next;
}

/* Loads the progress and sets the state that the move leads to. False: the sticky error is set. */
static bool move(struct txn *t, struct arena *a, const Duban__Event *e, struct moved *m)
{
	const struct link_of of = {e->project, m->year, m->link};

	m->key = (struct key){.size = 0};
	key_u32(key_u32(key_u32(&m->key, e->project), m->year), m->link);
	m->progress = progress_get(t, a, e->project, m->year, m->link);
	if (!m->progress) {
		txn_fail(t, -EBADMSG);
		return false;
	}
	m->progress->state = link_moved(t, a, &of, m->how, m->progress);
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

/* Its deadline is put off: the lamps that go out now stay on record as that. */
static void ease(struct txn *t, struct arena *a, const Duban__Event *e, uint32_t year,
		 uint32_t link)
{
	const Duban__Subject of = subject_of_link(e->project, year, link);

	warnings_eased(t, a, &of, e->seq);
}

/* Keeps its days; two that touch become one. The days that the event says it added are for its
 * readers: what it adds is computed from the clock's start. */
static void end_suspension(struct txn *t, struct arena *a, Duban__LinkProgress *p, uint32_t to)
{
	uint32_t from = p->suspended_date, *days;
	size_t n = p->n_stopped_date;

	p->suspended_date = 0;
	if (!from || to <= from)
		return;
	if (n && p->stopped_date[n - 1] == from) {
		p->stopped_date[n - 1] = to;
		return;
	}
	days = arena_alloc(a, (n + 2) * sizeof *days);
	if (!days) {
		txn_fail(t, -ENOMEM);
		return;
	}
	for (size_t i = 0; i < n; i++)
		days[i] = p->stopped_date[i];
	days[n] = from;
	days[n + 1] = to;
	p->stopped_date = days;
	p->n_stopped_date = n + 2;
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
FOLD(LINK_CANCELLED, fold_cancelled, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

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
FOLD(LINK_STARTED, fold_started, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

static void fold_accepted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkAccepted *b = body;
	struct moved m = MOVED(b, LINK_MOVE_ACCEPT);

	if (!move(t, a, e, &m))
		return;
	m.progress->accepted_date = b->accepted_date;
	m.progress->acceptance_no = b->acceptance_no;
	m.progress->started_date = b->started_date;
	m.progress->out_of_order = b->out_of_order;
	store(t, &m);
}
FOLD(LINK_ACCEPTED, fold_accepted, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

static void fold_finished(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkFinished *b = body;
	struct moved m = MOVED(b, LINK_MOVE_FINISH);

	if (!move(t, a, e, &m))
		return;
	m.progress->started_date = b->started_date;
	m.progress->finished_date = b->finished_date;
	m.progress->out_of_order = b->out_of_order;
	if (m.progress->suspended_date && b->finished_date > m.progress->resumed_date)
		m.progress->resumed_date = b->finished_date;
	end_suspension(t, a, m.progress, b->finished_date);
	store(t, &m);
	if (b->replaces)
		report_replace(t, a, b->replaces);
}
FOLD(LINK_FINISHED, fold_finished, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

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
FOLD(LINK_RETURNED, fold_returned, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

static void fold_extended(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkExtended *b = body;
	struct moved m = MOVED(b, LINK_MOVE_EXTEND);

	if (!move(t, a, e, &m))
		return;
	m.progress->extended_date = b->to_date;
	m.progress->extended_on_date = e->on_date;
	m.progress->shift_days = 0;
	m.progress->n_stopped_date = 0;
	m.progress->extensions++;
	store(t, &m);
	ease(t, a, e, b->year, b->link);
}
FOLD(LINK_EXTENDED, fold_extended, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

static void fold_eased(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkEased *b = body;
	struct key *k = key_u32(key_u32(key_u32(KEY(), e->project), b->year), b->link);
	Duban__LinkProgress *p = progress_get(t, a, e->project, b->year, b->link);

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->extensions++;
	record_put(t, TABLE_progress, key_bytes(k), p);
	ease(t, a, e, b->year, b->link);
}
FOLD(LINK_EASED, fold_eased, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

static void fold_suspended(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkSuspended *b = body;
	struct moved m = MOVED(b, LINK_MOVE_SUSPEND);

	if (!move(t, a, e, &m))
		return;
	m.progress->suspended_date = b->suspended_date;
	store(t, &m);
}
FOLD(LINK_SUSPENDED, fold_suspended, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

static void fold_resumed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkResumed *b = body;
	struct moved m = MOVED(b, LINK_MOVE_RESUME);

	if (!move(t, a, e, &m))
		return;
	end_suspension(t, a, m.progress, b->resumed_date);
	m.progress->resumed_date = b->resumed_date;
	store(t, &m);
	if (b->shift_days)
		ease(t, a, e, b->year, b->link);
}
FOLD(LINK_RESUMED, fold_resumed, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");

/* Opening balance: a link's progress from an import. Decide has checked that the link exists. */
static void fold_progress(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProgressPut *b = body;
	struct key *k = key_u32(key_u32(key_u32(KEY(), e->project), b->year), b->link);

	record_put(t, TABLE_progress, key_bytes(k), b->progress);
	if (b->progress->extended_date || b->progress->shift_days || b->progress->n_stopped_date)
		ease(t, a, e, b->year, b->link);
}
FOLD(PROGRESS_PUT, fold_progress, .tallies = TALLY_LINKS, .touches = true, .family = "chains",
     .subject = "year link");
