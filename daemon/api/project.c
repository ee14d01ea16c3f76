#include "api/private.h"

/* Projects looked at for one page; a page may so be short, `next` says where to go on. */
enum { SCAN_MAX = 20000 };

static bool on_list(const Duban__Project *p, const char *list)
{
	for (size_t i = 0; i < p->n_list; i++)
		if (strcmp(p->list[i], list) == 0)
			return true;
	return false;
}

static bool matches(struct ask *a, const Duban__ProjectListRequest *q, uint32_t unit,
		    const Duban__Project *p)
{
	if (*q->find && !strstr(p->name, q->find) && !strstr(p->code, q->find))
		return false;
	if (unit && !unit_within(a->txn, a->arena, p->unit, unit))
		return false;
	if (*q->list && !on_list(p, q->list))
		return false;
	if (*q->category && strcmp(p->category, q->category) != 0)
		return false;
	return scope_reads(a, p);
}

struct page {
	size_t bytes, scanned;
	const char *next; /* set when the page is full */
};

static int add(struct ask *a, Duban__ProjectListReply *b, const Duban__Project *p,
	       struct page *page)
{
	Duban__ProjectRow *row;
	int r = row_project(a, p, &row);

	if (r)
		return r;
	page->bytes += duban__project_row__get_packed_size(row) + 8;
	r = ASK_PUSH(a, b->project, b->n_project, row);
	if (page->bytes > WIRE_PAGE_MAX - 16 * 1024)
		page->next = p->code;
	return r;
}

static int fill(struct ask *a, const Duban__ProjectListRequest *q, uint32_t unit,
		Duban__ProjectListReply *b)
{
	struct key *from = *q->after ? key_text(KEY(), q->after) : KEY();
	struct scan s = scan_after(a->txn, TABLE_project_code, BYTES("", 0), key_bytes(from));
	struct page page = {.next = NULL};
	int r = 0;

	while (!r && !page.next && scan_next(&s)) {
		uint32_t num = txn_get_u32(a->txn, TABLE_project_code, s.key);
		Duban__Project *p = project_get(a->txn, a->arena, num);

		if (!p)
			return -EBADMSG;
		if (matches(a, q, unit, p))
			r = add(a, b, p, &page);
		if (++page.scanned == SCAN_MAX)
			page.next = p->code;
	}
	if (page.next)
		b->next = (char *)(uintptr_t)page.next;
	return r;
}

static int project_list(struct ask *a, const void *body)
{
	const Duban__ProjectListRequest *q = body;
	Duban__ProjectListReply *b =
	    ASK_NEW(a, Duban__ProjectListReply, duban__project_list_reply__init);
	uint32_t unit = 0;
	int r = 0;

	if (!b)
		return -ENOMEM;
	if (*q->unit)
		r = ask_unit(a, q->unit, &unit);
	if (!r)
		r = ask_text(a, "after", q->after, CODE_MAX, false);
	if (r)
		return r;
	a->reply->body_case = DUBAN__REPLY__BODY_PROJECT_LIST;
	a->reply->project_list = b;
	return fill(a, q, unit, b);
}
HANDLER(PROJECT_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = project_list, .simulated_only_for_local = true);
