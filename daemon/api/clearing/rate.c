/* `clearing rate` (销号率): of the lamps that were raised in a period, how many were cleared by its
 * end. Counted are roots: one delay is one lamp. What was cleared and lit again (反弹) is one lamp,
 * cleared once it is so for good. A lamp that went out without a deed, because its duty ended or
 * changed, says nothing about clearing and is not counted at all. A lamp belongs to the period in
 * which it was raised, also if it goes on in the next year's chain; by `clearing.carried` what is
 * lit when a year begins belongs to a period with that day, too. */
#include "api/cell/map.h"
#include "api/clearing/carried.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/warning/filter.h"
#include "model/core/record.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "model/year/turn.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { SCAN_MAX = 20000 }; /* warnings read for one page */

struct clearing_group {
	Duban__ClearingRateRow *row;
	uint32_t project; /* that it counted last */
	bool open;	  /* and that has a lamp which is not cleared */
};

struct clearing {
	struct request *rq;
	const Duban__ClearingRateRequest *q;
	Duban__WarningListRequest list; /* the same filter as a list has */
	struct warning_filter filter;
	usec_t from, end; /* 00:00 of the first day, and after the last one */
	usec_t turn;	  /* 00:00 of the first 1 January of the period that has come; 0: none */
	struct import_map place;
	struct clearing_group *group;
	size_t n_group, bytes, scanned;
	/* the lamp with all its occurrences so far */
	const Duban__Warning *first, *last;
	bool over;		       /* lit at the turn */
	const Duban__Project *project; /* of it; NULL: the city's */
	Duban__ClearingRateReply *b;
};

/* ---- groups */

static struct clearing_group *group_of(struct clearing *x, const char *key, const char *name)
{
	uint32_t *place = import_map_put(&x->place, key, NULL);
	struct clearing_group *grown;
	Duban__ClearingRateRow *row;

	if (!place)
		return NULL;
	if (*place)
		return &x->group[*place - 1];
	row = REQUEST_NEW(x->rq, Duban__ClearingRateRow, duban__clearing_rate_row__init);
	grown = arena_grow(x->rq->arena, x->group, x->n_group, sizeof *grown);
	if (!row || !grown || REQUEST_PUSH(x->rq, x->b->row, x->b->n_row, row))
		return NULL;
	row->group = (char *)(uintptr_t)key;
	row->name = (char *)(uintptr_t)name;
	x->bytes += strlen(key) + strlen(name) + 32;
	x->group = grown;
	x->group[x->n_group++] = (struct clearing_group){.row = row};
	*place = (uint32_t)x->n_group;
	return &x->group[x->n_group - 1];
}

static int add(struct clearing *x, const char *key, const char *name, bool cleared)
{
	struct clearing_group *g = group_of(x, key, name);
	uint32_t project = x->first->subject->project;

	if (!g)
		return -ENOMEM;
	if (x->q->count != DUBAN__CLEARING_COUNT__CLEARING_COUNT_PROJECTS) {
		g->row->raised++;
		g->row->cleared += cleared;
		return 0;
	}
	if (!project)
		return 0;
	if (g->project != project) {
		g->project = project;
		g->open = false;
		g->row->raised++;
		g->row->cleared++;
	}
	if (!cleared && !g->open) {
		g->open = true;
		g->row->cleared--;
	}
	return 0;
}

static int add_lists(struct clearing *x, bool cleared)
{
	int r = 0;

	if (!x->project || !x->project->n_list)
		return add(x, "", "", cleared);
	for (size_t i = 0; i < x->project->n_list && !r; i++)
		r = add(x, x->project->list[i], x->project->list[i], cleared);
	return r;
}

static int add_leader(struct clearing *x, bool cleared)
{
	struct subject_about about;
	const char *leader =
	    row_subject(x->rq, x->last->subject, x->project, &about) ? about.leader : "";

	return add(x, leader, leader, cleared);
}

static int add_rule(struct clearing *x, bool cleared)
{
	const struct rule *rule = rule_by_num(x->last->rule);
	const char *id = arena_printf(x->rq->arena, "W%02u", x->last->rule);

	return id ? add(x, id, rule ? rule->name : "", cleared) : -ENOMEM;
}

static int add_lamp(struct clearing *x, bool cleared)
{
	switch (x->q->by) {
	case DUBAN__WARNING_BY__WARNING_BY_UNIT:
		return add(x, request_unit_id(x->rq, x->last->unit),
			   request_unit_name(x->rq, x->last->unit), cleared);
	case DUBAN__WARNING_BY__WARNING_BY_RULE:
		return add_rule(x, cleared);
	case DUBAN__WARNING_BY__WARNING_BY_LIST:
		return add_lists(x, cleared);
	case DUBAN__WARNING_BY__WARNING_BY_LEADER:
		return add_leader(x, cleared);
	default:
		return add(x, "", "", cleared);
	}
}

/* ---- lamps */

static bool out_by_end(const struct clearing *x, const Duban__Warning *w)
{
	return w->state == WARNING_STATE(CLEARED) && w->cleared_at < x->end;
}

/* Went it out without a deed? A period that is over is no excuse: the work was not done in it. */
static bool no_deed(const struct clearing *x, const Duban__Warning *w)
{
	if (w->state == WARNING_STATE(CLEARED) && w->cause == CLEAR_CAUSE(CLOCK_REPAIRED))
		return true;
	return out_by_end(x, w) && !warning_by_deed(w) && w->cause != CLEAR_CAUSE(PERIOD);
}

/* Does it belong to the period? */
static int in_period(struct clearing *x, bool *ret)
{
	const struct carried_lamp lamp = carried_lamp(x->rq->txn, x->rq->arena, x->first, x->turn);
	int64_t carried = 0;
	int r = 0;

	*ret = lamp.raised_at >= x->from;
	if (!*ret && x->turn && (x->over || lamp.over))
		r = parameter_number(x->rq->txn, x->rq->arena, x->project, "clearing.carried",
				     &carried);
	*ret = *ret || carried;
	return r ? r : txn_error(x->rq->txn);
}

/* Counts the lamp whose last occurrence was read. */
static int count(struct clearing *x)
{
	const Duban__Warning *w = x->last;
	bool counts = false;
	int r = 0;

	if (w && !no_deed(x, w))
		r = in_period(x, &counts);
	if (!r && counts)
		r = add_lamp(x, out_by_end(x, w) && warning_by_deed(w));
	x->first = x->last = NULL;
	x->over = false;
	return r;
}

static bool same_matter(const Duban__Warning *a, const Duban__Warning *b)
{
	return a && a->rule == b->rule && subject_same(a->subject, b->subject);
}

/* Does the occurrence go on with the lamp read before? */
static bool goes_on(const struct clearing *x, const Duban__Warning *w)
{
	return same_matter(x->last, w) && w->reopened_from == x->last->occurrence;
}

static int take(struct clearing *x, Duban__Warning *w)
{
	int r = 0;

	if (w->raised_at >= x->end)
		return 0; /* not yet, as of the end of the period */
	if (!goes_on(x, w)) {
		r = count(x);
		if (w->level < LEVEL(YELLOW) || w->root || !warning_passes(x->rq, &x->filter, w))
			return r;
		x->first = w;
		x->project = w->subject->project ? x->filter.last : NULL;
	}
	x->last = w;
	x->over = x->over || (x->turn && warning_lit_over(w, x->turn));
	return r;
}

/* ---- pages: one ends before another project, or another matter of the city */

static bool ends_here(const struct clearing *x, const Duban__Warning *before,
		      const Duban__Warning *w)
{
	if (x->scanned < SCAN_MAX && !request_page_full(x->rq, x->bytes, VALUE_MAX))
		return false;
	return before->subject->project != w->subject->project ||
	       (!w->subject->project && !same_matter(before, w));
}

static int fill(struct clearing *x)
{
	struct request *rq = x->rq;
	struct scan s = scan_after(rq->txn, TABLE_warning, BYTES("", 0),
				   BYTES(x->q->after.data, x->q->after.len));
	const Duban__Warning *before = NULL;
	struct bytes last = BYTES("", 0);
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Warning *w =
		    record_unpack(rq->txn, s.value, &duban__warning__descriptor, rq->arena);

		if (!w)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (before && ends_here(x, before, w)) {
			x->b->next =
			    (ProtobufCBinaryData){last.size, (uint8_t *)(uintptr_t)last.data};
			break;
		}
		last = BYTES(arena_dup(rq->arena, s.key.data, s.key.size), s.key.size);
		if (!last.data)
			return -ENOMEM;
		x->scanned++;
		before = w;
		r = take(x, w);
	}
	if (!r)
		r = count(x);
	return r ? r : txn_error(rq->txn);
}

static int check_days(struct clearing *x)
{
	date_t from = date_from_ymd(x->q->from_date), to = date_from_ymd(x->q->to_date), turn;
	char a[DATE_TEXT_MAX], b[DATE_TEXT_MAX];

	if (from == DATE_NONE || to == DATE_NONE)
		return request_refuse(x->rq, STATUS_INVALID, "clearing.days", NULL);
	if (to < from)
		return request_refuse(x->rq, STATUS_INVALID, "clearing.days_order",
				      date_text(from, a), date_text(to, b), NULL);
	x->from = date_start(from, x->rq->zone_minutes);
	x->end = date_start(to + 1, x->rq->zone_minutes);
	turn = year_turn(from, to, x->rq->today);
	x->turn = turn == DATE_NONE ? 0 : date_start(turn, x->rq->zone_minutes);
	return 0;
}

static int clearing_rate(struct request *rq, const void *body)
{
	const Duban__ClearingRateRequest *q = body;
	struct clearing x = {.rq = rq, .q = q, .place = {.arena = rq->arena}};
	int r = check_days(&x);

	if (!r && q->after.len > KEY_MAX)
		r = request_refuse(rq, STATUS_INVALID, "page.bad_token", NULL);
	duban__warning_list_request__init(&x.list);
	x.list.all = true;
	x.list.n_rules = q->n_rules;
	x.list.rules = q->rules;
	x.list.list = q->list;
	x.list.unit = q->unit;
	if (!r)
		r = warning_filter(rq, &x.list, &x.filter);
	if (r)
		return r;
	x.b = REQUEST_NEW(rq, Duban__ClearingRateReply, duban__clearing_rate_reply__init);
	if (!x.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_CLEARING_RATE;
	rq->reply->clearing_rate = x.b;
	return fill(&x);
}
HANDLER(CLEARING_RATE, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = clearing_rate, .simulated_only_for_local = true);
