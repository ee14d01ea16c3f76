/* What happens to a problem. Decide has checked the state table; a move that it does not allow
 * means a damaged journal. */
#include <string.h>

#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/matter.h"
#include "model/core/record.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/proposal/proposal.h"
#include "proto/enums.h"
#include "store/db/txn.h"

static char *const nothing = (char *)(uintptr_t)protobuf_c_empty_string;

static struct key *place_key(struct key *k, const Duban__ProblemCase *p)
{
	return key_u32(key_u32(k, p->project), p->num);
}

static void forget_place(struct txn *t, const Duban__ProblemCase *p)
{
	txn_del(t, TABLE_problem_project, key_bytes(place_key(KEY(), p)));
	if (problem_open((int)p->state))
		matter_end(t, p->project, "problem", p->num);
}

/* `was`: as it is stored; NULL: new. */
static void store(struct txn *t, const Duban__ProblemCase *p, const Duban__ProblemCase *was)
{
	bool elsewhere = was && was->project != p->project;

	if (elsewhere)
		forget_place(t, was);
	if (!was || elsewhere)
		txn_put(t, TABLE_problem_project, key_bytes(place_key(KEY(), p)), BYTES("", 0));
	record_put(t, TABLE_problem, key_bytes(key_u32(KEY(), p->num)), p);
	if (problem_open((int)p->state))
		matter_open(t, p->project, "problem", p->num);
	else if (was && !elsewhere && problem_open((int)was->state))
		matter_end(t, p->project, "problem", p->num);
}

static void put(struct txn *t, struct arena *a, const Duban__ProblemCase *p)
{
	const Duban__ProblemCase *was = problem_get(t, a, p->num);

	store(t, p, was);
	txn_put_u32(t, TABLE_problem_id, key_bytes(key_text(KEY(), p->id)), p->num);
	counter_raise(t, "problem", p->num);
}

static void fold_raised(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	(void)e;
	put(t, a, ((const Duban__ProblemRaised *)body)->problem);
}
FOLD(PROBLEM_RAISED, fold_raised, .tallies = TALLY_PROBLEMS, .touches = true, .family = "problems",
     .subject = "num");

static void fold_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	(void)e;
	put(t, a, ((const Duban__ProblemPut *)body)->problem);
}
FOLD(PROBLEM_PUT, fold_put, .tallies = TALLY_PROBLEMS, .touches = true);

/* Nobody decides any more what was proposed while its last clock ran. */
static void lapse(struct txn *t, struct arena *a, const Duban__ProblemCase *p,
		  const Duban__Event *e)
{
	Duban__Subject of = problem_subject(p);

	proposals_lapse(t, a, &(struct proposal_name){.subject = &of, .occurrence = p->clocks}, e);
}

static void remove_problem(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__ProblemCase *p =
	    duban__problem_case__unpack(arena_pb(a), b->record.len, b->record.data);

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	forget_place(t, p);
	lapse(t, a, p, e);
	txn_del(t, TABLE_problem_id, key_bytes(key_text(KEY(), p->id)));
	txn_del(t, TABLE_problem, key_bytes(key_u32(KEY(), p->num)));
}
REMOVE(problem_case, remove_problem);

/* ---- moves */

struct move {
	struct txn *t;
	struct arena *a;
	const Duban__Event *e;
	Duban__ProblemCase *p;
	const Duban__ProblemCase *was;
};

/* False: the sticky error is set. */
static bool begin(struct move *m, uint32_t num, Duban__ProblemAct act)
{
	int to;

	m->p = problem_get(m->t, m->a, num);
	m->was = m->p ? arena_dup(m->a, m->p, sizeof *m->p) : NULL;
	to = m->p ? problem_next((int)m->p->state, act) : 0;
	if (!m->was || (!to && act <= PROBLEM_ACT(WITHDRAW))) {
		txn_fail(m->t, m->p && !m->was ? -ENOMEM : -EBADMSG);
		return false;
	}
	if (to)
		m->p->state = (Duban__ProblemState)to;
	return true;
}

/* Nobody waits any more for another handler or another deadline. */
static void settle(Duban__ProblemCase *p)
{
	p->asked_date = 0;
	p->asked_reason = nothing;
	p->objection = nothing;
}

/* A clock starts on the event's day. */
static void start(const struct move *m, const Duban__Limit *limit)
{
	Duban__ProblemCase *p = m->p;

	settle(p);
	lapse(m->t, m->a, m->was, m->e);
	p->clocks++;
	p->limit = (Duban__Limit *)(uintptr_t)limit;
	p->clock_date = limit ? m->e->on_date : 0;
	p->extended_date = 0;
	p->answered_date = 0;
	p->hand = NULL;
	p->assigned_date = m->e->on_date;
}

static void to_tier(const struct move *m)
{
	m->p->tier_date = m->e->on_date;
	m->p->chased = 0;
	m->p->chase_date = 0;
	m->p->extensions = 0;
}

static void append(const struct move *m, ProtobufCBinaryData *more, size_t n)
{
	Duban__ProblemCase *p = m->p;
	ProtobufCBinaryData *all = arena_alloc(m->a, (p->n_evidence + n + 1) * sizeof *all);

	if (!all) {
		txn_fail(m->t, -ENOMEM);
		return;
	}
	if (p->n_evidence)
		memcpy(all, p->evidence, p->n_evidence * sizeof *all);
	if (n)
		memcpy(all + p->n_evidence, more, n * sizeof *all);
	p->evidence = all;
	p->n_evidence += n;
}

static void take_scheme(const struct move *m, const Duban__Scheme *now)
{
	Duban__Scheme *s = arena_alloc(m->a, sizeof *s);

	if (!now)
		return;
	if (!s) {
		txn_fail(m->t, -ENOMEM);
		return;
	}
	duban__scheme__init(s);
	if (m->p->scheme)
		*s = *m->p->scheme;
	if (*now->document)
		s->document = now->document;
	if (now->task_book.len)
		s->task_book = now->task_book;
	if (now->timetable.len)
		s->timetable = now->timetable;
	if (now->roadmap.len)
		s->roadmap = now->roadmap;
	m->p->scheme = s;
}

/* What had been returned has a clock again. */
static void accept(const struct move *m, const Duban__ProblemHandled *b)
{
	if (!b->limit)
		return;
	m->p->limit = b->limit;
	m->p->clock_date = m->e->on_date;
}

static void assign(const struct move *m, const Duban__ProblemHandled *b)
{
	bool first = !problem_runs((int)m->was->state);

	start(m, b->limit);
	m->p->unit = b->unit;
	m->p->person = b->person;
	if (first)
		to_tier(m);
}

static void turn_back(const struct move *m, const Duban__ProblemHandled *b)
{
	m->p->return_reason = b->text;
	if (m->p->state == PROBLEM_STATE(RETURNED)) {
		m->p->limit = NULL;
		m->p->clock_date = 0;
		return;
	}
	m->p->returned++;
	m->p->answered_date = 0;
	m->p->hand = NULL;
}

static void answer(const struct move *m, const Duban__ProblemHandled *b)
{
	settle(m->p);
	m->p->answer = b->text;
	m->p->answered_date = m->e->on_date;
	m->p->hand = b->hand;
	append(m, b->evidence, b->n_evidence);
}

static void work(const struct move *m, const Duban__ProblemHandled *b)
{
	if (*b->text) {
		m->p->progress = b->text;
		m->p->chase_date = 0;
	}
	take_scheme(m, b->scheme);
}

static void ask(const struct move *m, const Duban__ProblemHandled *b)
{
	m->p->asked_date = b->to_date;
	m->p->asked_reason = b->text;
}

static void refuse(const struct move *m)
{
	m->p->asked_date = 0;
	m->p->asked_reason = nothing;
}

static void handle(const struct move *m, const Duban__ProblemHandled *b)
{
	switch (b->act) {
	case PROBLEM_ACT(ACCEPT):
		accept(m, b);
		break;
	case PROBLEM_ACT(ASSIGN):
		assign(m, b);
		break;
	case PROBLEM_ACT(WORK):
		work(m, b);
		break;
	case PROBLEM_ACT(ANSWER):
		answer(m, b);
		break;
	case PROBLEM_ACT(RETURN):
		turn_back(m, b);
		break;
	case PROBLEM_ACT(WITHDRAW):
		lapse(m->t, m->a, m->was, m->e);
		m->p->hand = NULL;
		m->p->return_reason = b->text;
		break;
	case PROBLEM_ACT(OBJECT):
		m->p->objection = b->text;
		break;
	case PROBLEM_ACT(ASK):
		ask(m, b);
		break;
	case PROBLEM_ACT(KEEP):
		m->p->objection = nothing;
		break;
	case PROBLEM_ACT(REFUSE):
		refuse(m);
		break;
	default:
		break; /* SIGN: the state alone */
	}
}

static void fold_handled(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProblemHandled *b = body;
	struct move m = {.t = t, .a = a, .e = e};

	if (!begin(&m, b->num, b->act))
		return;
	handle(&m, b);
	store(t, m.p, m.was);
}
FOLD(PROBLEM_HANDLED, fold_handled, .tallies = TALLY_PROBLEMS, .touches = true,
     .family = "problems", .subject = "num");

static void fold_extended(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProblemExtended *b = body;
	struct move m = {.t = t, .a = a, .e = e};

	if (!begin(&m, b->num, PROBLEM_ACT(ASK)))
		return;
	refuse(&m);
	lapse(m.t, m.a, m.was, m.e);
	m.p->clocks++;
	m.p->extended_date = b->to_date;
	m.p->extensions++;
	store(t, m.p, m.was);
}
FOLD(PROBLEM_EXTENDED, fold_extended, .tallies = TALLY_PROBLEMS, .touches = true,
     .family = "problems", .subject = "num");

static void fold_moved(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProblemMoved *b = body;
	struct move m = {.t = t, .a = a, .e = e};

	if (!begin(&m, b->num, PROBLEM_ACT(MOVE)))
		return;
	start(&m, b->limit);
	to_tier(&m);
	m.p->tier = b->to;
	m.p->criterion = b->criterion;
	m.p->reason = b->reason;
	m.p->document = b->document;
	m.p->unit = b->unit;
	m.p->person = b->person;
	m.p->moves++;
	store(t, m.p, m.was);
}
FOLD(PROBLEM_MOVED, fold_moved, .tallies = TALLY_PROBLEMS, .touches = true, .family = "problems",
     .subject = "num");

static void fold_cleared(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProblemCleared *b = body;
	struct move m = {.t = t, .a = a, .e = e};

	if (!begin(&m, b->num, PROBLEM_ACT(CLEAR)))
		return;
	lapse(m.t, m.a, m.was, m.e);
	m.p->hand = NULL;
	m.p->cleared_date = e->on_date;
	m.p->clearing = b->text;
	append(&m, b->evidence, b->n_evidence);
	store(t, m.p, m.was);
}
FOLD(PROBLEM_CLEARED, fold_cleared, .tallies = TALLY_PROBLEMS, .touches = true,
     .family = "problems", .subject = "num");

static void fold_reopened(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProblemReopened *b = body;
	struct move m = {.t = t, .a = a, .e = e};

	if (!begin(&m, b->num, PROBLEM_ACT(REOPEN)))
		return;
	start(&m, b->limit);
	to_tier(&m);
	m.p->cleared_date = 0;
	m.p->return_reason = b->reason;
	m.p->reopened++;
	store(t, m.p, m.was);
}
FOLD(PROBLEM_REOPENED, fold_reopened, .tallies = TALLY_PROBLEMS, .touches = true,
     .family = "problems", .subject = "num");

static void fold_chased(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProblemChased *b = body;
	Duban__ProblemCase *p = problem_get(t, a, b->num);

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->chased = b->months;
	p->chase_date = b->months ? e->on_date : 0;
	record_put(t, TABLE_problem, key_bytes(key_u32(KEY(), p->num)), p);
}
FOLD(PROBLEM_CHASED, fold_chased, .tallies = TALLY_NOTHING, .family = "problems", .subject = "num");
