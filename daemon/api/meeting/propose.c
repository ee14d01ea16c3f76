/* 拟调度项目: the projects that the next meeting of a tier should take up: those with red lamps,
 * and those with a problem that is for this tier. */
#include <stdlib.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/meeting/meeting.h"
#include "model/core/matter.h"
#include "model/office/unit.h"
#include "model/problem/problem.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { SCAN_MAX = 20000, ROW_BYTES = 1024 };

/* ---- one project */

static int count_red(struct request *rq, uint32_t project, Duban__MeetingProject *io)
{
	struct scan s = scan_start(rq->txn, TABLE_warning_open, key_bytes(key_u32(KEY(), project)));
	uint32_t oldest = 0;

	while (scan_next(&s)) {
		const Duban__Warning *w = warning_of_open(rq->txn, rq->arena, s.key);

		if (!w || w->level != LEVEL(RED))
			continue;
		io->red++;
		oldest = !oldest || (w->due_date && w->due_date < oldest) ? w->due_date : oldest;
	}
	if (oldest && date_from_ymd(oldest) < rq->today)
		io->days_late = (uint32_t)(rq->today - date_from_ymd(oldest));
	return txn_error(rq->txn);
}

/* Is a problem of that tier for the meeting? Of a meeting without a tier: those that are for the
 * leaders of the city. */
static bool is_for(Duban__DutyTier tier, Duban__ProblemTier of)
{
	static const Duban__ProblemTier tiers[] = {
	    [DUTY_TIER(UNIT)] = PROBLEM_TIER(L1),
	    [DUTY_TIER(SECTOR)] = PROBLEM_TIER(L2),
	    [DUTY_TIER(OFFICE)] = PROBLEM_TIER(L2B),
	    [DUTY_TIER(VICE_MAYOR)] = PROBLEM_TIER(L3),
	    [DUTY_TIER(EXECUTIVE_VICE_MAYOR)] = PROBLEM_TIER(L4),
	    [DUTY_TIER(CITY)] = PROBLEM_TIER(L4),
	};

	if (!tier)
		return of == PROBLEM_TIER(L3) || of == PROBLEM_TIER(L4);
	return (size_t)tier < sizeof tiers / sizeof *tiers && tiers[tier] == of;
}

static int count_problems(struct request *rq, uint32_t project, Duban__DutyTier tier,
			  Duban__MeetingProject *io)
{
	struct matters all;
	int r = matters_load(rq->txn, rq->arena, project, &all);

	for (size_t i = 0; i < all.n && !r; i++) {
		const Duban__ProblemCase *p =
		    strcmp(all.matter[i].kind, "problem") == 0
			? problem_get(rq->txn, rq->arena, all.matter[i].num)
			: NULL;

		io->problems += p && is_for(tier, p->tier);
	}
	return r ? r : txn_error(rq->txn);
}

int meeting_project(struct request *rq, const Duban__Project *p, Duban__DutyTier tier,
		    Duban__MeetingProject **ret)
{
	Duban__MeetingProject *row =
	    REQUEST_NEW(rq, Duban__MeetingProject, duban__meeting_project__init);

	int r;

	if (!row)
		return -ENOMEM;
	row->project = arena_str(rq->arena, p->code);
	row->project_name = arena_str(rq->arena, p->name);
	row->unit = request_unit_id(rq, p->unit);
	*ret = row;
	if (!row->project || !row->project_name || !row->unit)
		return -ENOMEM;
	r = count_red(rq, p->num, row);
	return r ? r : count_problems(rq, p->num, tier, row);
}

/* ---- all */

struct meeting_proposing {
	struct request *rq;
	const Duban__MeetingProposeRequest *q;
	uint32_t unit;
	size_t bytes;
};

static bool in_question(const struct meeting_proposing *x, const Duban__Project *p)
{
	struct request *rq = x->rq;

	if (!p || !project_active(p) || !scope_reads(rq, p))
		return false;
	return unit_within(rq->txn, rq->arena, p->unit, x->unit) ||
	       (p->sector && unit_within(rq->txn, rq->arena, p->sector, x->unit));
}

static int add(struct meeting_proposing *x, uint32_t project)
{
	Duban__MeetingProposeReply *b = x->rq->reply->meeting_propose;
	const Duban__Project *p = project_get(x->rq->txn, x->rq->arena, project);
	Duban__MeetingProject *row;
	int r;

	if (!in_question(x, p))
		return txn_error(x->rq->txn);
	r = meeting_project(x->rq, p, x->q->tier, &row);
	if (r || (!row->red && !row->problems))
		return r;
	x->bytes += duban__meeting_project__get_packed_size(row) + 8;
	return REQUEST_PUSH(x->rq, b->project, b->n_project, row);
}

/* The projects that have any warning or matter open, in order. */
static uint32_t next_project(struct txn *t, uint32_t after)
{
	uint32_t next = UINT32_MAX;

	for (int i = 0; i < 2; i++) {
		enum table table = i ? TABLE_matter : TABLE_warning_open;
		struct key *from = key_u32(KEY(), after + 1);
		struct scan s = scan_after(t, table, BYTES("", 0), key_bytes(from));
		struct key_reader k;
		uint32_t num;

		if (!scan_next(&s))
			continue;
		k = (struct key_reader){.rest = s.key, .ok = true};
		num = key_read_u32(&k);
		next = num < next ? num : next;
	}
	return next == UINT32_MAX ? 0 : next;
}

static int worse_first(const void *a, const void *b)
{
	const Duban__MeetingProject *x = *(Duban__MeetingProject *const *)a;
	const Duban__MeetingProject *y = *(Duban__MeetingProject *const *)b;

	if (x->problems != y->problems)
		return x->problems > y->problems ? -1 : 1;
	if (x->red != y->red)
		return x->red > y->red ? -1 : 1;
	if (x->days_late != y->days_late)
		return x->days_late > y->days_late ? -1 : 1;
	return strcmp(x->project, y->project);
}

static int fill(struct meeting_proposing *x)
{
	Duban__MeetingProposeReply *b = x->rq->reply->meeting_propose;
	uint32_t num = x->q->after;
	size_t scanned = 0;
	int r = 0;

	while (!r && (num = next_project(x->rq->txn, num))) {
		r = add(x, num);
		if (++scanned == SCAN_MAX || request_page_full(x->rq, x->bytes, ROW_BYTES)) {
			b->next = num;
			break;
		}
	}
	if (b->n_project)
		qsort(b->project, b->n_project, sizeof *b->project, worse_first);
	return r ? r : txn_error(x->rq->txn);
}

static int meeting_propose(struct request *rq, const void *body)
{
	struct meeting_proposing x = {.rq = rq, .q = body};
	Duban__MeetingProposeReply *b =
	    REQUEST_NEW(rq, Duban__MeetingProposeReply, duban__meeting_propose_reply__init);
	int r = b ? 0 : -ENOMEM;

	if (!r && *x.q->unit)
		r = request_unit(rq, x.q->unit, &x.unit);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_MEETING_PROPOSE;
	rq->reply->meeting_propose = b;
	return fill(&x);
}
HANDLER(MEETING_PROPOSE, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = meeting_propose);
