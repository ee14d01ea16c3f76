/* Import of link progress as an opening balance. A link that was moved in this store already can
 * only be moved by its own commands. */
#include <string.h>

#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/cell/find.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/link/step.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"

enum { PROGRESS_PROJECT, PROGRESS_NO, PROGRESS_YEAR, PROGRESS_STATE };

/* Suspensions that are over: from, to, from, to, in order of time and before what goes on. */
static bool check_stops(const Duban__LinkProgress *p)
{
	for (size_t i = 1; i < p->n_stopped_date; i++)
		if (p->stopped_date[i] <= p->stopped_date[i - 1])
			return false;
	return p->n_stopped_date % 2 == 0 &&
	       (!p->n_stopped_date || !p->suspended_date ||
		p->suspended_date >= p->stopped_date[p->n_stopped_date - 1]);
}

/* Checks the dates that a state requires and those that it excludes. */
static bool check_state(struct import *im, const Duban__LinkProgress *now)
{
	struct cell c = import_cell(im, PROGRESS_STATE);
	bool started = now->started_date, finished = now->finished_date;
	bool suspended = now->suspended_date, fine = true;

	switch (now->state) {
	case DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED:
		fine = !started && !finished && !suspended;
		break;
	case DUBAN__LINK_STATE__LINK_STATE_ACTIVE:
		fine = started && !finished && !suspended;
		break;
	case DUBAN__LINK_STATE__LINK_STATE_SUSPENDED:
		fine = !finished && suspended;
		break;
	case DUBAN__LINK_STATE__LINK_STATE_DONE:
		fine = (started || !finished) && !suspended; /* the day may be unknown */
		break;
	default:
		fine = !suspended;
		break;
	}
	if (!fine || !check_stops(now) ||
	    (now->cancelled_date && now->state != DUBAN__LINK_STATE__LINK_STATE_CANCELLED) ||
	    (now->extended_on_date && !now->extended_date) ||
	    (finished && now->finished_date < now->started_date) ||
	    (suspended && now->suspended_date < now->started_date))
		return cell_refuse(&c, "progress.dates", NULL);
	return true;
}

/* Is the progress that of a new link? */
static bool untouched(const Duban__LinkProgress *p)
{
	return p->state == DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED && !p->extended_date &&
	       !p->shift_days && !p->n_stopped_date && !p->returned && !p->resumed_date &&
	       !p->accepted_date;
}

static bool same(struct arena *a, const Duban__LinkProgress *x, const Duban__LinkProgress *y)
{
	size_t n = duban__link_progress__get_packed_size(x);
	uint8_t *bx = arena_alloc(a, n + 1), *by = arena_alloc(a, n + 1);

	if (!bx || !by || n != duban__link_progress__get_packed_size(y))
		return false;
	duban__link_progress__pack(x, bx);
	duban__link_progress__pack(y, by);
	return memcmp(bx, by, n) == 0;
}

/* The state of a link that is a step of its project follows the project: of the row only what else
 * it says is taken. *ret_apart: it says that the step was taken, and the project does not. */
static int keep_step(struct import *im, const Duban__Link *l, const Duban__LinkProgress *was,
		     Duban__LinkProgress *io, bool *ret_apart)
{
	Duban__LinkProgress counted = *was;
	int r = step_progress(im->in.rq->txn, im->in.scratch, l, &counted);

	*ret_apart = false;
	if (r || link_step(l) == LINK_STEP(NONE) || io->state != LINK_STATE(DONE))
		return r;
	*ret_apart =
	    counted.state != LINK_STATE(DONE) || counted.finished_date != io->finished_date;
	if (was->state == LINK_STATE(DONE)) { /* a finish that an older store recorded stays */
		io->started_date = was->started_date;
		io->finished_date = was->finished_date;
	} else {
		step_take_back(io);
	}
	return 0;
}

struct progress_rows {
	struct import *im;
	struct import_map seen;
	struct intake_names apart;   /* steps that the project has not taken */
	struct intake_names undated; /* done on a day that is not known */
};

static void note(struct progress_rows *x, const Duban__Project *p, const struct import_put *put,
		 bool apart, const Duban__LinkProgress *now)
{
	char *name = arena_printf(x->im->in.scratch, "%s/%u", p->code, put->link);

	x->im->in.full = x->im->in.full || !name;
	if (name && apart)
		intake_note(&x->im->in, &x->apart, name);
	if (name && now->state == LINK_STATE(DONE) && !now->finished_date)
		intake_note(&x->im->in, &x->undated, name);
}

static void read_row(struct progress_rows *x)
{
	struct import *im = x->im;
	struct cell project = import_cell(im, PROGRESS_PROJECT);
	struct cell no_cell = import_cell(im, PROGRESS_NO), year = import_cell(im, PROGRESS_YEAR);
	struct import_put put = {.body = DUBAN__EVENT__BODY_PROGRESS_PUT, .line = im->row->line};
	struct txn *t = im->in.rq->txn;
	Duban__LinkProgress *was, now;
	const Duban__Link *l;
	bool apart;
	struct checks all = {0};
	Duban__Project *p;
	const char *key;

	checks_fine(&all, cell_required(&project));
	checks_fine(&all, cell_required(&no_cell));
	if (!checks_passed(&all))
		return;
	checks_fine(&all, cell_project(&project, &put.project));
	checks_fine(&all, cell_number(&no_cell, 1, LINK_NO_MAX, &put.link));
	if (!checks_passed(&all))
		return;
	p = project_get(t, im->in.scratch, put.project);
	if (!p)
		return;
	put.project_unit = p->unit;
	put.year = p->year;
	if (!cell_year(&year, &put.year))
		return;
	was = progress_get(t, im->in.scratch, put.project, put.year, put.link);
	if (!was) {
		(void)cell_refuse(&no_cell, "link.unknown", p->code);
		return;
	}
	key = arena_printf(im->in.rq->arena, "%u/%u/%u", put.project, put.year, put.link);
	im->in.full = im->in.full || !key;
	now = *was;
	l = link_get(t, im->in.scratch, put.project, put.year, put.link);
	if (!key || !import_key(im, &x->seen, &no_cell, key) || !import_fields(im, &now) ||
	    !check_state(im, &now))
		return;
	if (!l || keep_step(im, l, was, &now, &apart))
		return;
	note(x, p, &put, apart, &now);
	/* an extension is one, and what was counted here stays counted */
	if (now.extensions < was->extensions)
		now.extensions = was->extensions;
	if (now.extended_date && !now.extensions)
		now.extensions = 1;
	if (!untouched(was) && !same(im->in.scratch, &now, was)) {
		(void)cell_refuse(&no_cell, "progress.moves_already", NULL);
		return;
	}
	put.now = &now;
	put.was = was;
	import_put(im, &put);
}

static int read_progress(struct import *im)
{
	struct import_map map = {.arena = im->in.rq->arena};
	struct progress_rows x = {
	    .im = im, .seen = map, .apart = {.seen = map}, .undated = {.seen = map}};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(&x);
		arena_reset(im->in.scratch);
	}
	import_remark(im, "progress.step_apart", &x.apart);
	import_remark(im, "progress.undated", &x.undated);
	return 0;
}

static void write_progress(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__LinkProgress *p = out_record(s, value, &duban__link_progress__descriptor);
	struct key_reader k = {.rest = key, .ok = true};
	uint32_t project = key_read_u32(&k), year = key_read_u32(&k), no = key_read_u32(&k);
	const Duban__Link *l = k.ok ? link_get(s->rq->txn, s->scratch, project, year, no) : NULL;

	if (!p || !l || step_progress(s->rq->txn, s->scratch, l, p) ||
	    !out_project(s, project, year))
		return;
	out_row(s);
	out_code(s, PROGRESS_PROJECT, project);
	out_number(s, PROGRESS_NO, no);
	out_number(s, PROGRESS_YEAR, year);
	out_fields(s, p);
}

RECORD_KIND(PROGRESS, .read = read_progress, .write = write_progress);
