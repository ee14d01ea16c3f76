/* `list check`: which members lack which requirements, page by page. Every member must have a 挂点,
 * the 六个一 and a chain; a code unless the project is too early to have one; and a total if the
 * list has a threshold. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/list/lack.h"
#include "model/list/list.h"
#include "model/list/member.h"
#include "model/project/project.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { SCAN_MAX = 5000, MEMBERS_MAX = 200 };

/* The open spell, with what was promised at 调入. */
struct member_now {
	const Duban__Spell *spell; /* NULL: none */
	bool overdue;
};

static struct member_now now_of(struct request *rq, const Duban__Project *p, const char *list)
{
	Duban__Member *m = member_get(rq->txn, rq->arena, p->num, list);
	struct member_now now = {.spell = m ? member_spell(m) : NULL};

	now.overdue =
	    now.spell && now.spell->promised_date && now.spell->promised_date < date_ymd(rq->today);
	return now;
}

static bool promised(const struct member_now *now, const char *lack)
{
	for (size_t i = 0; now->spell && i < now->spell->n_promised; i++)
		if (strcmp(now->spell->promised[i], lack) == 0)
			return true;
	return false;
}

static int add_lack(struct request *rq, Duban__ListCheckRow *row, const struct member_now *now,
		    const char *lack)
{
	char *name = (char *)(uintptr_t)lack;
	int r = REQUEST_PUSH(rq, row->lack, row->n_lack, name);

	if (r || !promised(now, lack))
		return r;
	row->promised_date = now->spell->promised_date;
	row->overdue = now->overdue;
	return REQUEST_PUSH(rq, row->promised, row->n_promised, name);
}

static int add_row(struct request *rq, const Duban__Project *p, unsigned lacks,
		   const Duban__ListCheckRequest *q, size_t *bytes)
{
	Duban__ListCheckRow *row =
	    REQUEST_NEW(rq, Duban__ListCheckRow, duban__list_check_row__init);
	Duban__ListCheckReply *b = rq->reply->list_check;
	const struct member_now now = now_of(rq, p, q->list);
	int r = row ? 0 : -ENOMEM;

	if (r)
		return r;
	row->project = p->code;
	row->project_name = p->name;
	row->unit = request_unit_id(rq, p->unit);
	for (int lack = 0; lack < LACK_MAX_ && !r; lack++)
		if (lacks & (1u << lack))
			r = add_lack(rq, row, &now, lack_name(lack));
	b->overdue += row->overdue ? 1 : 0;
	*bytes += duban__list_check_row__get_packed_size(row) + 8;
	return r ? r : REQUEST_PUSH(rq, b->row, b->n_row, row);
}

static int look(struct request *rq, const Duban__List *l, const Duban__Project *p,
		const Duban__ListCheckRequest *q, size_t *bytes)
{
	unsigned lacks;
	int r = lacks_of(rq, p, l ? l->min_total : NULL, &lacks);

	if (r)
		return r;
	rq->reply->list_check->members++;
	lacks &= lacks_checked(l, p);
	return lacks ? add_row(rq, p, lacks, q, bytes) : 0;
}

static int fill(struct request *rq, const Duban__ListCheckRequest *q, Duban__ListCheckReply *b)
{
	struct key *from = *q->after ? key_text(KEY(), q->after) : KEY();
	struct scan s = scan_after(rq->txn, TABLE_project_code, BYTES("", 0), key_bytes(from));
	const Duban__List *l = list_get(rq->txn, rq->arena, q->list);
	size_t scanned = 0, members = 0, bytes = 0;
	int r = 0;

	while (!r && !*b->next && scan_next(&s)) {
		Duban__Project *p = project_get(rq->txn, rq->arena,
						txn_get_u32(rq->txn, TABLE_project_code, s.key));

		if (!p)
			return -EBADMSG;
		if (member_counts_on(rq->txn, rq->arena, p, q->list, rq->today) &&
		    scope_reads(rq, p)) {
			r = look(rq, l, p, q, &bytes);
			members++;
		}
		if (members == MEMBERS_MAX || ++scanned == SCAN_MAX ||
		    request_page_full(rq, bytes, VALUE_MAX))
			b->next = p->code;
	}
	return r;
}

static int list_check(struct request *rq, const void *body)
{
	const Duban__ListCheckRequest *q = body;
	Duban__ListCheckReply *b =
	    REQUEST_NEW(rq, Duban__ListCheckReply, duban__list_check_reply__init);
	int r = b ? 0 : -ENOMEM;

	if (!r)
		r = request_text(rq, "list", q->list, NAME_MAX_BYTES, true);
	if (!r)
		r = request_text(rq, "after", q->after, CODE_MAX, false);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_LIST_CHECK;
	rq->reply->list_check = b;
	return fill(rq, q, b);
}
HANDLER(LIST_CHECK, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = list_check);
