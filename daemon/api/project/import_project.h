/* A project's columns: what a row of a projects file says of it, all but its code. */
#pragma once

#include "api/records/run.h"

enum project_column {
	PROJECT_CODE,
	PROJECT_NAME,
	PROJECT_UNIT,
	PROJECT_SECTOR,
	PROJECT_CATEGORY,
	PROJECT_STAGE,
	PROJECT_TOTAL,
	PROJECT_PLAN,
	PROJECT_YEAR,
	PROJECT_PLANNED_START,
	PROJECT_PLANNED_FINISH,
	PROJECT_LIST,
	PROJECT_BATCH,
	PROJECT_FORMER,
	PROJECT_SUCCESSOR,
	PROJECT_FUNDING,
	PROJECT_CO_UNITS,
	PROJECT_UNIT_TEXT,
	PROJECT_PLACE,
	PROJECT_CONTENT,
	PROJECT_LEADER_CITY,
	PROJECT_LEADER_COUNTY,
	PROJECT_LIAISON,
	PROJECT_FIRST,
	PROJECT_MAIN,
	PROJECT_DIRECT,
	PROJECT_OTHER,
	PROJECT_TEAM,
	PROJECT_SCHEME,
	PROJECT_CREW,
	PROJECT_FINANCE_ASSESSED,
	PROJECT_OWNER,
	PROJECT_LEGAL_ENTITY,
	PROJECT_MARK,
	PROJECT_COLUMNS_,
};

extern const struct import_column project_columns[];

/* Reads the cells of the present row into `io`, the project as it is stored or a new one with
 * year 0. All but code, former and successor, which refer to other projects. */
bool project_read(struct import *im, Duban__Project *io);
/* Nothing comes into a closed year, nor is planned in it. `was` NULL: new. */
bool project_check_year(struct import *im, const Duban__Project *now, const Duban__Project *was);
/* The words and names of stages; empty leaves *io. */
bool project_stage_cell(const struct cell *c, int *io);
void project_write(struct rows_out *s, const Duban__Project *p);
