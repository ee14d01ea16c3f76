/* `clock repair`: takes a real store's time back from a wrong future. The event says how far; fold
 * moves what was recorded there, and the evaluation that follows puts out what it lit. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/core/due.h"
#include "engine/core/engine.h"
#include "engine/past/pick.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/warning/warning.h"
#include "proto/limits.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/record.h"

/* The last record before the wrong future. seq 0: there is none. */
struct right_record {
	uint64_t seq;
	usec_t at;
};

static int at_of(struct journal_pick *pick, uint64_t seq, usec_t *ret)
{
	struct journal_record rec;
	int r = journal_pick(pick, seq, &rec);

	if (!r)
		*ret = rec.at;
	return r;
}

/* Since the last repair the instants of the events rise, so the first one that is later than the
 * machine's clock can be searched for by halves. */
static int find_right(struct request *rq, usec_t wall, struct right_record *ret)
{
	const Duban__Store *s = store_row(rq->txn, rq->arena);
	struct journal_pick pick = {.journal = engine_journal(rq->engine)};
	uint64_t right = 0, wrong = engine_seq(rq->engine) + 1;
	usec_t at;
	int r = s ? request_durable(rq) : -EBADMSG;

	*ret = (struct right_record){.seq = 0};
	if (!r && s->n_clock_repair)
		right = s->clock_repair[s->n_clock_repair - 1]->seq - 1;
	while (!r && wrong - right > 1) {
		uint64_t middle = right + (wrong - right) / 2;

		r = at_of(&pick, middle, &at);
		if (r)
			break;
		if (at > wall) {
			wrong = middle;
		} else {
			right = middle;
			*ret = (struct right_record){.seq = middle, .at = at};
		}
	}
	journal_pick_done(&pick);
	return r;
}

static Duban__ClockRepairRow *row_of(struct request *rq, Duban__ClockRepaired *b, uint32_t rule)
{
	Duban__ClockRepairRow *row;

	for (size_t i = 0; i < b->n_row; i++)
		if (b->row[i]->rule == rule)
			return b->row[i];
	row = REQUEST_NEW(rq, Duban__ClockRepairRow, duban__clock_repair_row__init);
	if (!row || REQUEST_PUSH(rq, b->row, b->n_row, row))
		return NULL;
	row->rule = rule;
	return row;
}

static int by_rule(const void *x, const void *y)
{
	const Duban__ClockRepairRow *const *a = x, *const *b = y;

	return (*a)->rule < (*b)->rule ? -1 : (*a)->rule > (*b)->rule;
}

/* What the wrong future lit is what has an instant after the one to which the store goes back. */
static int count_lit(struct request *rq, Duban__ClockRepaired *b)
{
	struct scan s = scan_start(rq->txn, TABLE_warning_open, BYTES("", 0));
	/* One record at a time: there may be more than fit into a request's arena. */
	_cleanup_(arena_freep) struct arena *one = NULL;
	int r = arena_new(&one, WIRE_ARENA_MAX);

	while (!r && scan_next(&s)) {
		const Duban__Warning *w;
		Duban__ClockRepairRow *row;

		arena_reset(one);
		w = warning_of_open(rq->txn, one, s.key);
		if (!w)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (w->lit_at <= b->to_at)
			continue;
		row = row_of(rq, b, w->rule);
		if (!row)
			return -ENOMEM;
		*(w->raised_at > b->to_at ? &row->withdrawn : &row->lowered) += 1;
	}
	if (!r && b->n_row)
		qsort(b->row, b->n_row, sizeof *b->row, by_rule);
	return r ? r : txn_error(rq->txn);
}

/* Is there a wrong future, and may the store go back to this instant? */
static int check_instant(struct request *rq, usec_t to, const Duban__ClockShowReply *machine,
			 const struct right_record *right)
{
	char now[INSTANT_TEXT_MAX], at[INSTANT_TEXT_MAX];
	usec_t earliest = right->seq ? right->at : machine->floor_at;

	(void)instant_text(rq->now, rq->zone_minutes, now);
	if (to >= rq->now)
		return request_refuse(rq, STATUS_INVALID, "clock.repair_not_back", now, NULL);
	if (to > machine->wall)
		return request_refuse(rq, STATUS_INVALID, "clock.repair_ahead",
				      instant_text(machine->wall, rq->zone_minutes, at), NULL);
	if (to < earliest)
		return request_refuse(rq, STATUS_INVALID,
				      right->seq ? "clock.repair_before_records"
						 : "clock.repair_below_floor",
				      instant_text(earliest, rq->zone_minutes, at), NULL);
	return 0;
}

static int draft(struct request *rq, const Duban__ClockRepairRequest *q, Duban__ClockRepaired *ret)
{
	Duban__ClockShowReply machine = DUBAN__CLOCK_SHOW_REPLY__INIT;
	struct right_record right;
	struct sweep s;
	int r;

	if (engine_simulated(rq->engine))
		return request_refuse(rq, STATUS_CONFLICT, "clock.simulated", NULL);
	r = request_text(rq, "reason", q->reason, REASON_MAX, false);
	if (r)
		return r;
	rq->host->clock(rq->host->user, &machine);
	if (machine.hold)
		return request_refuse(rq, STATUS_CONFLICT, "clock.not_believed", NULL);
	/* A repair begins a sweep, which must not meet another one. */
	if (sweep_first(rq->txn, &s) && !q->dry_run) {
		rq->wait_ms = FETCH_WAIT_MAX_MS;
		rq->again = true;
		return rq->last ? request_refuse(rq, STATUS_UNAVAILABLE, "clock.sweeping", NULL)
				: STATUS_PARKED;
	}
	r = find_right(rq, machine.wall, &right);
	if (!r)
		r = check_instant(rq, q->to_at, &machine, &right);
	if (r)
		return r;
	ret->from_at = rq->now;
	ret->to_at = q->to_at;
	ret->last_at = right.at;
	ret->events = engine_seq(rq->engine) - right.seq;
	ret->reason = q->reason;
	return count_lit(rq, ret);
}

static int fill(struct request *rq, const Duban__ClockRepaired *done, bool dry)
{
	Duban__ClockRepairReply *b =
	    REQUEST_NEW(rq, Duban__ClockRepairReply, duban__clock_repair_reply__init);

	if (!b)
		return -ENOMEM;
	b->dry_run = dry;
	b->from_at = done->from_at;
	b->to_at = done->to_at;
	b->last_at = done->last_at;
	b->events = done->events;
	b->zone_minutes = rq->zone_minutes;
	for (size_t i = 0; i < done->n_row; i++) {
		const struct rule *rule = rule_by_num(done->row[i]->rule);
		Duban__ClockRepairRule *row =
		    REQUEST_NEW(rq, Duban__ClockRepairRule, duban__clock_repair_rule__init);

		if (!row || REQUEST_PUSH(rq, b->row, b->n_row, row))
			return -ENOMEM;
		row->rule = rule ? (char *)(uintptr_t)rule->id
				 : arena_printf(rq->arena, "W%02u", done->row[i]->rule);
		if (!row->rule)
			return -ENOMEM;
		row->withdrawn = done->row[i]->withdrawn;
		row->lowered = done->row[i]->lowered;
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_CLOCK_REPAIR;
	rq->reply->clock_repair = b;
	return 0;
}

static int clock_repair(struct request *rq, const void *body)
{
	const Duban__ClockRepairRequest *q = body;
	Duban__ClockRepaired *b =
	    REQUEST_NEW(rq, Duban__ClockRepaired, duban__clock_repaired__init);
	Duban__Event *ev;
	int r = b ? draft(rq, q, b) : -ENOMEM;

	if (r || q->dry_run)
		return r ? r : fill(rq, b, true);
	ev = request_event(rq);
	if (!ev)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_CLOCK_REPAIRED;
	ev->clock_repaired = b;
	return 0;
}

static int repair_answer(struct request *rq, const void *body)
{
	(void)body;
	return fill(rq, rq->event[0]->clock_repaired, false);
}
/* A simulated store's clock never goes back, whoever asks: its socket is told so. */
HANDLER(CLOCK_REPAIR, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = clock_repair, .answer = repair_answer);
