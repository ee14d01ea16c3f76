/* `link add`, `link set`: edit one link as a row of a chains file would. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/find.h"
#include "api/chain/chain.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/link/authority.h"
#include "api/link/ease.h"
#include "api/link/import.h"
#include "api/records/kind.h"
#include "api/year/year.h"
#include "model/link/link.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/txn.h"

/* The link and its chain. */
struct edit {
	struct intake in;
	Duban__Project *project;
	struct chain chain;
	uint32_t no;
	size_t at; /* index in chain; chain.n = the link is new */
	struct cell cell[LINK_COLUMNS_];
};

static bool take_cell(struct edit *e, const Duban__Cell *given)
{
	const struct record_column *first = link_columns();
	size_t k = 0;

	while (k < LINK_COLUMNS_ && strcmp(first[k].name, given->column) != 0)
		k++;
	if (k == LINK_COLUMNS_) {
		(void)request_problem(e->in.rq, "cell.unknown_column",
				      cell_shown(e->in.rq->arena, given->column), NULL);
		return false;
	}
	if (*e->cell[k].text) {
		(void)request_problem(e->in.rq, "cell.twice", given->column, NULL);
		return false;
	}
	e->cell[k] = cell_make(&e->in, 0, first[k].name, given->value);
	e->cell[k].of = &first[k];
	return true;
}

static int take_cells(struct edit *e, Duban__Cell *const *given, size_t n)
{
	bool fine = true;

	for (size_t k = 0; k < LINK_COLUMNS_; k++) {
		e->cell[k] = cell_make(&e->in, 0, link_columns()[k].name, "");
		e->cell[k].of = &link_columns()[k];
	}
	for (size_t i = 0; i < n; i++)
		fine = take_cell(e, given[i]) && fine;
	return fine && e->in.problems == 0 ? 0 : STATUS_INVALID;
}

static int edit_begin(struct request *rq, const Duban__LinkRef *ref, struct edit *e)
{
	uint32_t year;
	int r;

	intake_init(&e->in, rq, rq->arena);
	if (!ref)
		return request_refuse(rq, STATUS_INVALID, "link.no_reference", NULL);
	r = request_project(rq, ref->project, &e->project);
	if (r)
		return r;
	if (ref->no < 1 || ref->no > LINK_NO_MAX)
		return request_refuse(rq, STATUS_INVALID, "link.bad_no",
				      arena_printf(rq->arena, "%u", ref->no), NULL);
	year = ref->year ? ref->year : e->project->year;
	r = request_year_open(rq, year);
	if (!r)
		r = chain_load(rq->txn, rq->arena, e->project->num, year, &e->chain);
	if (r)
		return r;
	if (!e->chain.record && year != e->project->year)
		return request_refuse(rq, STATUS_NOT_FOUND, "chain.unknown", e->project->code,
				      arena_printf(rq->arena, "%u", year), NULL);
	e->no = ref->no;
	while (e->at < e->chain.n && e->chain.link[e->at]->no != ref->no)
		e->at++;
	return 0;
}

/* The chain as it will be; the edited link comes first. NULL: no memory. */
static struct link_row *chain_rows(struct edit *e, Duban__Link *now, size_t *ret_n)
{
	struct arena *a = e->in.scratch;
	struct link_row *row = arena_alloc(a, (e->chain.n + 2) * sizeof *row);
	size_t n = 1;

	if (!row) {
		e->in.full = true;
		return NULL;
	}
	row[0] = (struct link_row){
	    .link = now, .touched = true, .after = e->cell[LINK_AFTER], .is = e->cell[LINK_IS]};
	if (e->at < e->chain.n)
		row[0].was = e->chain.link[e->at];
	for (size_t i = 0; i < e->chain.n; i++)
		if (i != e->at)
			row[n++] =
			    (struct link_row){.link = e->chain.link[i], .was = e->chain.link[i]};
	*ret_n = n;
	return row;
}

/* Checks the link against the others of its chain. */
static bool check_chain(struct edit *e, Duban__Link *now)
{
	size_t n;
	struct link_row *row = chain_rows(e, now, &n);

	return row && link_rows_check(&e->in, row, n);
}

static Duban__Event *edit_event(struct edit *e)
{
	Duban__Event *event = request_event(e->in.rq);

	if (event) {
		event->project = e->project->num;
		event->project_unit = e->project->unit;
	}
	return event;
}

/* The first link of a project also makes its chain. */
static int put_chain(struct edit *e)
{
	struct arena *a = e->in.rq->arena;
	Duban__ChainPut *put = arena_alloc(a, sizeof *put);
	Duban__Chain *chain = arena_alloc(a, sizeof *chain);
	Duban__Event *event = edit_event(e);

	if (!put || !chain || !event)
		return -ENOMEM;
	duban__chain__init(chain);
	chain->project = e->project->num;
	chain->year = e->chain.year;
	chain->start_date = e->chain.year * 10000 + 101;
	duban__chain_put__init(put);
	put->chain = chain;
	event->body_case = DUBAN__EVENT__BODY_CHAIN_PUT;
	event->chain_put = put;
	return 0;
}

static int put_link(struct edit *e, Duban__Link *now, Duban__Link *was)
{
	Duban__LinkPut *put = arena_alloc(e->in.rq->arena, sizeof *put);
	Duban__Event *event = edit_event(e);

	if (!put || !event)
		return -ENOMEM;
	duban__link_put__init(put);
	put->link = now;
	put->was = was;
	event->body_case = DUBAN__EVENT__BODY_LINK_PUT;
	event->link_put = put;
	return 0;
}

/* Reads the cells into `now` and checks the chain with the result. */
static int edit_read(struct edit *e, Duban__Link *now)
{
	bool fine = link_read(&e->in, e->cell, now) && check_chain(e, now);

	if (e->in.full)
		return -ENOMEM;
	return fine ? 0 : STATUS_INVALID;
}

static int add_decide(struct request *rq, const void *body)
{
	const Duban__LinkAddRequest *q = body;
	struct edit e = {0};
	Duban__Link *now = arena_alloc(rq->arena, sizeof *now);
	int r = now ? edit_begin(rq, q->link, &e) : -ENOMEM;

	if (r)
		return r;
	if (e.at < e.chain.n)
		return request_refuse(rq, STATUS_CONFLICT, "link.exists", e.project->code,
				      arena_printf(rq->arena, "%u", e.no), NULL);
	r = take_cells(&e, q->cell, q->n_cell);
	if (r)
		return r;
	duban__link__init(now);
	now->project = e.project->num;
	now->year = e.chain.year;
	now->no = e.no;
	r = edit_read(&e, now);
	if (!r && !e.chain.record)
		r = put_chain(&e);
	return r ? r : put_link(&e, now, NULL);
}

/* What to remark of the chain as it is now. */
static int answer(struct request *rq, const Duban__LinkRef *ref)
{
	Duban__Project *p;

	if (!ref)
		return 0;
	p = project_get(rq->txn, rq->arena, project_by_code(rq->txn, ref->project));
	return p ? chain_remarks_stored(rq, p, ref->year) : txn_error(rq->txn);
}

static int add_answer(struct request *rq, const void *body)
{
	return answer(rq, ((const Duban__LinkAddRequest *)body)->link);
}
HANDLER(LINK_ADD, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	.decide = add_decide, .answer = add_answer);

static bool same(struct arena *a, const Duban__Link *x, const Duban__Link *y)
{
	size_t n = duban__link__get_packed_size(x);
	uint8_t *bx = arena_alloc(a, n + 1), *by = arena_alloc(a, n + 1);

	if (!bx || !by || n != duban__link__get_packed_size(y))
		return false;
	duban__link__pack(x, bx);
	duban__link__pack(y, by);
	return memcmp(bx, by, n) == 0;
}

/* A link that is done, cancelled or carried may change only in its descriptive fields. */
static int check_open(struct edit *e, const Duban__Link *now)
{
	const Duban__Link *was = e->chain.link[e->at];
	Duban__LinkState state = e->chain.progress[e->at]->state;
	Duban__Link words = *was;

	if (state != DUBAN__LINK_STATE__LINK_STATE_DONE &&
	    state != DUBAN__LINK_STATE__LINK_STATE_CANCELLED &&
	    state != DUBAN__LINK_STATE__LINK_STATE_CARRIED)
		return 0;
	words.name = now->name;
	words.leader = now->leader;
	words.person = now->person;
	words.evidence = now->evidence;
	words.is = now->is;
	if (same(e->in.scratch, &words, now))
		return 0;
	return request_refuse(e->in.rq, STATUS_CONFLICT, "link.closed", e->project->code,
			      arena_printf(e->in.scratch, "%u", e->no), NULL);
}

/* A change that puts a lit link off is an extension. */
static int ease_one(struct edit *e, const struct link_easing *one, const char *reason)
{
	struct request *rq = e->in.rq;
	int r = link_extensions_left(rq, e->project, one->no, one->extensions);

	if (!r && !*reason)
		r = request_refuse(rq, STATUS_INVALID, "link.ease_unreasoned", e->project->code,
				   arena_printf(rq->arena, "%u", one->no), NULL);
	if (r)
		return r;
	return link_easing_event(rq, e->project, e->chain.year, one, reason) ? 0 : -ENOMEM;
}

static int ease(struct edit *e, Duban__Link *now)
{
	struct link_terms t = {.project = e->project, .before = &e->chain};
	char *reason = (char *)(uintptr_t)protobuf_c_empty_string;
	struct link_easing *all;
	size_t n;
	int r;

	t.row = chain_rows(e, now, &t.n);
	t.start = e->chain.schedule.start;
	if (!t.row || !cell_text(&e->cell[LINK_REASON], REASON_MAX, &reason))
		return t.row ? STATUS_INVALID : -ENOMEM;
	r = link_easings(e->in.rq, &t, &all, &n);
	for (size_t i = 0; i < n && !r; i++)
		r = ease_one(e, &all[i], reason);
	return r;
}

static int set_decide(struct request *rq, const void *body)
{
	const Duban__LinkSetRequest *q = body;
	struct edit e = {0};
	Duban__Link *now = arena_alloc(rq->arena, sizeof *now);
	int r = now ? edit_begin(rq, q->link, &e) : -ENOMEM;

	if (r)
		return r;
	if (e.at == e.chain.n)
		return request_refuse(rq, STATUS_NOT_FOUND, "link.unknown", e.project->code,
				      arena_printf(rq->arena, "%u", e.no), NULL);
	r = take_cells(&e, q->cell, q->n_cell);
	if (r)
		return r;
	*now = *e.chain.link[e.at];
	r = edit_read(&e, now);
	if (!r)
		r = check_open(&e, now);
	/* unchanged: no event */
	if (r || same(rq->arena, now, e.chain.link[e.at]))
		return r;
	r = put_link(&e, now, e.chain.link[e.at]);
	return r ? r : ease(&e, now);
}

static int set_answer(struct request *rq, const void *body)
{
	return answer(rq, ((const Duban__LinkSetRequest *)body)->link);
}
HANDLER(LINK_SET, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	.decide = set_decide, .answer = set_answer);
