#include "lib/any/any.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/records/kind.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "proto/enums.h"

uint32_t any_pick(struct any *y, uint32_t n)
{
	y->seed ^= y->seed << 13;
	y->seed ^= y->seed >> 7;
	y->seed ^= y->seed << 17;
	return (uint32_t)(y->seed >> 33) % n;
}

bool any_chance(struct any *y, uint32_t percent)
{
	return any_pick(y, 100) < percent;
}

static const char *of_list(struct any *y, const char *const *list)
{
	uint32_t n = 0;

	while (list[n])
		n++;
	return list[any_pick(y, n)];
}

/* ---- values */

static const uint32_t mad_numbers[] = {0,	    1,
				       12,	    13,
				       99,	    366,
				       1989,	    2100,
				       9999,	    10000,
				       65535,	    1000000,
				       19900101,    20210229,
				       20230230,    20991231,
				       99991231,    99999999,
				       199001,	    209912,
				       202000,	    202013,
				       999912,	    INT32_MAX,
				       2147483648u, UINT32_MAX - 1,
				       UINT32_MAX};

uint32_t any_mad_number(struct any *y)
{
	return ANY_OF(y, mad_numbers);
}

uint32_t any_past(struct any *y)
{
	date_t today = engine_today(y->w->engine);

	if (any_chance(y, y->mad))
		return any_mad_number(y);
	return date_ymd(today - (date_t)any_pick(y, any_chance(y, 70) ? 12 : 400));
}

uint32_t any_date(struct any *y)
{
	if (any_chance(y, 84))
		return any_past(y);
	return date_ymd(engine_today(y->w->engine) + (date_t)any_pick(y, 400));
}

uint32_t any_ahead(struct any *y)
{
	if (any_chance(y, y->mad) || any_chance(y, 20))
		return any_date(y);
	return date_ymd(engine_today(y->w->engine) + 1 +
			(date_t)any_pick(y, any_chance(y, 70) ? 60 : 400));
}

uint32_t any_year(struct any *y)
{
	uint32_t year = date_ymd(engine_today(y->w->engine)) / 10000;

	if (any_chance(y, y->mad))
		return any_mad_number(y);
	return any_chance(y, 70) ? year : year - 1 + any_pick(y, 3);
}

uint32_t any_month(struct any *y)
{
	uint32_t day = date_ymd(engine_today(y->w->engine)), month = day / 100;

	if (any_chance(y, y->mad))
		return any_mad_number(y);
	if (any_chance(y, 50))
		return month % 100 == 1 ? month - 89 : month - 1;
	return any_chance(y, 50) ? month : any_year(y) * 100 + 1 + any_pick(y, 12);
}

int64_t any_fen(struct any *y)
{
	static const int64_t mad[] = {
	    INT64_MIN,	       INT64_MIN + 1,	  -1,	    0, 1, MONEY_FEN_MAX - 1, MONEY_FEN_MAX,
	    MONEY_FEN_MAX + 1, INT64_MAX / 2 + 1, INT64_MAX};

	return any_chance(y, y->mad) ? ANY_OF(y, mad) : (int64_t)any_pick(y, 1000000) * 10000;
}

static char *mad_text(struct any *y)
{
	static const char *const mad[] = {"",	     "-",	 "0",	 "../../etc/passwd",
					  "a/b;c,d", "𠀀𠀁",	 "%s%n", "P1 ",
					  "所有",    "2020-001", ";",	 "；；",
					  "\""};
	static const uint32_t sizes[] = {ID_MAX + 1,	 CODE_MAX + 1, NAME_MAX_BYTES, TEXT_MAX + 1,
					 REASON_MAX + 1, KEY_MAX + 1,  VALUE_MAX,      60000};
	char *text;
	size_t n;

	if (any_chance(y, 60))
		return arena_str(y->arena, ANY_OF(y, mad));
	n = ANY_OF(y, sizes);
	text = arena_alloc(y->arena, n + 1);
	memset(text, 'm', n);
	text[n] = '\0';
	return text;
}

char *any_text(struct any *y)
{
	static const char *const texts[] = {
	    "主体封顶", "洪府发〔2020〕7号", "资金未到位", "一期", "二期",
	    "张三",	"设备安装",	     "收到"};

	if (any_chance(y, y->mad))
		return mad_text(y);
	return arena_printf(y->arena, "%s%s", ANY_OF(y, texts), y->mark ? y->mark : "");
}

/* ---- names, chosen by the name of the field */

static const char *const lists[] = {"甲", "乙", "省重点", "市重点推进", NULL};
static const char *const categories[] = {"工业", "交通", "桥梁", NULL};
static const char *const people[] = {"zhang", "li", "p3", "张三", "王五", NULL};
static const char *const templates[] = {"T-GOV", "T-ENT", "T-APR", NULL};
static const char *const gatherings[] = {"2020Q1", "2020Q2", NULL};
static const char *const groups[] = {"lead", "team", NULL};
static const char *const papers[] = {"filing",	    "contract",	     "unit_licence",
				     "application", "platform_page", NULL};
static const char *const elements[] = {"用地", "资金", "规划", NULL};
static const char *const indicators[] = {"完成投资", "开工率", NULL};
static const char *const limits[] = {"3wd", "10cd", "1m", "0", "2020-03-05", "待定", NULL};
static const char *const bools[] = {"是", "否", NULL};
static const char *const scopes[] = {"default", "list", "category", "project", NULL};
static const char *const principals[] = {"p1", "p2", "nobody", NULL};
static const char *const rule_names[] = {"W01", "W03", "W04", "W22", NULL};
static const char *const none[] = {"", NULL};
static const char *const ids[] = {"A1", "A2", "B-3", "2020Q3", NULL};
static const char *const ladders[] = {"own", "nanchang2020", "quzhou2022", NULL};
static const char *const titles[] = {"局长", "科长", "联络员", NULL};
static const char *const halves[] = {"2020-H1", "2020-H2", "2021-H1", NULL};
static const char *const subjects[] = {"P1", "P2", "P3", "2020-0001", NULL};
static const char *const profiles[] = {"", "nanchang2020", "own", NULL};
static const char *const series_texts[] = {"督办〔{year}〕{n}号", "交办{n}号", "议〔{year}〕{n}号",
					   NULL};
static const char *const items[] = {"links", "starts", "morale", NULL};
static const char *const score_profiles[] = {"nanchang", "dali", "own", NULL};
static const char *const sections[] = {"overall", "extra", NULL};
static const char *const whens[] = {"day", "week tue 17:00", "month 5", "half", NULL};

static const struct {
	const char *field;
	const char *const *names;
} pools[] = {
    {"list", lists},	     {"category", categories},
    {"template", templates}, {"paper", papers},
    {"element", elements},   {"indicator", indicators},
    {"limit", limits},	     {"scope", scopes},
    {"rule", rule_names},    {"person", people},
    {"old_person", people},  {"new_person", people},
    {"leader", people},	     {"owner", principals},
    {"yes_no", bools},	     {"stage_correction", bools},
    {"opening", bools},	     {"after", none},
    {"find", none},	     {"for_unit", none},
    {"for_person", none},    {"source", none},
    {"raiser", people},	     {"signer", people},
    {"liaison", people},     {"chair", people},
    {"attendees", people},   {"by", people},
    {"substitute", people},  {"reader", principals},
    {"ladder", ladders},     {"title", titles},
    {"period", halves},	     {"profile", profiles},
    {"rules", rule_names},   {"subject", subjects},
    {"supervision", ids},    {"campaign", ids},
    {"revisits", none},	     {"item", items},
    {"section", sections},
};

static const char *pooled(struct any *y, const char *field)
{
	static const char *const units[] = {"unit",	    "sector",	"parent", "co_units",
					    "service_unit", "reviewer", "co",	  "acceptor"};

	if (strcmp(field, "project") == 0 || strcmp(field, "code") == 0 ||
	    strcmp(field, "successor") == 0 || strcmp(field, "projects") == 0)
		return of_list(y, y->project);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(field, units[i]) == 0)
			return of_list(y, y->unit);
	for (size_t i = 0; i < sizeof pools / sizeof *pools; i++)
		if (strcmp(field, pools[i].field) == 0)
			return of_list(y, pools[i].names);
	return NULL;
}

/* Fields of one kind of record whose words are its own. */
static const struct {
	Duban__ImportKind kind;
	const char *field;
	const char *const *names;
} owned[] = {
    {IMPORT_KIND(GROUPS), "id", groups},
    {IMPORT_KIND(GROUPS), "parent", groups},
    {IMPORT_KIND(PEOPLE), "id", people},
    {IMPORT_KIND(GATHERINGS), "id", gatherings},
    {IMPORT_KIND(LISTS), "name", lists},
    {IMPORT_KIND(CATEGORIES), "name", categories},
    {IMPORT_KIND(CATEGORIES), "parent", categories},
    {IMPORT_KIND(SERIES), "text", series_texts},
    {IMPORT_KIND(CADENCES), "when", whens},
    {IMPORT_KIND(SCORE_ITEMS), "profile", score_profiles},
    {IMPORT_KIND(SCORE_ENTRIES), "number", ids},
};

/* A name for a record of the kind that is being written. */
static const char *own_name(struct any *y, const char *field)
{
	Duban__ImportKind k = y->kind ? y->kind->record->kind : 0;
	const struct parameter_def *def;
	size_t n;

	for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
		if (k == owned[i].kind && strcmp(field, owned[i].field) == 0)
			return of_list(y, owned[i].names);
	if (strcmp(field, "id") == 0)
		return of_list(y, k == IMPORT_KIND(UNITS) ? y->unit : ids);
	if (strcmp(field, "key") == 0) {
		n = parameter_defs(&def);
		return def[any_pick(y, (uint32_t)n)].key;
	}
	return NULL;
}

char *any_name(struct any *y, const char *field)
{
	const char *name = any_chance(y, y->mad) ? NULL : own_name(y, field);

	if (!name && !any_chance(y, y->mad))
		name = pooled(y, field);
	return name ? arena_str(y->arena, name) : any_text(y);
}
