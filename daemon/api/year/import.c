/* Years as an opening balance: one that was closed elsewhere is closed here. A year of this store
 * is closed by its command, which carries over what goes on. */
#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "api/year/carry.h"
#include "api/year/year.h"
#include "model/core/record.h"
#include "model/year/year.h"
#include "proto/limits.h"
#include "store/db/scan.h"

enum { YEAR_YEAR, YEAR_STATE_, YEAR_CLOSED_ON, YEAR_PROJECTS, YEAR_LINKS };
static const struct import_column year_columns[] = {
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"state", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"closed", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"carried_projects", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"carried_links", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {NULL, 0},
};

#define STATE(x) DUBAN__YEAR_STATE__YEAR_STATE_##x
static const struct cell_word state_word[] = {{"开放", STATE(OPEN)},
					      {"未结转", STATE(OPEN)},
					      {"关闭", STATE(CLOSED)},
					      {"已结转", STATE(CLOSED)}};
static const struct cell_words state_words = {.names = &duban__year_state__descriptor,
					      .code = "year.unknown_state",
					      .word = state_word,
					      .n = sizeof state_word / sizeof *state_word};

static bool read_fields(struct import *im, Duban__Year *now)
{
	struct cell state = import_cell(im, YEAR_STATE_), closed = import_cell(im, YEAR_CLOSED_ON);
	struct cell projects = import_cell(im, YEAR_PROJECTS), links = import_cell(im, YEAR_LINKS);
	int value = (int)now->state;
	bool fine = cell_needed(&state, !now->state) & cell_enum(&state, &state_words, &value) &
		    cell_date(&closed, &now->closed_date) &
		    cell_number(&projects, 0, INT32_MAX, &now->carried_projects) &
		    cell_number(&links, 0, INT32_MAX, &now->carried_links);

	now->state = (Duban__YearState)value;
	if (!fine)
		return false;
	if (now->state != STATE(CLOSED))
		return !now->closed_date || cell_refuse(&closed, "year.open_has_no_day", NULL);
	if (now->closed_date > date_ymd(im->in.rq->today))
		return cell_refuse(&closed, "date.future", closed.text);
	return now->closed_date > now->year * 10000 + 1231 ||
	       cell_refuse(&closed, "year.closed_too_early", NULL);
}

/* What goes on must have gone over: by the rows of its projects and links. */
static bool check_carried(struct import *im, const struct cell *year, const Duban__Year *now)
{
	struct request *rq = im->in.rq;
	struct scan s = scan_start(rq->txn, TABLE_project, BYTES("", 0));
	uint32_t pending = 0;

	if (now->state != STATE(CLOSED))
		return true;
	while (scan_next(&s)) {
		Duban__Project *p =
		    record_unpack(rq->txn, s.value, &duban__project__descriptor, im->in.scratch);

		if (!p)
			return false;
		if (p->year && p->year <= now->year && carry_needed(rq, im->in.scratch, p, p->year))
			return cell_refuse(year, "year.still_runs", p->code);
		arena_reset(im->in.scratch);
	}
	if (year_pending(rq, now->year, false, &pending) || pending == 0)
		return true;
	return cell_refuse(year, "year.has_pending", arena_printf(im->in.scratch, "%u", pending));
}

static bool known_alike(const Duban__Year *x, const Duban__Year *y)
{
	return x->state == y->state && x->closed_date == y->closed_date &&
	       x->carried_projects == y->carried_projects && x->carried_links == y->carried_links;
}

static void read_year(struct import *im, struct import_map *seen)
{
	struct cell year = import_cell(im, YEAR_YEAR);
	Duban__Year now = DUBAN__YEAR__INIT, *was;

	if (!cell_required(&year) || !cell_year(&year, &now.year) ||
	    !import_key(im, seen, &year, year.text))
		return;
	was = year_get(im->in.rq->txn, im->in.rq->arena, now.year);
	if (was)
		now = *was;
	if (!read_fields(im, &now))
		return;
	if (was && !known_alike(&now, was)) {
		(void)cell_refuse(&year, "year.known", NULL);
		return;
	}
	if (was || check_carried(im, &year, &now))
		import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_YEAR_PUT,
						    .now = &now,
						    .was = was,
						    .line = im->row->line});
}

static int read_years(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_year(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_year(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Year *y = out_record(s, value, &duban__year__descriptor);

	(void)key;
	if (!y || !out_city(s, 0, y->year))
		return;
	out_row(s);
	out_number(s, YEAR_YEAR, y->year);
	out_enum(s, YEAR_STATE_, &duban__year_state__descriptor, (int)y->state);
	out_date(s, YEAR_CLOSED_ON, y->closed_date);
	out_number(s, YEAR_PROJECTS, y->carried_projects);
	out_number(s, YEAR_LINKS, y->carried_links);
}

IMPORT_KIND(years, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_YEARS, .column = year_columns,
	    .n_key = 1, .roles = IMPORT_BY_OFFICE, .read = read_years, .table = TABLE_year,
	    .write = write_year);
