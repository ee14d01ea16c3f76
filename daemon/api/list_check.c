/* `list check`: which members lack what, page by page. Every member is asked for its 挂点, its
 * 六个一 and its chain; for a code unless it is still too early to have one, and for a total
 * when the list has a threshold. */
#include <string.h>

#include "api/list_lack.h"
#include "api/private.h"
#include "model/project.h"

enum { SCAN_MAX = 5000, MEMBERS_MAX = 200 };

static unsigned asked_for(const Duban__List *l, const Duban__Project *p)
{
	bool early = p->stage <= DUBAN__STAGE__STAGE_PRELIMINARY;
	unsigned set = ~(1u << LACK_TOTAL);

	if (early)
		set &= ~(1u << LACK_CODE); /* 立项 gives it */
	return l ? set | lacks_asked_for(l) : set;
}

static int add_row(struct ask *a, const Duban__Project *p, unsigned lacks, Duban__ListCheckReply *b)
{
	Duban__ListCheckRow *row = ASK_NEW(a, Duban__ListCheckRow, duban__list_check_row__init);
	int r = row ? 0 : -ENOMEM;

	if (r)
		return r;
	row->project = p->code;
	row->project_name = p->name;
	row->unit = ask_unit_id(a, p->unit);
	for (int lack = 0; lack < LACK_MAX_ && !r; lack++)
		if (lacks & (1u << lack))
			r = ASK_PUSH(a, row->lack, row->n_lack, (char *)(uintptr_t)lack_name(lack));
	return r ? r : ASK_PUSH(a, b->row, b->n_row, row);
}

static int look(struct ask *a, const Duban__List *l, const Duban__Project *p,
		Duban__ListCheckReply *b)
{
	unsigned lacks;
	int r = lacks_of(a, p, l ? l->min_total : NULL, &lacks);

	if (r)
		return r;
	b->members++;
	lacks &= asked_for(l, p);
	return lacks ? add_row(a, p, lacks, b) : 0;
}

static int fill(struct ask *a, const Duban__ListCheckRequest *q, Duban__ListCheckReply *b)
{
	struct key *from = *q->after ? key_text(KEY(), q->after) : KEY();
	struct scan s = scan_after(a->txn, TABLE_project_code, BYTES("", 0), key_bytes(from));
	const Duban__List *l = list_get(a->txn, a->arena, q->list);
	size_t scanned = 0, members = 0;
	int r = 0;

	while (!r && !*b->next && scan_next(&s)) {
		Duban__Project *p =
		    project_get(a->txn, a->arena, txn_get_u32(a->txn, TABLE_project_code, s.key));

		if (!p)
			return -EBADMSG;
		if (project_on_list(p, q->list) && scope_reads(a, p)) {
			r = look(a, l, p, b);
			members++;
		}
		if (members == MEMBERS_MAX || ++scanned == SCAN_MAX)
			b->next = p->code;
	}
	return r;
}

static int list_check(struct ask *a, const void *body)
{
	const Duban__ListCheckRequest *q = body;
	Duban__ListCheckReply *b = ASK_NEW(a, Duban__ListCheckReply, duban__list_check_reply__init);
	int r = b ? 0 : -ENOMEM;

	if (!r)
		r = ask_text(a, "list", q->list, NAME_MAX_BYTES, true);
	if (!r)
		r = ask_text(a, "after", q->after, CODE_MAX, false);
	if (r)
		return r;
	a->reply->body_case = DUBAN__REPLY__BODY_LIST_CHECK;
	a->reply->list_check = b;
	return fill(a, q, b);
}
HANDLER(LIST_CHECK, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = list_check);
