/* `chain new`: makes dated chains from a template, for one project or for all projects of a list
 * that have no chain. The project determines who does a link: its unit is responsible, the
 * department named in the template is the service unit, the project's linked leader leads. */
#include <string.h>

#include "api/chain/answer.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/year/year.h"
#include "model/chain/template.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct chain_making {
	struct request *rq;
	const Duban__ChainNewRequest *q;
	const struct template_link *row;
	size_t n;
	Duban__Unit **unit; /* units whose name may match a department */
	size_t n_unit;
	size_t bytes;
};

/* ---- what the project gives to its links */

static int load_units(struct chain_making *m)
{
	struct scan s = scan_start(m->rq->txn, TABLE_unit, BYTES("", 0));

	while (scan_next(&s)) {
		Duban__Unit *u =
		    record_unpack(m->rq->txn, s.value, &duban__unit__descriptor, m->rq->arena);

		if (!u)
			break;
		if (u->kind != DUBAN__UNIT_KIND__UNIT_KIND_SECTOR &&
		    u->kind != DUBAN__UNIT_KIND__UNIT_KIND_MUNICIPAL)
			continue;
		if (REQUEST_PUSH(m->rq, m->unit, m->n_unit, u))
			return -ENOMEM;
	}
	return txn_error(m->rq->txn);
}

/* `words` names departments as "发展和改革/发改": the first unit whose name contains one of the
 * parts. 行业主管 is the project's own department. 业主 and 属地 are the responsible unit itself,
 * so there is no service unit. */
static uint32_t department(const struct chain_making *m, const char *words, const Duban__Project *p)
{
	char word[NAME_MAX_BYTES];

	if (strcmp(words, "行业主管") == 0)
		return p->sector;
	while (*words) {
		size_t n = strcspn(words, "/");

		(void)snprintf(word, sizeof word, "%.*s", (int)n, words);
		for (size_t i = 0; i < m->n_unit; i++)
			if (strstr(m->unit[i]->name, word))
				return m->unit[i]->num;
		words += n + (words[n] == '/');
	}
	return 0;
}

static Duban__Who *leader_of(const Duban__Project *p)
{
	if (p->n_leader_city)
		return p->leader_city[0];
	if (p->n_leader_county)
		return p->leader_county[0];
	return p->responsible_first;
}

static Duban__Who *person_of(const Duban__Project *p)
{
	return p->responsible_direct ? p->responsible_direct : p->responsible_main;
}

/* The last day of the planned month; 0: no month is planned. */
static uint32_t month_end(uint32_t month)
{
	date_t first = month ? date_from_ymd(month * 100 + 1) : DATE_NONE;

	return first == DATE_NONE ? 0 : date_ymd(date_add_months(first, 1) - 1);
}

static uint32_t given_date(const struct chain_making *m, const struct template_link *row,
			   const Duban__Project *p)
{
	for (size_t i = 0; i < m->q->n_date; i++)
		if (m->q->date[i]->no == row->no)
			return m->q->date[i]->fixed_date;
	if (row->date == TEMPLATE_DATE_START)
		return month_end(p->planned_start_month);
	return row->date == TEMPLATE_DATE_FINISH ? month_end(p->planned_finish_month) : 0;
}

/* 绿色通道: the limit is reduced to the factor, to no less than one working day. */
static uint32_t limit_days(const struct chain_making *m, const struct template_link *row)
{
	uint32_t factor = m->q->factor_percent ? m->q->factor_percent : 100;

	if (row->limit_kind != DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS)
		return row->limit_n;
	return (row->limit_n * factor + 99) / 100;
}

/* ---- events */

static Duban__Event *event_of(struct chain_making *m, const Duban__Project *p)
{
	Duban__Event *e = request_event(m->rq);

	if (e) {
		e->project = p->num;
		e->project_unit = p->unit;
	}
	return e;
}

static int put_chain(struct chain_making *m, const Duban__Project *p, uint32_t year)
{
	Duban__Chain *chain = REQUEST_NEW(m->rq, Duban__Chain, duban__chain__init);
	Duban__ChainPut *put = REQUEST_NEW(m->rq, Duban__ChainPut, duban__chain_put__init);
	Duban__Event *e = event_of(m, p);

	if (!chain || !put || !e)
		return -ENOMEM;
	chain->project = p->num;
	chain->year = year;
	chain->start_date = m->q->start_date;
	put->chain = chain;
	e->body_case = DUBAN__EVENT__BODY_CHAIN_PUT;
	e->chain_put = put;
	return 0;
}

static void fill_link(struct chain_making *m, const struct template_link *row,
		      const Duban__Project *p, Duban__Link *l)
{
	l->name = (char *)(uintptr_t)row->link;
	l->class_ = (Duban__LinkClass)row->class;
	l->unit = p->unit;
	l->service_unit = department(m, row->department, p);
	l->leader = leader_of(p);
	l->person = person_of(p);
	l->after = (uint32_t *)(uintptr_t)row->after;
	l->n_after = row->n_after;
	l->evidence = (char *)(uintptr_t)row->evidence;
	l->is = (Duban__LinkStep)row->step;
	l->limit->fixed_date = given_date(m, row, p);
	l->limit->kind = l->limit->fixed_date ? DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED
					      : (Duban__LimitKind)row->limit_kind;
	l->limit->n = l->limit->fixed_date ? 0 : limit_days(m, row);
}

static int put_link(struct chain_making *m, const struct template_link *row,
		    const Duban__Project *p, uint32_t year)
{
	Duban__Link *l = REQUEST_NEW(m->rq, Duban__Link, duban__link__init);
	Duban__LinkPut *put = REQUEST_NEW(m->rq, Duban__LinkPut, duban__link_put__init);
	Duban__Event *e = event_of(m, p);

	if (!l || !put || !e)
		return -ENOMEM;
	l->limit = REQUEST_NEW(m->rq, Duban__Limit, duban__limit__init);
	l->template_ = arena_printf(m->rq->arena, "%s/%u", row->template, row->no);
	if (!l->limit || !l->template_)
		return -ENOMEM;
	l->project = p->num;
	l->year = year;
	l->no = row->no;
	fill_link(m, row, p, l);
	put->link = l;
	e->body_case = DUBAN__EVENT__BODY_LINK_PUT;
	e->link_put = put;
	m->bytes += duban__event__get_packed_size(e) + PUT_EVENT_OVERHEAD;
	return 0;
}

static bool has_chain(struct request *rq, uint32_t project, uint32_t year)
{
	return txn_has(rq->txn, TABLE_chain, key_bytes(key_u32(key_u32(KEY(), project), year)));
}

static int make(struct chain_making *m, const Duban__Project *p)
{
	uint32_t year = m->q->year ? m->q->year : p->year;
	int r = put_chain(m, p, year);

	for (size_t i = 0; i < m->n && !r; i++)
		r = put_link(m, &m->row[i], p, year);
	if (!r && m->bytes > PUT_DRAFT_MAX)
		r = request_refuse(m->rq, STATUS_TOO_MANY, "chain.too_many",
				   arena_printf(m->rq->arena, "%d", PUT_DRAFT_MAX / 1024), NULL);
	return r;
}

/* ---- which projects */

static int make_one(struct chain_making *m)
{
	Duban__Project *p;
	uint32_t year;
	int r = request_project(m->rq, m->q->project, &p);

	if (r)
		return r;
	if (!project_active(p))
		return request_refuse(m->rq, STATUS_CONFLICT, "project.closed", p->code, NULL);
	year = m->q->year ? m->q->year : p->year;
	r = request_year_open(m->rq, year);
	if (r)
		return r;
	if (has_chain(m->rq, p->num, year))
		return request_refuse(m->rq, STATUS_CONFLICT, "chain.exists", p->code,
				      arena_printf(m->rq->arena, "%u", year), NULL);
	return make(m, p);
}

static int make_list(struct chain_making *m)
{
	struct scan s = scan_start(m->rq->txn, TABLE_project, BYTES("", 0));
	bool known = false;
	uint32_t year;
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Project *p =
		    record_unpack(m->rq->txn, s.value, &duban__project__descriptor, m->rq->arena);

		if (!p)
			break;
		if (!project_on_list(p, m->q->list))
			continue;
		known = true;
		year = m->q->year ? m->q->year : p->year;
		if (!project_active(p) || has_chain(m->rq, p->num, year))
			continue;
		r = request_year_open(m->rq, year);
		if (!r)
			r = make(m, p);
	}
	if (!r && !known)
		r = request_refuse(m->rq, STATUS_NOT_FOUND, "list.empty", m->q->list, NULL);
	return r ? r : txn_error(m->rq->txn);
}

/* ---- the request */

static int check_date(struct request *rq, uint32_t ymd)
{
	if (date_from_ymd(ymd) == DATE_NONE || ymd < DATE_MIN || ymd > DATE_MAX)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", ymd), NULL);
	return 0;
}

static int check_dates(struct chain_making *m)
{
	int r = check_date(m->rq, m->q->start_date);

	for (size_t i = 0; i < m->q->n_date && !r; i++) {
		size_t k = 0;

		while (k < m->n && m->row[k].no != m->q->date[i]->no)
			k++;
		if (k == m->n)
			return request_refuse(
			    m->rq, STATUS_INVALID, "template.no_link", m->q->template_,
			    arena_printf(m->rq->arena, "%u", m->q->date[i]->no), NULL);
		for (size_t j = 0; j < i; j++)
			if (m->q->date[j]->no == m->q->date[i]->no)
				return request_refuse(
				    m->rq, STATUS_INVALID, "template.date_twice",
				    arena_printf(m->rq->arena, "%u", m->q->date[i]->no), NULL);
		r = check_date(m->rq, m->q->date[i]->fixed_date);
	}
	return r;
}

static int check(struct chain_making *m)
{
	const Duban__ChainNewRequest *q = m->q;

	m->n = template_find(q->template_, &m->row);
	if (m->n == 0)
		return request_refuse(m->rq, STATUS_NOT_FOUND, "template.unknown", q->template_,
				      NULL);
	if (!*q->project == !*q->list)
		return request_refuse(m->rq, STATUS_INVALID, "chain.project_or_list", NULL);
	if (q->factor_percent > 100)
		return request_refuse(m->rq, STATUS_INVALID, "chain.bad_factor",
				      arena_printf(m->rq->arena, "%u", q->factor_percent), NULL);
	return check_dates(m);
}

static int decide(struct request *rq, const void *body)
{
	struct chain_making m = {.rq = rq, .q = body};
	int r = check(&m);

	if (!r)
		r = load_units(&m);
	if (!r)
		r = *m.q->project ? make_one(&m) : make_list(&m);
	if (r || !m.q->dry_run)
		return r;
	r = chain_new_answer(rq, body);
	rq->n_event = 0;
	return r;
}
HANDLER(CHAIN_NEW, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	.decide = decide, .answer = chain_new_answer);
