/* `notice list`: the ledger (告知台账), what each recipient was told last of each matter; with
 * --unheeded what 跟踪问效 asks for: told, and nothing was done since. Then the weekly notices. */
#include <stdlib.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/notice/find.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/notice/notice.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/warning_id.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/hex.h"

enum { SCAN_MAX = 20000, WEEKLY_MARK = 'w', LEDGER_MARK = 'l' };

struct notice_page {
	struct request *rq;
	const Duban__NoticeListRequest *q;
	uint32_t unit, person;
	struct warning_id subject; /* if one is asked for */
	usec_t since;
	int64_t idle_wd;
	Duban__NoticeListReply *b;
	size_t bytes, scanned;
};

static int take_filter(struct notice_page *x)
{
	struct request *rq = x->rq;
	int r = *x->q->unit ? request_unit(rq, x->q->unit, &x->unit) : 0;

	r = r ? r : notice_person(rq, x->q->person, &x->person);
	if (!r && *x->q->subject && !warning_id_parse(x->q->subject, &x->subject))
		r = request_refuse(rq, STATUS_NOT_FOUND, "warning.unknown", x->q->subject, NULL);
	if (!r && x->q->since_date && !date_ymd_valid(x->q->since_date))
		r = request_refuse(rq, STATUS_INVALID, "date.impossible", "since", NULL);
	if (r)
		return r;
	if (x->q->since_date)
		x->since = date_start(date_from_ymd(x->q->since_date), rq->zone_minutes);
	return parameter_number(rq->txn, rq->arena, NULL, "notice.idle_wd", &x->idle_wd);
}

/* Was nothing done for so many working days? */
static bool is_idle(struct notice_page *x, const Duban__NoticeEntry *e)
{
	date_t told = date_at(e->told_at, x->rq->zone_minutes);
	const Duban__Warning *w;

	if (!notice_stands(e) || e->result == NOTICE_RESULT(UNKNOWN) ||
	    calendar_count(x->rq->calendar, told, x->rq->today) < x->idle_wd)
		return false;
	w = warning_get(x->rq->txn, x->rq->arena, e->subject, e->rule, e->state->occurrence);
	return w && w->state == WARNING_STATE(OPEN) && !w->handling;
}

static bool subject_asked(const struct notice_page *x, const Duban__NoticeEntry *e)
{
	return !*x->q->subject ||
	       (x->subject.rule == e->rule && subject_same(&x->subject.subject, e->subject));
}

static bool person_asked(struct notice_page *x, uint32_t person)
{
	const Duban__Person *p = person_get(x->rq->txn, x->rq->arena, person);

	if (!p || (x->person && x->person != person) || !notice_reads(x->rq, person))
		return false;
	return !x->unit || (p->unit && unit_within(x->rq->txn, x->rq->arena, p->unit, x->unit));
}

static char *state_text(const Duban__NoticeState *s)
{
	static char *const lit[] = {
	    [LEVEL(NOTE)] = "note", [LEVEL(YELLOW)] = "yellow", [LEVEL(RED)] = "red"};

	if (s->ended)
		return s->left ? "handed_over" : "cleared";
	return s->level && s->level <= LEVEL(RED) ? lit[s->level] : "open";
}

/* The id of the matter, by which its commands find it: of a warning, or an order's number. */
static char *matter_id(struct request *rq, const Duban__Subject *s, uint32_t rule,
		       const Duban__NoticeState *state)
{
	char id[WARNING_ID_MAX];
	struct subject_about about;

	if (rule == NOTICE_WHOLE &&
	    row_subject(rq, s, project_get(rq->txn, rq->arena, s->project), &about))
		return arena_str(rq->arena, about.words);
	if (rule == NOTICE_WHOLE)
		return arena_printf(rq->arena, "%s-%u", subject_kind_name(s), subject_number(s));
	return arena_str(rq->arena, warning_id_print(id, s, rule, state->occurrence));
}

static int push(struct notice_page *x, Duban__NoticeRow *row, uint32_t person)
{
	const Duban__Person *p = person_get(x->rq->txn, x->rq->arena, person);

	if (p) {
		row->to = p->id;
		row->to_name = p->name;
		row->unit = request_unit_id(x->rq, p->unit);
	}
	x->bytes += duban__notice_row__get_packed_size(row) + 8;
	return REQUEST_PUSH(x->rq, x->b->notice, x->b->n_notice, row);
}

static int put_entry(struct notice_page *x, const Duban__NoticeEntry *e)
{
	Duban__NoticeRow *row = REQUEST_NEW(x->rq, Duban__NoticeRow, duban__notice_row__init);
	const Duban__NoticeState *state = e->state ? e->state : e->failed;
	const Duban__Notice *n = notice_get(x->rq->txn, x->rq->arena, e->notice);

	/* what was tried last is shown with its result, also if what was told before holds */
	if (e->failed && e->result != NOTICE_RESULT(DELIVERED))
		state = e->failed;
	if (!row || !state)
		return row ? 0 : -ENOMEM;
	row->id = n ? n->key : "";
	row->post = e->post;
	row->subject = matter_id(x->rq, e->subject, e->rule, state);
	row->state = state_text(state);
	row->channel = e->via ? e->via : NOTICE_CHANNEL(ANY);
	row->at = e->told_at;
	row->result = e->result;
	row->tries = e->tries;
	for (size_t i = 0; n && i < n->n_item; i++)
		if (n->item[i]->rule == e->rule && subject_same(n->item[i]->subject, e->subject))
			row->what = n->item[i]->what;
	return row->subject ? push(x, row, e->person) : -ENOMEM;
}

static int put_weekly(struct notice_page *x, const Duban__Notice *n)
{
	Duban__NoticeRow *row = REQUEST_NEW(x->rq, Duban__NoticeRow, duban__notice_row__init);

	if (!row)
		return -ENOMEM;
	row->id = n->key;
	row->post = n->post;
	row->state = "weekly";
	row->channel = n->via ? n->via : n->channel;
	row->at = n->made_at;
	row->result = n->result;
	return push(x, row, n->person);
}

static bool entry_asked(struct notice_page *x, const Duban__NoticeEntry *e)
{
	return subject_asked(x, e) && notice_reads_of(x->rq, e->subject) &&
	       e->told_at >= x->since && (!x->q->result || x->q->result == e->result) &&
	       person_asked(x, e->person) && (!x->q->idle || is_idle(x, e));
}

static bool full(const struct notice_page *x)
{
	return request_page_full(x->rq, x->bytes, VALUE_MAX) || x->scanned >= SCAN_MAX;
}

/* "l" and the key of the ledger's last row in hex, or "w" and that of a notice. */
static int put_next(struct notice_page *x, char mark, struct bytes key)
{
	char *hex = request_hex(x->rq, key);

	x->b->next = hex ? arena_printf(x->rq->arena, "%c%s", mark, hex) : NULL;
	return x->b->next ? 0 : -ENOMEM;
}

static int fill_ledger(struct notice_page *x, struct bytes after)
{
	struct bytes of = x->person ? key_bytes(key_u32(KEY(), x->person)) : BYTES("", 0);
	struct scan s = scan_after(x->rq->txn, TABLE_notice_entry, of, after);
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__NoticeEntry *e = record_unpack(
		    x->rq->txn, s.value, &duban__notice_entry__descriptor, x->rq->arena);

		if (!e)
			return txn_error(x->rq->txn) ? txn_error(x->rq->txn) : -ENOMEM;
		x->scanned++;
		if (entry_asked(x, e))
			r = put_entry(x, e);
		if (!r && full(x))
			return put_next(x, LEDGER_MARK, s.key);
	}
	return r ? r : txn_error(x->rq->txn);
}

static bool weekly_asked(struct notice_page *x, const Duban__Notice *n)
{
	return n->kind == NOTICE_KIND(WEEKLY) && n->made_at >= x->since &&
	       (!x->q->result || x->q->result == n->result) && person_asked(x, n->person);
}

static int fill_weekly(struct notice_page *x, struct bytes after)
{
	struct scan s = scan_after(x->rq->txn, TABLE_notice, BYTES("", 0), after);
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Notice *n =
		    record_unpack(x->rq->txn, s.value, &duban__notice__descriptor, x->rq->arena);

		if (!n)
			return txn_error(x->rq->txn) ? txn_error(x->rq->txn) : -ENOMEM;
		x->scanned++;
		if (weekly_asked(x, n))
			r = put_weekly(x, n);
		if (!r && full(x))
			return put_next(x, WEEKLY_MARK, s.key);
	}
	return r ? r : txn_error(x->rq->txn);
}

static int fill(struct notice_page *x, char mark, struct bytes after)
{
	int r = mark == WEEKLY_MARK ? 0 : fill_ledger(x, after);

	if (r || *x->b->next || x->q->idle || *x->q->subject)
		return r;
	return fill_weekly(x, mark == WEEKLY_MARK ? after : BYTES("", 0));
}

static int list(struct request *rq, const void *body)
{
	struct notice_page x = {.rq = rq, .q = body};
	uint8_t key[KEY_MAX];
	size_t size = *x.q->after ? strlen(x.q->after + 1) / 2 : 0;
	int r = take_filter(&x);

	if (!r && (size > sizeof key || (*x.q->after && !hex_parse(x.q->after + 1, key, size))))
		r = request_refuse(rq, STATUS_INVALID, "page.bad_token", NULL);
	x.b = REQUEST_NEW(rq, Duban__NoticeListReply, duban__notice_list_reply__init);
	if (r || !x.b)
		return r ? r : -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_NOTICE_LIST;
	rq->reply->notice_list = x.b;
	return fill(&x, *x.q->after, BYTES(key, size));
}
HANDLER(NOTICE_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = list);

static int show(struct request *rq, const void *body)
{
	const Duban__NoticeShowRequest *q = body;
	Duban__NoticeShowReply *b =
	    REQUEST_NEW(rq, Duban__NoticeShowReply, duban__notice_show_reply__init);
	int r = b ? notice_named(rq, q->key, &b->notice) : -ENOMEM;

	rq->reply->body_case = r ? 0 : DUBAN__REPLY__BODY_NOTICE_SHOW;
	rq->reply->notice_show = r ? NULL : b;
	return r;
}
HANDLER(NOTICE_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = show);
