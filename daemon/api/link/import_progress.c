/* How links stood when duban came to know them. A link that moves here already is moved by
 * its own commands. */
#include <string.h>

#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_refer.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/project/project.h"
#include "proto/limits.h"

enum {
	PROGRESS_PROJECT,
	PROGRESS_NO,
	PROGRESS_YEAR,
	PROGRESS_STATE,
	PROGRESS_STARTED,
	PROGRESS_FINISHED,
	PROGRESS_EXTENDED,
	PROGRESS_SUSPENDED,
	PROGRESS_RESUMED,
	PROGRESS_SHIFT,
	PROGRESS_RETURNED,
	PROGRESS_OUT_OF_ORDER,
	PROGRESS_LACKING,
};
static const struct import_column progress_columns[] = {
    {"project", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"no", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER}, /* none: the project's */
    {"state", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"started", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"finished", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"extended", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"suspended", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"resumed", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"shift_days", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"returned", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"out_of_order", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"lacking", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE}, /* since when: W22's days go on */
    {NULL, 0},
};

static const struct cell_word state_word[] = {
    {"未启动", DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED},
    {"办理中", DUBAN__LINK_STATE__LINK_STATE_ACTIVE},
    {"挂起", DUBAN__LINK_STATE__LINK_STATE_SUSPENDED},
    {"办结", DUBAN__LINK_STATE__LINK_STATE_DONE},
    {"取消", DUBAN__LINK_STATE__LINK_STATE_CANCELLED},
    {"结转", DUBAN__LINK_STATE__LINK_STATE_CARRIED},
};
static const struct cell_words state_words = {
    .names = &duban__link_state__descriptor,
    .code = "link.unknown_state",
    .word = state_word,
    .n = sizeof state_word / sizeof *state_word,
};

static bool past_date(const struct cell *c, uint32_t *io)
{
	if (!cell_date(c, io))
		return false;
	if (*io > date_ymd(c->in->rq->today))
		return cell_refuse(c, "date.future", c->text);
	return true;
}

static bool read_cells(struct import *im, Duban__LinkProgress *now)
{
	struct cell state_cell = import_cell(im, PROGRESS_STATE);
	struct cell started = import_cell(im, PROGRESS_STARTED);
	struct cell finished = import_cell(im, PROGRESS_FINISHED);
	struct cell extended = import_cell(im, PROGRESS_EXTENDED);
	struct cell suspended = import_cell(im, PROGRESS_SUSPENDED);
	struct cell resumed = import_cell(im, PROGRESS_RESUMED);
	struct cell shift = import_cell(im, PROGRESS_SHIFT);
	struct cell returned = import_cell(im, PROGRESS_RETURNED);
	struct cell order = import_cell(im, PROGRESS_OUT_OF_ORDER);
	struct cell lacking = import_cell(im, PROGRESS_LACKING);
	int state = (int)now->state;
	bool out_of_order = now->out_of_order;
	bool fine = cell_enum(&state_cell, &state_words, &state);

	fine &= past_date(&started, &now->started_date);
	fine &= past_date(&finished, &now->finished_date);
	fine &= cell_date(&extended, &now->extended_date);
	fine &= past_date(&suspended, &now->suspended_date);
	fine &= past_date(&resumed, &now->resumed_date);
	fine &= cell_number(&shift, 0, LIMIT_DAYS_MAX, &now->shift_days);
	fine &= cell_number(&returned, 0, UINT16_MAX, &now->returned);
	fine &= cell_bool(&order, &out_of_order);
	fine &= past_date(&lacking, &now->lacking_date);
	now->state = (Duban__LinkState)state;
	now->out_of_order = out_of_order;
	return fine;
}

/* The dates that a state has, and those it cannot have. */
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
	if (!fine || (finished && now->finished_date < now->started_date) ||
	    (suspended && now->suspended_date < now->started_date))
		return cell_refuse(&c, "progress.dates", NULL);
	return true;
}

/* An untouched link: as a new one is. */
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
	Duban__Project *p;
	const char *key;

	if (!(cell_required(&project) & cell_required(&no_cell)) ||
	    !(cell_project(&project, &put.project) &
	      cell_number(&no_cell, 1, LINK_NO_MAX, &put.link)))
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
	if (!key || !import_key(im, seen, &no_cell, key) || !read_cells(im, &now) ||
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
	out_enum(s, PROGRESS_STATE, &duban__link_state__descriptor, (int)p->state);
	out_date(s, PROGRESS_STARTED, p->started_date);
	out_date(s, PROGRESS_FINISHED, p->finished_date);
	out_date(s, PROGRESS_EXTENDED, p->extended_date);
	out_date(s, PROGRESS_SUSPENDED, p->suspended_date);
	out_date(s, PROGRESS_RESUMED, p->resumed_date);
	out_number(s, PROGRESS_SHIFT, p->shift_days);
	out_number(s, PROGRESS_RETURNED, p->returned);
	out_bool(s, PROGRESS_OUT_OF_ORDER, p->out_of_order);
	out_date(s, PROGRESS_LACKING, p->lacking_date);
}

IMPORT_KIND(progress, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PROGRESS, .column = progress_columns,
	    .n_key = 2, .roles = IMPORT_BY_OFFICE, .read = read_progress, .table = TABLE_progress,
	    .write = write_progress, .by_project = true);
