#include "model/project/project.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "model/list/category.h"
#include "model/list/member.h"
#include "model/office/unit.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Projects read for one page. A page may therefore be short; `next` says where to continue. */
enum { SCAN_MAX = 20000 };

/* The request's filter, with the numbers of its units. */
struct project_filter {
	const Duban__ProjectListRequest *q;
	uint32_t unit, sector;
};

static bool says(const Duban__Project *p, const char *find)
{
	if (strstr(p->name, find) || strstr(p->code, find))
		return true;
	for (size_t i = 0; i < p->n_former; i++)
		if (strstr(p->former[i], find))
			return true;
	return false;
}

/* Those that count on the list today; the withdrawn ones only if they are asked for. */
static bool on_list(struct request *rq, const Duban__ProjectListRequest *q, const Duban__Project *p)
{
	return q->stage == DUBAN__STAGE__STAGE_WITHDRAWN
		   ? project_on_list(p, q->list)
		   : member_counts_on(rq->txn, rq->arena, p, q->list, rq->today);
}

static bool matches(struct request *rq, const struct project_filter *f, const Duban__Project *p)
{
	const Duban__ProjectListRequest *q = f->q;

	if (*q->find && !says(p, q->find))
		return false;
	if (f->unit && !unit_within(rq->txn, rq->arena, p->unit, f->unit))
		return false;
	if (f->sector && !unit_within(rq->txn, rq->arena, p->sector, f->sector))
		return false;
	if ((q->stage && p->stage != q->stage) || (q->year && p->year != q->year))
		return false;
	if (*q->list && !on_list(rq, q, p))
		return false;
	if (*q->category && !category_within(rq->txn, rq->arena, p->category, q->category))
		return false;
	return scope_reads(rq, p);
}

struct project_page {
	size_t bytes, scanned;
	const char *next; /* set when the page is full */
};

static int add(struct request *rq, Duban__ProjectListReply *b, const Duban__Project *p,
	       struct project_page *page)
{
	Duban__ProjectRow *row;
	int r = row_project(rq, p, &row);

	if (r)
		return r;
	page->bytes += duban__project_row__get_packed_size(row) + 8;
	r = REQUEST_PUSH(rq, b->project, b->n_project, row);
	if (request_page_full(rq, page->bytes, VALUE_MAX))
		page->next = p->code;
	return r;
}

static int fill(struct request *rq, const struct project_filter *f, Duban__ProjectListReply *b)
{
	const Duban__ProjectListRequest *q = f->q;
	struct key *from = *q->after ? key_text(KEY(), q->after) : KEY();
	struct scan s = scan_after(rq->txn, TABLE_project_code, BYTES("", 0), key_bytes(from));
	struct project_page page = {.next = NULL};
	int r = 0;

	while (!r && !page.next && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint32_t num = txn_get_u32(rq->txn, TABLE_project_code, s.key);
		Duban__Project *p = project_get(rq->txn, rq->arena, num);

		if (!p)
			return -EBADMSG;
		/* a former code: the project is listed under its present code */
		if (strcmp(key_read_text(&k), p->code) != 0)
			continue;
		if (matches(rq, f, p))
			r = add(rq, b, p, &page);
		if (++page.scanned == SCAN_MAX)
			page.next = p->code;
	}
	if (page.next)
		b->next = (char *)(uintptr_t)page.next;
	return r;
}

static int project_list(struct request *rq, const void *body)
{
	const Duban__ProjectListRequest *q = body;
	Duban__ProjectListReply *b =
	    REQUEST_NEW(rq, Duban__ProjectListReply, duban__project_list_reply__init);
	struct project_filter f = {.q = q};
	int r = 0;

	if (!b)
		return -ENOMEM;
	if (*q->unit)
		r = request_unit(rq, q->unit, &f.unit);
	if (!r && *q->sector)
		r = request_unit(rq, q->sector, &f.sector);
	if (!r)
		r = request_text(rq, "after", q->after, CODE_MAX, false);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_PROJECT_LIST;
	rq->reply->project_list = b;
	return fill(rq, &f, b);
}
HANDLER(PROJECT_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = project_list, .simulated_only_for_local = true);
