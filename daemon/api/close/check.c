/* `close check`, `close answer` (核对): a unit agrees to its line of a month or objects, the office
 * answers. While the days for that run a ranking is published only if all units of its board have
 * agreed, and never while an objection waits for its answer. */
#include "api/close/check.h"

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/ranking/lines.h"
#include "base/arena.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/ranking/line_check.h"
#include "model/report/period.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Who has lines of its own. */
#define ROLES_CHECKING                                                                             \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))

static char *month_told(struct request *rq, uint32_t yyyymm)
{
	return arena_printf(rq->arena, "%u-%02u", yyyymm / 100, yyyymm % 100);
}

int check_days(struct request *rq, uint32_t yyyymm, struct check_days *ret)
{
	int64_t lock = 0, objection = 0;
	int r = parameter_number(rq->txn, rq->arena, NULL, "report.lock_wd", &lock);

	if (!r)
		r = parameter_number(rq->txn, rq->arena, NULL, "close.objection_wd", &objection);
	ret->lock = period_lock_date(rq->calendar, yyyymm, (int)lock);
	if (!r && ret->lock == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "month.impossible",
				      month_told(rq, yyyymm), NULL);
	ret->until = objection ? calendar_add(rq->calendar, ret->lock, (int)objection) : ret->lock;
	return r;
}

/* ---- what it means for a ranking */

static bool objects(struct request *rq, const Duban__LineCheck *c, const struct ranking_asked *q)
{
	struct line_name n = {q->list, q->month, c->unit};
	const Duban__LineCheck *of = line_check_of(rq->txn, rq->arena, &n);
	const Duban__Unit *u;

	if (!of || of->state != LINE_CHECK(OBJECTED))
		return false;
	u = unit_get(rq->txn, rq->arena, ranking_unit(rq->txn, rq->arena, c->unit));
	return u && ranking_board(u) == q->board;
}

/* The first unit of the board whose objection to a line of `list` waits; 0: none does. */
static uint32_t who_objects(struct request *rq, const char *list, const struct ranking_asked *q)
{
	struct scan s = scan_start(rq->txn, TABLE_line_check,
				   key_bytes(key_u32(key_text(KEY(), list), q->month)));

	while (scan_next(&s)) {
		const Duban__LineCheck *c =
		    record_unpack(rq->txn, s.value, &duban__line_check__descriptor, rq->arena);

		if (c && objects(rq, c, q))
			return c->unit;
	}
	return 0;
}

static bool agreed(struct request *rq, const struct ranking_asked *q, uint32_t unit)
{
	struct line_name n = {q->list, q->month, unit};
	const Duban__LineCheck *c = line_check_of(rq->txn, rq->arena, &n);

	return c && c->state == LINE_CHECK(AGREED);
}

int check_lines(struct request *rq, const struct ranking_asked *q, const struct ranking_lines *l)
{
	struct check_days days;
	char text[DATE_TEXT_MAX];
	uint32_t unit = who_objects(rq, q->list, q);
	int r = check_days(rq, q->month, &days);

	if (!unit)
		unit = who_objects(rq, "", q);
	if (unit && !r)
		return request_refuse(rq, STATUS_CONFLICT, "ranking.objection",
				      month_told(rq, q->month), request_unit_name(rq, unit), NULL);
	if (r || rq->today > days.until)
		return r ? r : txn_error(rq->txn);
	for (size_t i = 0; i < l->n; i++)
		if (l->line[i]->projects && !agreed(rq, q, l->line[i]->unit))
			return request_refuse(rq, STATUS_CONFLICT, "ranking.being_checked",
					      month_told(rq, q->month), date_text(days.until, text),
					      l->line[i]->name, NULL);
	return txn_error(rq->txn);
}

/* ---- check */

static int find_unit(struct request *rq, const char *id, uint32_t *ret)
{
	int r;

	*ret = rq->caller->unit;
	if (!*id)
		return *ret ? 0 : request_refuse(rq, STATUS_INVALID, "close.no_unit", NULL);
	r = request_unit(rq, id, ret);
	if (r || scope_reads_of(rq, *ret))
		return r;
	rq->hidden = true;
	return request_refuse(rq, STATUS_NOT_FOUND, "unit.unknown", id, NULL);
}

/* Is it published, on the unit's board? */
static bool is_published(struct request *rq, const struct line_name *n)
{
	const Duban__Unit *u =
	    unit_get(rq->txn, rq->arena, ranking_unit(rq->txn, rq->arena, n->unit));

	return u && *n->list &&
	       ranking_get(rq->txn, rq->arena, n->list, ranking_board(u), n->month);
}

static int check_open(struct request *rq, const struct line_name *n)
{
	char from[DATE_TEXT_MAX], until[DATE_TEXT_MAX];
	struct check_days days;
	int r = check_days(rq, n->month, &days);

	if (!r && is_published(rq, n))
		return request_refuse(rq, STATUS_CONFLICT, "ranking.published", n->list,
				      month_told(rq, n->month), NULL);
	if (r || (rq->today > days.lock && rq->today <= days.until))
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "close.no_check_now", month_told(rq, n->month),
			      date_text(days.lock + 1, from), date_text(days.until, until), NULL);
}

static int add_check(struct request *rq, const struct line_name *n, char *objection)
{
	Duban__LineCheck *c = REQUEST_NEW(rq, Duban__LineCheck, duban__line_check__init);
	Duban__LineChecked *b = REQUEST_NEW(rq, Duban__LineChecked, duban__line_checked__init);
	Duban__Event *e = request_event(rq);

	if (!c || !b || !e)
		return -ENOMEM;
	c->list = (char *)(uintptr_t)n->list;
	c->month = n->month;
	c->unit = n->unit;
	c->state = *objection ? LINE_CHECK(OBJECTED) : LINE_CHECK(AGREED);
	c->text = objection;
	c->checked_date = date_ymd(rq->today);
	b->line_check = c;
	e->project_unit = n->unit;
	e->body_case = DUBAN__EVENT__BODY_LINE_CHECKED;
	e->line_checked = b;
	return 0;
}

static int close_check(struct request *rq, const void *body)
{
	const Duban__CloseCheckRequest *q = body;
	struct line_name n = {.list = q->list, .month = q->month};
	int r = request_text(rq, "list", q->list, NAME_MAX_BYTES, false);

	if (!r)
		r = request_text(rq, "objection", q->objection, REASON_MAX, false);
	if (!r)
		r = find_unit(rq, q->unit, &n.unit);
	if (!r)
		r = check_open(rq, &n);
	return r ? r : add_check(rq, &n, q->objection);
}

static int answer_check(struct request *rq, const void *body)
{
	const Duban__LineCheck *c = rq->event[0]->line_checked->line_check;
	Duban__CloseCheckReply *b =
	    REQUEST_NEW(rq, Duban__CloseCheckReply, duban__close_check_reply__init);
	struct check_days days;
	int r = b ? check_days(rq, c->month, &days) : -ENOMEM;

	(void)body;
	if (r)
		return r;
	b->unit = request_unit_id(rq, c->unit);
	b->name = request_unit_name(rq, c->unit);
	b->state = c->state;
	b->until_date = date_ymd(days.until);
	rq->reply->body_case = DUBAN__REPLY__BODY_CLOSE_CHECK;
	rq->reply->close_check = b;
	return 0;
}
HANDLER(CLOSE_CHECK, .kind = HANDLER_COMMAND, .roles = ROLES_CHECKING,
	.simulated_only_for_local = true, .decide = close_check, .answer = answer_check);

/* ---- answer */

static int close_answer(struct request *rq, const void *body)
{
	const Duban__CloseAnswerRequest *q = body;
	struct line_name n = {.list = q->list, .month = q->month};
	Duban__LineAnswered *b = REQUEST_NEW(rq, Duban__LineAnswered, duban__line_answered__init);
	const Duban__LineCheck *c;
	Duban__Event *e;
	int r = request_text(rq, "text", q->text, REASON_MAX, true);

	if (!r)
		r = request_text(rq, "list", q->list, NAME_MAX_BYTES, false);
	if (!r)
		r = request_unit(rq, q->unit, &n.unit);
	if (r)
		return r;
	c = line_check_of(rq->txn, rq->arena, &n);
	if (!c || c->state != LINE_CHECK(OBJECTED))
		return request_refuse(rq, STATUS_CONFLICT, "close.no_objection",
				      month_told(rq, q->month), request_unit_name(rq, n.unit),
				      NULL);
	e = b ? request_event(rq) : NULL;
	if (!e)
		return -ENOMEM;
	b->list = c->list; /* where it was said */
	b->month = n.month;
	b->unit = n.unit;
	b->answer = q->text;
	b->answered_date = date_ymd(rq->today);
	e->project_unit = n.unit;
	e->body_case = DUBAN__EVENT__BODY_LINE_ANSWERED;
	e->line_answered = b;
	return 0;
}
HANDLER(CLOSE_ANSWER, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = close_answer);
