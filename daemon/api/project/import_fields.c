/* What a row says of a project, field by field; and the row that says it again. */
#include "api/project/import_fields.h"

#include <string.h>

#include "api/core/request.h"
#include "api/project/import_project.h"
#include "api/records/cell.h"
#include "api/records/cell_refer.h"
#include "api/records/cell_value.h"
#include "api/records/find.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/year/year.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/db.h"

const struct import_column project_columns[] = {
    [PROJECT_CODE] = {"code", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_NAME] = {"name", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_UNIT] = {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_SECTOR] = {"sector", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_CATEGORY] = {"category", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_STAGE] = {"stage", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_TOTAL] = {"total", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    [PROJECT_PLAN] = {"plan", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    [PROJECT_YEAR] = {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    [PROJECT_PLANNED_START] = {"planned_start", DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH},
    [PROJECT_PLANNED_FINISH] = {"planned_finish", DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH},
    [PROJECT_LIST] = {"list", DUBAN__SHEET_TYPE__SHEET_TYPE_LIST},
    [PROJECT_BATCH] = {"batch", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_FORMER] = {"former", DUBAN__SHEET_TYPE__SHEET_TYPE_LIST},
    [PROJECT_SUCCESSOR] = {"successor", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_FUNDING] = {"funding", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_CO_UNITS] = {"co_units", DUBAN__SHEET_TYPE__SHEET_TYPE_LIST},
    [PROJECT_UNIT_TEXT] = {"unit_text", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_PLACE] = {"place", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_CONTENT] = {"content", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_LEADER_CITY] = {"leader_city", DUBAN__SHEET_TYPE__SHEET_TYPE_LIST},
    [PROJECT_LEADER_COUNTY] = {"leader_county", DUBAN__SHEET_TYPE__SHEET_TYPE_LIST},
    [PROJECT_LIAISON] = {"liaison", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_FIRST] = {"responsible_first", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_MAIN] = {"responsible_main", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_DIRECT] = {"responsible_direct", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_OTHER] = {"responsible_other", DUBAN__SHEET_TYPE__SHEET_TYPE_LIST},
    [PROJECT_TEAM] = {"team", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_SCHEME] = {"scheme", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_CREW] = {"crew", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_FINANCE_ASSESSED] = {"finance_assessed", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    [PROJECT_OWNER] = {"project_owner", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_LEGAL_ENTITY] = {"legal_entity", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_MARK] = {"mark", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    [PROJECT_COLUMNS_] = {NULL, 0},
};

static const struct cell_word stage_word[] = {
    {"谋划储备", DUBAN__STAGE__STAGE_RESERVE},
    {"谋划", DUBAN__STAGE__STAGE_RESERVE},
    {"储备", DUBAN__STAGE__STAGE_RESERVE},
    {"前期", DUBAN__STAGE__STAGE_PRELIMINARY},
    {"前期工作", DUBAN__STAGE__STAGE_PRELIMINARY},
    {"计划新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"拟新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"计划开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"在建", DUBAN__STAGE__STAGE_BUILDING},
    {"新开工", DUBAN__STAGE__STAGE_BUILDING},
    {"续建", DUBAN__STAGE__STAGE_BUILDING},
    {"停工", DUBAN__STAGE__STAGE_STOPPED},
    {"完工", DUBAN__STAGE__STAGE_COMPLETED},
    {"竣工", DUBAN__STAGE__STAGE_ACCEPTED},
    {"投产", DUBAN__STAGE__STAGE_OPERATING},
    {"投用", DUBAN__STAGE__STAGE_OPERATING},
    {"达效", DUBAN__STAGE__STAGE_ON_TARGET},
    {"归档", DUBAN__STAGE__STAGE_ARCHIVED},
    {"退出", DUBAN__STAGE__STAGE_WITHDRAWN},
    {"调出", DUBAN__STAGE__STAGE_WITHDRAWN},
};
static const struct cell_words stage_words = {
    .names = &duban__stage__descriptor,
    .code = "project.unknown_stage",
    .word = stage_word,
    .n = sizeof stage_word / sizeof *stage_word,
};

static const struct cell_word funding_word[] = {
    {"政府投资", DUBAN__FUNDING__FUNDING_GOVERNMENT}, {"政府", DUBAN__FUNDING__FUNDING_GOVERNMENT},
    {"审批", DUBAN__FUNDING__FUNDING_GOVERNMENT},     {"备案", DUBAN__FUNDING__FUNDING_FILING},
    {"企业投资", DUBAN__FUNDING__FUNDING_FILING},     {"社会投资", DUBAN__FUNDING__FUNDING_FILING},
    {"核准", DUBAN__FUNDING__FUNDING_APPROVAL},
};
static const struct cell_words funding_words = {
    .names = &duban__funding__descriptor,
    .code = "project.unknown_funding",
    .word = funding_word,
    .n = sizeof funding_word / sizeof *funding_word,
};

static bool read_times(struct import *im, Duban__Project *now)
{
	struct cell year = import_cell(im, PROJECT_YEAR);
	struct cell start = import_cell(im, PROJECT_PLANNED_START);
	struct cell finish = import_cell(im, PROJECT_PLANNED_FINISH);

	if (!cell_needed(&year, now->year == 0) | !cell_year(&year, &now->year) |
	    !cell_month(&start, &now->planned_start_month) |
	    !cell_month(&finish, &now->planned_finish_month))
		return false;
	if (now->planned_start_month && now->planned_finish_month &&
	    now->planned_finish_month < now->planned_start_month)
		return cell_refuse(cell_empty(&finish) ? &start : &finish,
				   "project.finish_before_start", NULL);
	return true;
}

static bool read_money(struct import *im, Duban__Project *now)
{
	struct cell total = import_cell(im, PROJECT_TOTAL), plan = import_cell(im, PROJECT_PLAN);
	bool fine = cell_money(&total, &now->total);

	return cell_money(&plan, &now->plan) && fine;
}

/* Of several units the first named leads and counts. A name with a mark in it is one unit. */
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
		/* Marks and nothing between them. */
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
	return cell_enum(c, &stage_words, io);
}

/* A stage moves by `project move`, past its guards; only what is new comes in at any. */
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

static bool read_names(struct import *im, Duban__Project *now)
{
	struct cell name = import_cell(im, PROJECT_NAME), sector = import_cell(im, PROJECT_SECTOR);
	struct cell category = import_cell(im, PROJECT_CATEGORY);
	struct cell batch = import_cell(im, PROJECT_BATCH), list = import_cell(im, PROJECT_LIST);
	struct cell funding = import_cell(im, PROJECT_FUNDING);
	int kind = (int)now->funding;
	bool fine = cell_needed(&name, now->year == 0);

	fine &= cell_text(&name, NAME_MAX_BYTES, &now->name);
	fine &= read_units(im, now);
	fine &= cell_unit(&sector, &now->sector);
	fine &= cell_text(&category, NAME_MAX_BYTES, &now->category);
	fine &= read_stage(im, now);
	fine &= cell_list(&list, LISTS_MAX, &now->list, &now->n_list);
	fine &= cell_text(&batch, NAME_MAX_BYTES, &now->batch);
	fine &= cell_enum(&funding, &funding_words, &kind);
	now->funding = (Duban__Funding)kind;
	return fine;
}

/* The texts of one length, by the field they fill. */
static bool read_texts(struct import *im, Duban__Project *now)
{
	const struct {
		enum project_column column;
		size_t max;
		char **io;
	} text[] = {
	    {PROJECT_UNIT_TEXT, NAME_MAX_BYTES, &now->unit_text},
	    {PROJECT_PLACE, REASON_MAX, &now->place},
	    {PROJECT_CONTENT, TEXT_MAX, &now->content},
	    {PROJECT_TEAM, REASON_MAX, &now->team},
	    {PROJECT_SCHEME, REASON_MAX, &now->scheme},
	    {PROJECT_CREW, REASON_MAX, &now->crew},
	    {PROJECT_OWNER, NAME_MAX_BYTES, &now->project_owner},
	    {PROJECT_LEGAL_ENTITY, NAME_MAX_BYTES, &now->legal_entity},
	    {PROJECT_MARK, NAME_MAX_BYTES, &now->mark},
	};
	bool fine = true;

	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct cell c = import_cell(im, text[i].column);

		fine &= cell_text(&c, text[i].max, text[i].io);
	}
	return fine;
}

static bool read_people(struct import *im, Duban__Project *now)
{
	const struct {
		enum project_column column;
		Duban__Who **io;
	} one[] = {
	    {PROJECT_LIAISON, &now->liaison},
	    {PROJECT_FIRST, &now->responsible_first},
	    {PROJECT_MAIN, &now->responsible_main},
	    {PROJECT_DIRECT, &now->responsible_direct},
	};
	struct cell city = import_cell(im, PROJECT_LEADER_CITY);
	struct cell county = import_cell(im, PROJECT_LEADER_COUNTY);
	struct cell other = import_cell(im, PROJECT_OTHER);
	bool fine = true;

	for (size_t i = 0; i < sizeof one / sizeof *one; i++) {
		struct cell c = import_cell(im, one[i].column);

		fine &= cell_who(&c, one[i].io);
	}
	fine &= cell_whos(&city, LEADERS_MAX, &now->leader_city, &now->n_leader_city);
	fine &= cell_whos(&county, LEADERS_MAX, &now->leader_county, &now->n_leader_county);
	fine &= cell_whos(&other, LEADERS_MAX, &now->responsible_other, &now->n_responsible_other);
	return fine;
}

bool project_read(struct import *im, Duban__Project *io)
{
	struct cell assessed = import_cell(im, PROJECT_FINANCE_ASSESSED);
	bool fine = read_names(im, io);

	fine &= read_money(im, io);
	fine &= read_texts(im, io);
	fine &= read_people(im, io);
	fine &= cell_date(&assessed, &io->finance_assessed_date);
	fine &= read_times(im, io);
	return fine;
}

static bool same_plan(const Duban__Project *a, const Duban__Project *b)
{
	return (a->plan ? a->plan->fen : -1) == (b->plan ? b->plan->fen : -1) &&
	       a->planned_start_month == b->planned_start_month &&
	       a->planned_finish_month == b->planned_finish_month;
}

/* Nothing comes into a closed year, nor is planned in it: it would never be carried over. */
bool project_check_year(struct import *im, const Duban__Project *now, const Duban__Project *was)
{
	struct cell year = import_cell(im, PROJECT_YEAR);

	if (!year_closed(im->in.rq->txn, im->in.scratch, now->year))
		return true;
	if (was && was->year == now->year && same_plan(was, now))
		return true;
	return cell_refuse(&year, "year.closed", NULL);
}

static void write_people(struct rows_out *s, const Duban__Project *p)
{
	out_whos(s, PROJECT_LEADER_CITY, p->leader_city, p->n_leader_city);
	out_whos(s, PROJECT_LEADER_COUNTY, p->leader_county, p->n_leader_county);
	out_who(s, PROJECT_LIAISON, p->liaison);
	out_who(s, PROJECT_FIRST, p->responsible_first);
	out_who(s, PROJECT_MAIN, p->responsible_main);
	out_who(s, PROJECT_DIRECT, p->responsible_direct);
	out_whos(s, PROJECT_OTHER, p->responsible_other, p->n_responsible_other);
}

static void write_six(struct rows_out *s, const Duban__Project *p)
{
	out_text(s, PROJECT_TEAM, p->team);
	out_text(s, PROJECT_SCHEME, p->scheme);
	out_text(s, PROJECT_CREW, p->crew);
	out_date(s, PROJECT_FINANCE_ASSESSED, p->finance_assessed_date);
}

void project_write(struct rows_out *s, const Duban__Project *p)
{
	out_text(s, PROJECT_CODE, p->code);
	out_text(s, PROJECT_NAME, p->name);
	out_unit(s, PROJECT_UNIT, p->unit);
	out_unit(s, PROJECT_SECTOR, p->sector);
	out_text(s, PROJECT_CATEGORY, p->category);
	out_enum(s, PROJECT_STAGE, &duban__stage__descriptor, (int)p->stage);
	out_money(s, PROJECT_TOTAL, p->total);
	out_money(s, PROJECT_PLAN, p->plan);
	out_number(s, PROJECT_YEAR, p->year);
	out_month(s, PROJECT_PLANNED_START, p->planned_start_month);
	out_month(s, PROJECT_PLANNED_FINISH, p->planned_finish_month);
	out_list(s, PROJECT_LIST, p->list, p->n_list);
	out_text(s, PROJECT_BATCH, p->batch);
	out_list(s, PROJECT_FORMER, p->former, p->n_former);
	out_code(s, PROJECT_SUCCESSOR, p->successor);
	out_enum(s, PROJECT_FUNDING, &duban__funding__descriptor, (int)p->funding);
	out_units(s, PROJECT_CO_UNITS, p->co_unit, p->n_co_unit);
	out_text(s, PROJECT_UNIT_TEXT, p->unit_text);
	out_text(s, PROJECT_PLACE, p->place);
	out_text(s, PROJECT_CONTENT, p->content);
	out_text(s, PROJECT_OWNER, p->project_owner);
	out_text(s, PROJECT_LEGAL_ENTITY, p->legal_entity);
	out_text(s, PROJECT_MARK, p->mark);
	write_people(s, p);
	write_six(s, p);
}
