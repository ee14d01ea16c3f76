/* Import of link progress as an opening balance. A link that was moved in this store already can
 * only be moved by its own commands. */
#include <string.h>

#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/project/project.h"
#include "proto/limits.h"

enum { PROGRESS_PROJECT, PROGRESS_NO, PROGRESS_YEAR, PROGRESS_STATE };

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
		fine = started && finished && !suspended;
		break;
	default:
		fine = !suspended;
		break;
	}
	if (!fine ||
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
	       !p->shift_days && !p->returned && !p->resumed_date;
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

static void read_row(struct import *im, struct import_map *seen)
{
	struct cell project = import_cell(im, PROGRESS_PROJECT);
	struct cell no_cell = import_cell(im, PROGRESS_NO), year = import_cell(im, PROGRESS_YEAR);
	struct import_put put = {.body = DUBAN__EVENT__BODY_PROGRESS_PUT, .line = im->row->line};
	struct txn *t = im->in.rq->txn;
	Duban__LinkProgress *was, now;
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
	if (!key || !import_key(im, seen, &no_cell, key) || !import_fields(im, &now) ||
	    !check_state(im, &now))
		return;
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
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_progress(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__LinkProgress *p = out_record(s, value, &duban__link_progress__descriptor);
	struct key_reader k = {.rest = key, .ok = true};
	uint32_t project = key_read_u32(&k), year = key_read_u32(&k), no = key_read_u32(&k);

	if (!p || !k.ok || !out_project(s, project, year))
		return;
	out_row(s);
	out_code(s, PROGRESS_PROJECT, project);
	out_number(s, PROGRESS_NO, no);
	out_number(s, PROGRESS_YEAR, year);
	out_fields(s, p);
}

RECORD_KIND(PROGRESS, .read = read_progress, .write = write_progress);
