#include "api/core/private.h"
#include "model/list/category.h"

/* Projects looked at for one page; a page may so be short, `next` says where to go on. */
enum { SCAN_MAX = 20000 };

/* The request with its units found. */
struct filter {
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

static bool matches(struct ask *a, const struct filter *f, const Duban__Project *p)
{
	const Duban__ProjectListRequest *q = f->q;

	if (*q->find && !says(p, q->find))
		return false;
	if (f->unit && !unit_within(a->txn, a->arena, p->unit, f->unit))
		return false;
	if (f->sector && !unit_within(a->txn, a->arena, p->sector, f->sector))
		return false;
	if ((q->stage && p->stage != q->stage) || (q->year && p->year != q->year))
		return false;
	if (*q->list && !project_on_list(p, q->list))
		return false;
	if (*q->category && !category_within(a->txn, a->arena, p->category, q->category))
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

static int fill(struct ask *a, const struct filter *f, Duban__ProjectListReply *b)
{
	const Duban__ProjectListRequest *q = f->q;
	struct key *from = *q->after ? key_text(KEY(), q->after) : KEY();
	struct scan s = scan_after(a->txn, TABLE_project_code, BYTES("", 0), key_bytes(from));
	struct page page = {.next = NULL};
	int r = 0;

	while (!r && !page.next && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint32_t num = txn_get_u32(a->txn, TABLE_project_code, s.key);
		Duban__Project *p = project_get(a->txn, a->arena, num);

		if (!p)
			return -EBADMSG;
		/* An earlier code is another name of one that is listed. */
		if (strcmp(key_read_text(&k), p->code) != 0)
			continue;
		if (matches(a, f, p))
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
	struct filter f = {.q = q};
	int r = 0;

	if (!b)
		return -ENOMEM;
	if (*q->unit)
		r = ask_unit(a, q->unit, &f.unit);
	if (!r && *q->sector)
		r = ask_unit(a, q->sector, &f.sector);
	if (!r)
		r = ask_text(a, "after", q->after, CODE_MAX, false);
	if (r)
		return r;
	a->reply->body_case = DUBAN__REPLY__BODY_PROJECT_LIST;
	a->reply->project_list = b;
	return fill(a, &f, b);
}
HANDLER(PROJECT_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = project_list, .simulated_only_for_local = true);
