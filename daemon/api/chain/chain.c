#include "api/chain/chain.h"

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "model/chain/limit.h"
#include "model/chain/schedule.h"
#include "model/link/link.h"
#include "model/link/step.h"
#include "model/param/parameter.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/warning_id.h"

/* Applies the finishes that the same command has drafted already, so that later links of the
 * command see them. */
static void add_drafted(const struct request *rq, struct chain *c)
{
	for (size_t i = 0; i < rq->n_event; i++) {
		const Duban__Event *ev = rq->event[i];

		if (ev->body_case != DUBAN__EVENT__BODY_LINK_FINISHED ||
		    ev->project != c->project || ev->link_finished->year != c->year)
			continue;
		for (size_t k = 0; k < c->n; k++) {
			if (c->link[k]->no != ev->link_finished->link)
				continue;
			c->schedule.link[k].state = DUBAN__LINK_STATE__LINK_STATE_DONE;
			c->schedule.link[k].started =
			    date_from_ymd(ev->link_finished->started_date);
			c->schedule.link[k].finished =
			    date_from_ymd(ev->link_finished->finished_date);
		}
	}
}

int chain_dates(struct request *rq, const Duban__Project *p, struct chain *c)
{
	int r = parameter_rolls(rq->txn, rq->arena, p, &c->schedule.roll);

	return r ? r : schedule_compute(&c->schedule, rq->calendar, rq->today);
}

int request_chain(struct request *rq, const Duban__Project *p, uint32_t year, struct chain *ret)
{
	struct chain c;
	int r = chain_load(rq->txn, rq->arena, p->num, year ? year : p->year, &c);

	if (r)
		return r;
	if (!c.record)
		return request_refuse(rq, STATUS_NOT_FOUND, "chain.unknown", p->code,
				      arena_printf(rq->arena, "%u", year ? year : p->year), NULL);
	add_drafted(rq, &c);
	r = chain_dates(rq, p, &c);
	if (r)
		return r;
	*ret = c;
	return 0;
}

static void row_dates(const struct schedule_link *pl, Duban__LinkRow *row)
{
	if (pl->deadline != DATE_NONE || pl->limit_kind == DUBAN__LIMIT_KIND__LIMIT_KIND_OPEN) {
		row->earliest_finish_date = date_ymd(pl->finish);
		row->latest_finish_date = date_ymd(pl->latest_finish);
		row->deadline_date = date_ymd(pl->deadline);
	}
	row->projected = pl->projected;
	row->unknown = pl->unknown && pl->deadline != DATE_NONE;
	row->late_after = pl->late_after;
	row->float_days = pl->float_days;
	row->critical = pl->critical;
	row->provisional = pl->provisional;
}

/* The report that waits and asks for the link's finish; for a step that is a stage also one that
 * asks for the stage. */
static uint32_t pending(struct request *rq, const struct chain *c, const Duban__Link *l)
{
	uint32_t num = report_of_link(rq->txn, rq->arena, c->project, c->year, l->no);
	Duban__Stage stage = step_stage(link_step(l));

	return num || !stage ? num : report_of_stage(rq->txn, rq->arena, c->project, stage);
}

static void row_step(const struct chain *c, size_t i, Duban__LinkRow *row)
{
	row->is = link_step(c->link[i]);
	if (row->is == LINK_STEP(NONE))
		row->is = LINK_STEP(INVALID);
	if (!row->is || !step_apart(c->recorded[i], c->progress[i]))
		return;
	row->recorded = c->recorded[i]->state;
	row->recorded_date = c->recorded[i]->finished_date;
}

int row_chain_link(struct request *rq, const struct chain *c, size_t i, Duban__LinkRow **ret)
{
	const Duban__Link *l = c->link[i];
	const Duban__LinkProgress *p = c->progress[i];
	Duban__LinkRow *row = REQUEST_NEW(rq, Duban__LinkRow, duban__link_row__init);
	char text[LIMIT_TEXT_MAX];

	if (!row)
		return -ENOMEM;
	row_dates(&c->schedule.link[i], row);
	row->no = l->no;
	row->name = l->name;
	row->state = p->state;
	row->class_ = l->class_;
	row->unit = request_unit_id(rq, l->unit);
	row->unit_name = request_unit_name(rq, l->unit);
	row->service_unit = request_unit_id(rq, l->service_unit);
	if (l->leader)
		row->leader = l->leader->name;
	if (l->person)
		row->person = l->person->name;
	row->limit = arena_str(
	    rq->arena, limit_text((int)l->limit->kind, l->limit->n, l->limit->fixed_date, text));
	row->n_after = l->n_after;
	row->after = l->after;
	row->begin_date = l->begin_date;
	row->started_date = p->started_date;
	row->finished_date = p->finished_date;
	row->extended_date = p->extended_date;
	row->evidence = l->evidence;
	row->out_of_order =
	    p->out_of_order ||
	    (link_step(l) != LINK_STEP(NONE) && p->state == LINK_STATE(DONE) &&
	     schedule_out_of_order(&c->schedule, i, date_from_ymd(p->finished_date)));
	row->acceptance_date = p->accepted_date;
	row->acceptance_no = p->acceptance_no;
	row->template_ = l->template_;
	row->carried_year = l->carried_year;
	row->carried_no = l->carried_no;
	row->carried_clock_date = l->carried_clock_date;
	row->extensions = p->extensions;
	row->pending_report = pending(rq, c, l);
	row_step(c, i, row);
	*ret = row;
	return row->limit ? 0 : -ENOMEM;
}

static void hang_lamp(Duban__ChainShowReply *b, const Duban__WarningRow *w, uint32_t link)
{
	for (size_t j = 0; j < b->n_link; j++)
		if (b->link[j]->no == link && w->level > b->link[j]->level)
			b->link[j]->level = w->level;
}

/* Sets each link's level to that of its worst lamp. A link that was carried over has the lamps of
 * the next year's link under the same number: they hang there. */
static void hang_lamps(Duban__ChainShowReply *b, Duban__WarningRow *const *w, size_t n)
{
	struct warning_id id;

	for (size_t i = 0; i < n; i++)
		if (warning_id_parse(w[i]->id, &id) && !*id.subject.kind && id.subject.link &&
		    id.subject.year == b->year)
			hang_lamp(b, w[i], id.subject.link);
}

/* Adds the links after number `after`, until the reply is full: their texts may be long. */
static int fill(struct request *rq, const struct chain *c, uint32_t after, Duban__ChainShowReply *b)
{
	size_t bytes = 0;
	int r = 0;

	for (size_t i = 0; i < c->n && !r; i++) {
		Duban__LinkRow *row;

		b->provisional = b->provisional || c->schedule.link[i].provisional;
		if (c->link[i]->no <= after || b->next)
			continue;
		r = row_chain_link(rq, c, i, &row);
		if (!r)
			r = REQUEST_PUSH(rq, b->link, b->n_link, row);
		if (r)
			break;
		bytes += duban__link_row__get_packed_size(row) + 8;
		if (request_page_full(rq, bytes, VALUE_MAX) && i + 1 < c->n)
			b->next = row->no;
	}
	return r;
}

static int show(struct request *rq, const Duban__Project *p, const struct chain *c, uint32_t after)
{
	Duban__ChainShowReply *b =
	    REQUEST_NEW(rq, Duban__ChainShowReply, duban__chain_show_reply__init);
	Duban__WarningRow **w;
	size_t n;
	int r = row_warnings_of(rq, p, &w, &n);

	if (r || !b)
		return r ? r : -ENOMEM;
	b->project = p->code;
	b->year = c->year;
	b->start_date = date_ymd(c->schedule.start);
	b->finish_date = date_ymd(c->schedule.finish);
	b->unknown = c->schedule.unknown;
	rq->reply->body_case = DUBAN__REPLY__BODY_CHAIN_SHOW;
	rq->reply->chain_show = b;
	r = fill(rq, c, after, b);
	if (!r)
		hang_lamps(b, w, n);
	/* once, with the last page */
	return r || b->next ? r : chain_remarks_stored(rq, p, c->year);
}

static int chain_show(struct request *rq, const void *body)
{
	const Duban__ChainShowRequest *q = body;
	Duban__Project *p;
	struct chain c;
	int r = request_project(rq, q->project, &p);

	if (!r)
		r = request_chain(rq, p, q->year, &c);
	return r ? r : show(rq, p, &c, q->after);
}
HANDLER(CHAIN_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = chain_show, .simulated_only_for_local = true);
