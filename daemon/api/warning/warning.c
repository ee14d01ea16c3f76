#include "model/warning/warning.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/warning_id.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { SCAN_MAX = 20000 };

struct warning_filter {
	const Duban__WarningListRequest *q;
	uint32_t unit, project, rule;
	/* the project of the previous row; rows of one project are adjacent */
	uint32_t seen;
	Duban__Project *last;
	bool readable;
};

static int make_filter(struct request *rq, const Duban__WarningListRequest *q,
		       struct warning_filter *f)
{
	Duban__Project *p;
	int r = 0;

	*f = (struct warning_filter){.q = q};
	if (*q->unit)
		r = request_unit(rq, q->unit, &f->unit);
	if (!r && *q->project) {
		r = request_project(rq, q->project, &p);
		f->project = r ? 0 : p->num;
	}
	if (!r && *q->rule) {
		const struct rule *rule = rule_by_id(q->rule);

		if (!rule)
			return request_refuse(rq, STATUS_NOT_FOUND, "rule.unknown", q->rule, NULL);
		f->rule = rule->num;
		if (!f->rule)
			f->rule = UINT32_MAX; /* W00; 0 would mean any rule */
	}
	return r;
}

static bool level_asked(const Duban__WarningListRequest *q, Duban__Level level)
{
	for (size_t i = 0; i < q->n_level; i++)
		if (q->level[i] == level)
			return true;
	return q->n_level == 0;
}

/* The unit of a subject of the city: its present one, or that stored when the warning was raised if
 * the subject is gone. */
static uint32_t owner(struct request *rq, const Duban__Warning *w)
{
	struct subject_about about;

	return row_subject(rq, w->subject, NULL, &about) ? about.unit : w->unit;
}

static bool reads_project(struct request *rq, struct warning_filter *f, uint32_t project)
{
	if (f->seen != project) {
		f->seen = project;
		f->last = project_get(rq->txn, rq->arena, project);
		f->readable = f->last && scope_reads(rq, f->last);
	}
	return f->readable;
}

static bool inside(struct request *rq, const struct warning_filter *f, uint32_t unit)
{
	return unit_within(rq->txn, rq->arena, unit, f->unit);
}

static bool passes(struct request *rq, struct warning_filter *f, const Duban__Warning *w)
{
	uint32_t unit;

	if (!level_asked(f->q, w->level))
		return false;
	if (f->rule && w->rule != (f->rule == UINT32_MAX ? 0 : f->rule))
		return false;
	if (w->subject->project)
		return reads_project(rq, f, w->subject->project) &&
		       (!f->unit || inside(rq, f, w->unit) || inside(rq, f, w->turn_unit) ||
			inside(rq, f, f->last->unit));
	unit = owner(rq, w);
	return scope_reads_of(rq, unit) && (!f->unit || inside(rq, f, unit));
}

/* The record behind a key of the open index, or the row of the table itself. */
static Duban__Warning *load(struct request *rq, const struct scan *s, enum table table)
{
	if (table == TABLE_warning)
		return record_unpack(rq->txn, s->value, &duban__warning__descriptor, rq->arena);
	return warning_of_open(rq->txn, rq->arena, s->key);
}

static int fill(struct request *rq, struct warning_filter *f, Duban__WarningListReply *b)
{
	enum table table = f->q->all ? TABLE_warning : TABLE_warning_open;
	struct key *prefix = f->project ? key_u32(KEY(), f->project) : KEY();
	struct scan s =
	    scan_after(rq->txn, table, key_bytes(prefix), BYTES(f->q->after.data, f->q->after.len));
	size_t bytes = 0, scanned = 0;
	int r = 0;

	while (!r && scan_next(&s)) {
		struct bytes at = BYTES(arena_dup(rq->arena, s.key.data, s.key.size), s.key.size);
		Duban__Warning *w = load(rq, &s, table);
		Duban__WarningRow *row;

		if (!w || !at.data)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (passes(rq, f, w)) {
			r = row_warning(rq, w, w->subject->project ? f->last : NULL, &row);
			if (!r)
				r = REQUEST_PUSH(rq, b->warning, b->n_warning, row);
			if (!r)
				bytes += duban__warning_row__get_packed_size(row) + 8;
		}
		if (bytes > WIRE_PAGE_MAX - 16 * 1024 || ++scanned == SCAN_MAX) {
			b->next = (ProtobufCBinaryData){at.size, (uint8_t *)(uintptr_t)at.data};
			break;
		}
	}
	return r;
}

static int warning_list(struct request *rq, const void *body)
{
	Duban__WarningListReply *b =
	    REQUEST_NEW(rq, Duban__WarningListReply, duban__warning_list_reply__init);
	struct warning_filter f;
	int r = make_filter(rq, body, &f);

	if (r || !b)
		return r ? r : -ENOMEM;
	if (f.q->after.len > KEY_MAX)
		return request_refuse(rq, STATUS_INVALID, "page.bad_token", NULL);
	rq->reply->body_case = DUBAN__REPLY__BODY_WARNING_LIST;
	rq->reply->warning_list = b;
	return fill(rq, &f, b);
}
HANDLER(WARNING_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = warning_list, .simulated_only_for_local = true);

static bool reads(struct request *rq, const Duban__Warning *w, const Duban__Project *p)
{
	if (w->subject->project)
		return p && scope_reads(rq, p);
	return scope_reads_of(rq, owner(rq, w));
}

static int warning_show(struct request *rq, const void *body)
{
	const Duban__WarningShowRequest *q = body;
	Duban__WarningShowReply *b =
	    REQUEST_NEW(rq, Duban__WarningShowReply, duban__warning_show_reply__init);
	struct subject_about about;
	struct warning_id id;
	Duban__Warning *w = NULL;
	Duban__Project *p = NULL;

	if (!b)
		return -ENOMEM;
	if (warning_id_parse(q->id, &id))
		w = warning_get(rq->txn, rq->arena, &id.subject, id.rule, id.occurrence);
	if (w)
		p = project_get(rq->txn, rq->arena, id.subject.project);
	if (!w || !reads(rq, w, p))
		return request_refuse(rq, STATUS_NOT_FOUND, "warning.unknown", q->id, NULL);
	if (row_subject(rq, w->subject, p, &about))
		b->page = arena_printf(rq->arena, "%s %s", subject_kind_of(w->subject)->page,
				       about.words);
	if (!b->page)
		return -ENOMEM;
	b->inputs = w->inputs;
	b->times = w->times;
	rq->reply->body_case = DUBAN__REPLY__BODY_WARNING_SHOW;
	rq->reply->warning_show = b;
	return row_warning(rq, w, p, &b->warning);
}
HANDLER(WARNING_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = warning_show, .simulated_only_for_local = true);
