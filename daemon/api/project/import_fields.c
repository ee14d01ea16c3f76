/* Reads the columns of a projects file into a project. */
#include "api/project/import_fields.h"

#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_field.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/cell/find.h"
#include "api/core/request.h"
#include "api/project/import_project.h"
#include "api/records/row.h"
#include "model/year/year.h"
#include "proto/limits.h"
#include "proto/wire.h"
#include "proto/wire_name.h"

/* Reads one or several units; the first one is the responsible unit. A unit whose own name contains
 * a separator is recognised as one unit. */
static bool read_units(struct import *im, Duban__Project *now)
{
	struct cell unit = import_cell(im, PROJECT_UNIT),
		    others = import_cell(im, PROJECT_CO_UNITS);
	uint32_t *num = NULL;
	size_t n = 0;

	if (!cell_needed(&unit, now->year == 0))
		return false;
	if (cell_empty(&unit) || intake_find(&im->in, &im->in.units, unit.text)) {
		if (!cell_unit(&unit, &now->unit))
			return false;
	} else {
		if (!cell_units(&unit, CO_UNITS_MAX + 1, &num, &n))
			return false;
		/* only separators */
		if (n == 0)
			return cell_refuse(&unit, "cell.empty", NULL);
		now->unit = num[0];
	}
	if (n > 1) {
		now->co_unit = num + 1;
		now->n_co_unit = n - 1;
	}
	return cell_units(&others, CO_UNITS_MAX, &now->co_unit, &now->n_co_unit);
}

bool project_stage_cell(const struct cell *c, int *io)
{
	struct cell by_project = *c;

	by_project.of = record_column(record_of(DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS), "stage");
	return cell_enum(&by_project, &duban__stage__descriptor, io);
}

/* A stage is changed by `project move`, which runs the guards; only a new project may come in any
 * stage. */
static bool read_stage(struct import *im, Duban__Project *now)
{
	struct cell c = import_cell(im, PROJECT_STAGE);
	int stage = (int)now->stage;
	bool is_new = now->stage == DUBAN__STAGE__STAGE_INVALID;

	if (!cell_needed(&c, is_new) || !project_stage_cell(&c, &stage))
		return false;
	if (!is_new && stage != (int)now->stage)
		return cell_refuse(&c, "project.stage_by_import",
				   wire_enum_name(&duban__stage__descriptor, (int)now->stage));
	now->stage = (Duban__Stage)stage;
	now->opening = now->opening || (is_new && stage > DUBAN__STAGE__STAGE_RESERVE);
	return true;
}

static bool check_times(struct import *im, const Duban__Project *now)
{
	struct cell start = import_cell(im, PROJECT_PLANNED_START);
	struct cell finish = import_cell(im, PROJECT_PLANNED_FINISH);

	return !now->planned_start_month || !now->planned_finish_month ||
	       now->planned_finish_month >= now->planned_start_month ||
	       cell_refuse(cell_empty(&finish) ? &start : &finish, "project.finish_before_start",
			   NULL);
}

bool project_read(struct import *im, Duban__Project *io)
{
	const bool is_new = io->year == 0;
	bool fine = true;

	for (size_t i = 0; i < im->kind->n_column; i++) {
		struct cell c = import_cell(im, i);

		if (i == PROJECT_CODE || i == PROJECT_FORMER || i == PROJECT_SUCCESSOR ||
		    i == PROJECT_CO_UNITS)
			continue;
		if (i == PROJECT_UNIT)
			fine = read_units(im, io) && fine;
		else if (i == PROJECT_STAGE)
			fine = read_stage(im, io) && fine;
		else if (c.of->required && !cell_needed(&c, is_new))
			fine = false;
		else
			fine = cell_field(&c, im->kind->field[i], io) && fine;
	}
	return fine && check_times(im, io);
}

static bool same_plan(const Duban__Project *a, const Duban__Project *b)
{
	return (a->plan ? a->plan->fen : -1) == (b->plan ? b->plan->fen : -1) &&
	       a->planned_start_month == b->planned_start_month &&
	       a->planned_start_open == b->planned_start_open &&
	       a->planned_finish_month == b->planned_finish_month;
}

/* A closed year accepts neither projects nor plans: they would never be carried over. */
bool project_check_year(struct import *im, const Duban__Project *now, const Duban__Project *was)
{
	struct cell year = import_cell(im, PROJECT_YEAR);

	if (!year_closed(im->in.rq->txn, im->in.scratch, now->year))
		return true;
	if (was && was->year == now->year && same_plan(was, now))
		return true;
	return cell_refuse(&year, "year.closed", NULL);
}
