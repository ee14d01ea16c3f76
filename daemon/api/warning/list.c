/* `warning list`: warnings, or how many there are by unit, rule, list or leader. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/warning/filter.h"
#include "api/warning/group.h"
#include "model/core/record.h"
#include "model/notice/notice.h"
#include "model/warning/warning.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Warnings read for one page. A page of groups goes on to the end of a project, so that no project
 * is counted by two pages. */
enum { SCAN_MAX = 20000 };

struct warning_page {
	struct request *rq;
	struct warning_filter filter;
	struct warning_groups groups;
	Duban__WarningListReply *b;
	size_t bytes, scanned;
	uint32_t project; /* of the row before */
};

/* The record behind a key of the open index, or the row of the table itself. */
static Duban__Warning *load(struct request *rq, const struct scan *s, enum table table)
{
	if (table == TABLE_warning)
		return record_unpack(rq->txn, s->value, &duban__warning__descriptor, rq->arena);
	return warning_of_open(rq->txn, rq->arena, s->key);
}

static int put(struct warning_page *x, const Duban__Warning *w)
{
	const Duban__Project *p = w->subject->project ? x->filter.last : NULL;
	Duban__WarningRow *row;
	int r = row_warning(x->rq, w, p, &row);

	if (!r && x->groups.by)
		return warning_group_add(&x->groups, w, p, row);
	if (!r)
		row->told = notice_told(x->rq->txn, x->rq->arena, w);
	if (!r)
		r = REQUEST_PUSH(x->rq, x->b->warning, x->b->n_warning, row);
	if (!r)
		x->bytes += duban__warning_row__get_packed_size(row) + 8;
	return r;
}

static bool full(const struct warning_page *x)
{
	return request_page_full(x->rq, x->bytes + x->groups.bytes, VALUE_MAX) ||
	       x->scanned >= SCAN_MAX;
}

/* A page of groups ends before the first row of another project. */
static bool ends_here(const struct warning_page *x, uint32_t next_project)
{
	return full(x) && (!x->groups.by || !next_project || next_project != x->project);
}

static int fill(struct warning_page *x)
{
	const Duban__WarningListRequest *q = x->filter.q;
	struct request *rq = x->rq;
	enum table table = warning_filter_all(&x->filter) ? TABLE_warning : TABLE_warning_open;
	struct key *prefix = x->filter.project ? key_u32(KEY(), x->filter.project) : KEY();
	struct scan s =
	    scan_after(rq->txn, table, key_bytes(prefix), BYTES(q->after.data, q->after.len));
	struct bytes last = BYTES("", 0);
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Warning *w = load(rq, &s, table);

		if (!w)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (ends_here(x, w->subject->project)) {
			x->b->next =
			    (ProtobufCBinaryData){last.size, (uint8_t *)(uintptr_t)last.data};
			break;
		}
		last = BYTES(arena_dup(rq->arena, s.key.data, s.key.size), s.key.size);
		if (!last.data)
			return -ENOMEM;
		x->scanned++;
		x->project = w->subject->project;
		if (warning_passes(rq, &x->filter, w))
			r = put(x, w);
	}
	return r ? r : txn_error(rq->txn);
}

static int decide(struct request *rq, const void *body)
{
	struct warning_page x = {.rq = rq};
	int r = warning_filter(rq, body, &x.filter);

	if (r)
		return r;
	if (x.filter.q->after.len > KEY_MAX)
		return request_refuse(rq, STATUS_INVALID, "page.bad_token", NULL);
	x.b = REQUEST_NEW(rq, Duban__WarningListReply, duban__warning_list_reply__init);
	if (!x.b)
		return -ENOMEM;
	warning_groups(&x.groups, rq, x.filter.q->by);
	rq->reply->body_case = DUBAN__REPLY__BODY_WARNING_LIST;
	rq->reply->warning_list = x.b;
	r = fill(&x);
	x.b->group = x.groups.group;
	x.b->n_group = x.groups.n;
	return r;
}
HANDLER(WARNING_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = decide, .simulated_only_for_local = true);
