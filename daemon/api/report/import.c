/* Import of reports. A row with a number and a verdict judges that report. A row with a number
 * alone leaves it unchanged, since people export a list and fill in some verdicts. A row without a
 * number submits a report. A row of an export contains everything that happened to a report: if the
 * number is unknown, it is an opening balance; otherwise it must equal the stored report. All rows
 * or none. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/api.h"
#include "api/core/checks.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/records/kind.h"
#include "api/records/run.h"
#include "api/report/cells.h"
#include "api/report/claim.h"
#include "api/report/columns.h"
#include "api/report/opening.h"
#include "api/report/review.h"
#include "api/report/rows.h"
#include "model/project/project.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "model/report/state.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"

struct report_rows {
	struct import *im;
	struct import_map slots, nums;
	struct report_judged *judged;
	size_t n_judged;
	struct report_opening *opening;
	size_t n_opening;
	bool daily; /* some rows submit or judge */
};

/* After a step that single requests use as well: gives its problems the line of the current row.
 * All of them are counted, but only so many are told. True: no problem. */
static bool took(struct import *im, size_t before, int r)
{
	Duban__Reply *reply = im->in.rq->reply;

	im->in.full = im->in.full || r < 0;
	for (size_t i = before; i < reply->n_problem; i++) {
		if (!reply->problem[i]->line)
			reply->problem[i]->line = im->row->line;
		im->in.problems++;
	}
	if (reply->n_problem > IMPORT_PROBLEMS_MAX)
		reply->n_problem = IMPORT_PROBLEMS_MAX;
	return r == 0;
}

static void drafted(struct import *im, size_t before, uint32_t line)
{
	struct request *rq = im->in.rq;
	size_t n = rq->n_event;

	for (size_t i = before; i < n; i++) {
		rq->n_event = i + 1;
		import_drafted(im, rq->event[i], line);
	}
	rq->n_event = n;
}

/* ---- a row's report */

/* A copy that lasts: cells are in the scratch arena of a row, but events must live until they are
 * in the journal. */
static Duban__Report *kept(struct import *im, const Duban__Report *r)
{
	size_t size = duban__report__get_packed_size(r);
	uint8_t *buf = arena_alloc(im->in.scratch, size + 1);
	Duban__Report *copy = NULL;

	if (buf)
		copy = duban__report__unpack(arena_pb(im->in.rq->arena),
					     duban__report__pack(r, buf), buf);
	im->in.full = im->in.full || !copy;
	return copy;
}

/* One row for each slot: a submitted report replaces the one that waits in the slot, so a verdict
 * on that one would come too late. */
static bool first_of_slot(struct report_rows *all, const struct cell *c, const Duban__Report *r)
{
	struct key *slot = report_slot_key(KEY(), r);

	return import_key(all->im, &all->slots, c, request_hex(all->im->in.rq, key_bytes(slot)));
}

/* ---- submit */

static void hand_in(struct report_rows *all, const struct cell *project, const Duban__Project *p,
		    Duban__Report *read)
{
	struct import *im = all->im;
	struct request *rq = im->in.rq;
	size_t before = rq->reply->n_problem, first = rq->n_event;
	Duban__Report *r = kept(im, read);

	if (!r)
		return;
	if (report_of_move(r)) {
		(void)cell_refuse(project, "report.form_of_move", NULL);
		return;
	}
	if (!scope_reports(rq, p)) {
		(void)cell_refuse(project, "scope.denied", NULL);
		return;
	}
	if (!took(im, before, scope_check_reporter(rq, p)) ||
	    !took(im, before, report_check(rq, p, r)) || !first_of_slot(all, project, r) ||
	    !took(im, before, report_ask(rq, p, r)))
		return;
	im->done->created++;
	drafted(im, first, im->row->line);
	remarks_of_report(&im->remarks, p, r, NULL, im->row->line);
}

/* ---- judge */

static void judge(struct report_rows *all, const struct cell *project, uint32_t num, int verdict)
{
	struct import *im = all->im;
	struct request *rq = im->in.rq;
	struct cell reason = import_cell(im, REPORT_REASON);
	struct cell number = import_cell(im, REPORT_NUM);
	struct report_judged j = {.num = num, .verdict = verdict, .line = im->row->line};
	char *why = (char *)(uintptr_t)protobuf_c_empty_string;
	size_t before = rq->reply->n_problem;

	if (!cell_text(&reason, REASON_MAX, &why) ||
	    !import_key(im, &all->nums, &number, arena_printf(rq->arena, "%u", num)))
		return;
	/* the column may hold the reason given when the report was submitted; that is not a reason
	 * to return it */
	j.reason = arena_str(rq->arena, verdict == DUBAN__VERDICT__VERDICT_RETURN ? why : "");
	if (!j.reason || !took(im, before, report_judge(rq, &j))) {
		im->in.full = im->in.full || !j.reason;
		return;
	}
	if (!cell_empty(project) && strcmp(project->text, j.p->code) != 0) {
		(void)cell_refuse(project, "report.other_project", j.p->code);
		return;
	}
	if (!report_figures_stand(im, j.r) || !first_of_slot(all, &number, j.r))
		return;
	all->judged = arena_grow(rq->arena, all->judged, all->n_judged, sizeof j);
	if (all->judged)
		all->judged[all->n_judged++] = j;
	else
		im->in.full = true;
	im->done->updated++;
}

static void judge_all(struct report_rows *all)
{
	struct import *im = all->im;
	struct request *rq = im->in.rq;
	size_t first = rq->n_event, before = rq->reply->n_problem;

	if (!all->n_judged || im->in.full || im->in.problems)
		return;
	if (took(im, before, report_draft(rq, all->judged, all->n_judged)))
		drafted(im, first, 0);
}

/* ---- an opening balance */

static bool same(struct import *im, const Duban__Report *x, const Duban__Report *y)
{
	struct bytes bx, by;

	if (!put_pack(im->in.scratch, x, &bx) || !put_pack(im->in.scratch, y, &by)) {
		im->in.full = true;
		return true;
	}
	return bytes_equal(bx, by);
}

/* A row exported while the report still waited does not know what happened later, so that is not
 * compared. */
static void forget_wait(Duban__Report *now, const Duban__Report *was)
{
	if (!report_waits((int)now->state) || now->state == was->state)
		return;
	now->state = was->state;
	now->booked_month = was->booked_month;
	now->reviewed_at = was->reviewed_at;
	now->confirmed_at = was->confirmed_at;
	now->returned = was->returned;
	now->return_reason = was->return_reason;
}

static bool read_cells(struct import *im, Duban__Report *io)
{
	struct checks all = {0};

	checks_fine(&all, report_read(im, io));
	checks_fine(&all, report_read_life(im, io));
	return checks_passed(&all);
}

static void compare(struct import *im, const Duban__Report *was)
{
	struct cell num = import_cell(im, REPORT_NUM), project = import_cell(im, REPORT_PROJECT);
	Duban__Report now = *was;

	if (!cell_project(&project, &now.project) || !read_cells(im, &now))
		return;
	now.form = was->form ? now.form : was->form;
	forget_wait(&now, was);
	if (same(im, &now, was))
		im->done->unchanged++;
	else
		(void)cell_refuse(&num, "report.known_differs", num.text);
}

static void open_one(struct report_rows *all, uint32_t num)
{
	struct import *im = all->im;
	struct request *rq = im->in.rq;
	struct cell project = import_cell(im, REPORT_PROJECT), number = import_cell(im, REPORT_NUM);
	struct report_opening o = {.line = im->row->line};
	Duban__Report r = DUBAN__REPORT__INIT;

	if (!cell_required(&project) || !cell_project(&project, &r.project) ||
	    !import_key(im, &all->nums, &number, arena_printf(rq->arena, "%u", num)) ||
	    !read_cells(im, &r))
		return;
	o.p = project_get(rq->txn, rq->arena, r.project);
	r.num = num;
	r.unit = r.unit || !o.p ? r.unit : o.p->unit;
	o.r = o.p ? kept(im, &r) : NULL;
	if (o.r)
		all->opening =
		    arena_grow(rq->arena, all->opening, all->n_opening, sizeof *all->opening);
	if (!o.r || !all->opening) {
		im->in.full = true;
		return;
	}
	all->opening[all->n_opening++] = o;
	im->done->created++;
}

/* A row with a number and no verdict. */
static void numbered(struct report_rows *all, uint32_t num)
{
	struct import *im = all->im;
	struct request *rq = im->in.rq;
	struct cell number = import_cell(im, REPORT_NUM), state = import_cell(im, REPORT_STATE_);
	struct cell submitted = import_cell(im, REPORT_SUBMITTED_AT);
	Duban__Report *was = report_get(rq->txn, im->in.scratch, num);

	if (was && cell_empty(&submitted))
		im->done->unchanged++;
	else if (was && report_decides(rq))
		compare(im, was);
	else if (was)
		im->done->unchanged++;
	else if (report_decides(rq) && !cell_empty(&state))
		open_one(all, num);
	else
		(void)cell_refuse(&number, "report.unknown", number.text);
}

/* Each month is compared with the row of the project before it, if that is of an earlier month. */
static void remark_openings(struct report_rows *all)
{
	struct import *im = all->im;
	struct import_map last = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < all->n_opening && !im->in.full; i++) {
		const struct report_opening *o = &all->opening[i], *was = NULL;
		bool fresh = false;
		uint32_t *at = o->r->form == REPORT_FORM(MONTHLY)
				   ? import_map_put(&last, o->p->code, &fresh)
				   : NULL;

		if (at && !fresh && all->opening[*at].r->period_month < o->r->period_month)
			was = &all->opening[*at];
		if (at)
			*at = (uint32_t)i;
		remarks_of_report(&im->remarks, o->p, o->r, was ? was->r : NULL, o->line);
		arena_reset(im->in.scratch);
	}
}

/* An opening balance must be alone in a file: reports submitted beside it would take its
 * numbers. */
static void open_all(struct report_rows *all)
{
	struct import *im = all->im;
	struct request *rq = im->in.rq;
	size_t first = rq->n_event, before = rq->reply->n_problem;

	if (!all->n_opening || im->in.full || im->in.problems)
		return;
	if (all->daily) {
		(void)took(im, before,
			   request_refuse(rq, STATUS_INVALID, "report.opening_alone", NULL));
		return;
	}
	if (!took(im, before, report_openings(rq, all->opening, all->n_opening)))
		return;
	for (size_t i = 0; i < all->n_opening; i++) {
		rq->n_event = first + i + 1;
		import_drafted(im, rq->event[first + i], all->opening[i].line);
	}
	remark_openings(all);
}

/* ---- the file */

static void read_row(struct report_rows *all)
{
	struct import *im = all->im;
	struct request *rq = im->in.rq;
	struct cell project = import_cell(im, REPORT_PROJECT), num = import_cell(im, REPORT_NUM);
	struct cell verdict = import_cell(im, REPORT_VERDICT);
	Duban__Report r = DUBAN__REPORT__INIT;
	uint32_t number = 0, owner = 0;
	Duban__Project *p;
	struct checks cells = {0};
	int how = 0;

	checks_fine(&cells, cell_number(&num, 1, REPORT_NUM_MAX, &number));
	checks_fine(&cells, cell_enum(&verdict, &duban__verdict__descriptor, &how));
	if (!checks_passed(&cells))
		return;
	if (how && !number) {
		(void)cell_refuse(&num, "report.verdict_unnumbered", NULL);
		return;
	}
	if (number && !how) {
		numbered(all, number);
		return;
	}
	all->daily = true;
	if (how) {
		judge(all, &project, number, how);
		return;
	}
	if (!cell_required(&project) || !cell_project(&project, &owner))
		return;
	p = project_get(rq->txn, rq->arena, owner);
	r.project = owner;
	if (p && !report_of_old(im) && report_read(im, &r))
		hand_in(all, &project, p, &r);
}

static int read_reports(struct import *im)
{
	struct report_rows all = {
	    .im = im, .slots = {.arena = im->in.rq->arena}, .nums = {.arena = im->in.rq->arena}};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(&all);
		arena_reset(im->in.scratch);
	}
	judge_all(&all);
	open_all(&all);
	return 0;
}

RECORD_KIND(REPORTS, .read = read_reports, .write = report_write);
