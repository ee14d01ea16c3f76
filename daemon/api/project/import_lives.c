/* A project's dates as an opening balance: what was before duban knew it. */
#include <string.h>

#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_refer.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "proto/limits.h"

enum {
	LIFE_PROJECT,
	LIFE_ENTERED,
	LIFE_STAGE,
	LIFE_STARTED,
	LIFE_STOPPED,
	LIFE_RESUMED,
	LIFE_COMPLETED,
	LIFE_ACCEPTED,
	LIFE_OPERATING,
	LIFE_ON_TARGET,
	LIFE_ARCHIVED,
	LIFE_WITHDRAWN,
	LIFE_LIBRARY,
	LIFE_LIBRARY_LEFT,
	LIFE_BEGUN_BY,
	LIFE_LIBRARY_DOCUMENT,
	LIFE_CORRECTIONS,
	LIFE_COLUMNS_,
};
static const struct import_column life_columns[] = {
    [LIFE_PROJECT] = {"project", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [LIFE_ENTERED] = {"entered", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_STAGE] = {"stage_since", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_STARTED] = {"started", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_STOPPED] = {"stopped", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_RESUMED] = {"resumed", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_COMPLETED] = {"completed", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_ACCEPTED] = {"accepted", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_OPERATING] = {"operating", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_ON_TARGET] = {"on_target", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_ARCHIVED] = {"archived", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_WITHDRAWN] = {"withdrawn", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_LIBRARY] = {"library", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_LIBRARY_LEFT] = {"library_left", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_BEGUN_BY] = {"begun_by", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [LIFE_LIBRARY_DOCUMENT] = {"library_document", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [LIFE_CORRECTIONS] = {"corrections", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    [LIFE_COLUMNS_] = {NULL, 0},
};

/* The date of a column; the build's own come one after the other. */
static uint32_t *life_date(Duban__Life *l, size_t column)
{
	uint32_t *date[] = {
	    [LIFE_ENTERED] = &l->entered_date,		 [LIFE_STAGE] = &l->stage_date,
	    [LIFE_STARTED] = &l->started_date,		 [LIFE_STOPPED] = &l->stopped_date,
	    [LIFE_RESUMED] = &l->resumed_date,		 [LIFE_COMPLETED] = &l->completed_date,
	    [LIFE_ACCEPTED] = &l->accepted_date,	 [LIFE_OPERATING] = &l->operating_date,
	    [LIFE_ON_TARGET] = &l->on_target_date,	 [LIFE_ARCHIVED] = &l->archived_date,
	    [LIFE_WITHDRAWN] = &l->withdrawn_date,	 [LIFE_LIBRARY] = &l->library_date,
	    [LIFE_LIBRARY_LEFT] = &l->library_left_date, [LIFE_BEGUN_BY] = &l->begun_by_date,
	};

	return date[column];
}

static bool read_dates(struct import *im, Duban__Life *now)
{
	uint32_t today = date_ymd(im->in.rq->today);
	bool fine = true;

	/* The import of its row has just said so of a project that came at this stage: an export
	 * that says nothing knows better. */
	if (im->place[LIFE_BEGUN_BY] >= 0 && !im->one)
		now->begun_by_date = 0;
	for (size_t k = LIFE_ENTERED; k <= LIFE_BEGUN_BY; k++) {
		struct cell c = import_cell(im, k);
		uint32_t *date = life_date(now, k);

		if (!cell_date(&c, date))
			fine = false;
		else if (*date > today)
			fine = cell_refuse(&c, "date.future", c.text);
	}
	return fine;
}

/* 开工 to 归档 in their order. */
static bool check_order(struct import *im, Duban__Life *now)
{
	static const size_t order[] = {LIFE_STARTED,   LIFE_COMPLETED, LIFE_ACCEPTED,
				       LIFE_OPERATING, LIFE_ON_TARGET, LIFE_ARCHIVED};
	uint32_t last = 0;

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct cell c = import_cell(im, order[i]);
		uint32_t date = *life_date(now, order[i]);

		if (date && date < last)
			return cell_refuse(&c, "life.order", NULL);
		last = date ? date : last;
	}
	return true;
}

static void read_life(struct import *im, struct import_map *seen)
{
	struct cell project = import_cell(im, LIFE_PROJECT);
	struct cell document = import_cell(im, LIFE_LIBRARY_DOCUMENT);
	struct cell corrections = import_cell(im, LIFE_CORRECTIONS);
	struct txn *t = im->in.rq->txn;
	Duban__Life *was, now;
	Duban__Project *p;
	uint32_t num = 0;

	if (!cell_required(&project) || !cell_project(&project, &num))
		return;
	p = project_get(t, im->in.scratch, num);
	was = life_get(t, im->in.scratch, num);
	if (!p || !was)
		return;
	now = *was;
	if (!import_key(im, seen, &project, arena_str(im->in.rq->arena, p->code)) |
	    !read_dates(im, &now) | !cell_text(&document, NAME_MAX_BYTES, &now.library_document) |
	    !cell_number(&corrections, 0, UINT16_MAX, &now.corrections))
		return;
	if (!check_order(im, &now))
		return;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_LIFE_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line,
					    .project = p->num,
					    .project_unit = p->unit});
}

static int read_lives(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_life(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_life(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Life *l = out_record(s, value, &duban__life__descriptor);

	(void)key;
	if (!l || !out_project(s, l->project, 0))
		return;
	out_row(s);
	out_code(s, LIFE_PROJECT, l->project);
	for (size_t k = LIFE_ENTERED; k <= LIFE_BEGUN_BY; k++)
		out_date(s, k, *life_date(l, k));
	out_text(s, LIFE_LIBRARY_DOCUMENT, l->library_document);
	out_number(s, LIFE_CORRECTIONS, l->corrections);
}

IMPORT_KIND(lives, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_LIVES, .column = life_columns,
	    .n_key = 1, .roles = IMPORT_BY_OFFICE, .read = read_lives, .table = TABLE_life,
	    .write = write_life, .by_project = true);
