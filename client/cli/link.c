/* Links of a chain (环节): what they are, and how they go. */
#include <string.h>

#include "client/cli/cli.h"
#include "client/cli/text.h"
#include "proto/limits.h"

/* CODE NO and --year. */
static int link_ref(struct cli *c, Duban__LinkRef *ref)
{
	uint32_t no = 0;
	const char *text = cli_word(c, 1);
	ref->project = cli_loose(cli_word(c, 0));
	if (!text_parse_number(text, LINK_NO_MAX, &no) || no == 0)
		return cli_fail(c, CLI_USAGE, "usage.link_no", text, NULL);
	ref->no = no;
	return cli_number(c, "year", 9999, &ref->year);
}

/* Option -> column of a chains file. */
static const struct {
	const char *option, *column;
} columns[] = {
    {"name", "name"},	  {"class", "class"},
    {"unit", "unit"},	  {"service-unit", "service_unit"},
    {"leader", "leader"}, {"person", "person"},
    {"after", "after"},	  {"limit", "limit"},
    {"begin", "begin"},	  {"evidence", "evidence"},
};
#define N_COLUMNS (sizeof(columns) / sizeof(*columns))

static size_t cells(struct cli *c, Duban__Cell *cell, Duban__Cell **ret)
{
	size_t n = 0;
	for (size_t i = 0; i < N_COLUMNS; i++) {
		const char *value = cli_option(c, columns[i].option);
		if (!value)
			continue;
		duban__cell__init(&cell[n]);
		cell[n].column = cli_loose(columns[i].column);
		cell[n].value = cli_loose(value);
		ret[n] = &cell[n];
		n++;
	}
	return n;
}

static int run_add(struct cli *c)
{
	Duban__Cell cell[N_COLUMNS], *list[N_COLUMNS];
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkAddRequest q = DUBAN__LINK_ADD_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	q.n_cell = cells(c, cell, list);
	q.cell = list;
	return r ? r : CLI_ASK(c, LINK_ADD, link_add, &q, NULL);
}

static int run_set(struct cli *c)
{
	Duban__Cell cell[N_COLUMNS], *list[N_COLUMNS];
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkSetRequest q = DUBAN__LINK_SET_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	q.n_cell = cells(c, cell, list);
	q.cell = list;
	if (r == 0 && q.n_cell == 0)
		return cli_fail(c, CLI_USAGE, "usage.nothing_to_set", NULL);
	return r ? r : CLI_ASK(c, LINK_SET, link_set, &q, NULL);
}

static int run_cancel(struct cli *c)
{
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkCancelRequest q = DUBAN__LINK_CANCEL_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	q.reason = cli_loose(cli_option(c, "reason"));
	return r ? r : CLI_ASK(c, LINK_CANCEL, link_cancel, &q, NULL);
}

static int run_start(struct cli *c)
{
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkStartRequest q = DUBAN__LINK_START_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	if (r == 0)
		r = cli_date(c, "at", &q.at_date);
	return r ? r : CLI_ASK(c, LINK_START, link_start, &q, NULL);
}

static int run_finish(struct cli *c)
{
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkFinishRequest q = DUBAN__LINK_FINISH_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	if (r == 0)
		r = cli_date(c, "at", &q.at_date);
	return r ? r : CLI_ASK(c, LINK_FINISH, link_finish, &q, NULL);
}

static int run_return(struct cli *c)
{
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkReturnRequest q = DUBAN__LINK_RETURN_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	q.reason = cli_loose(cli_option(c, "reason"));
	return r ? r : CLI_ASK(c, LINK_RETURN, link_return, &q, NULL);
}

static int run_extend(struct cli *c)
{
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkExtendRequest q = DUBAN__LINK_EXTEND_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	q.reason = cli_loose(cli_option(c, "reason"));
	if (r == 0 && !cli_option(c, "to"))
		return cli_fail(c, CLI_USAGE, "usage.option_required", "to", NULL);
	if (r == 0)
		r = cli_date(c, "to", &q.to_date);
	return r ? r : CLI_ASK(c, LINK_EXTEND, link_extend, &q, NULL);
}

static int run_suspend(struct cli *c)
{
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkSuspendRequest q = DUBAN__LINK_SUSPEND_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	q.reason = cli_loose(cli_option(c, "reason"));
	if (r == 0)
		r = cli_date(c, "at", &q.at_date);
	return r ? r : CLI_ASK(c, LINK_SUSPEND, link_suspend, &q, NULL);
}

static int run_resume(struct cli *c)
{
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__LinkResumeRequest q = DUBAN__LINK_RESUME_REQUEST__INIT;
	int r = link_ref(c, &ref);
	q.link = &ref;
	if (r == 0)
		r = cli_date(c, "at", &q.at_date);
	return r ? r : CLI_ASK(c, LINK_RESUME, link_resume, &q, NULL);
}

#define YEAR                                                                                       \
	{                                                                                          \
		"year", "YYYY", "of the chain of that year, not the project's present one"         \
	}
#define AT                                                                                         \
	{                                                                                          \
		"at", "DATE",                                                                      \
		    "the day from which it holds; today if not given, never in the future"         \
	}
#define REASON                                                                                     \
	{                                                                                          \
		"reason", "TEXT", "why (理由)"                                                   \
	}

static const struct verb_option cell_options[] = {
    {"name", "NAME", "name of the link"},
    {"class", "CLASS", "approval, construction, service, milestone (审批 实施 服务 节点)"},
    {"unit", "UNIT", "responsible unit (责任单位), id or exact name"},
    {"service-unit", "UNIT", "service unit (服务部门); - empties it"},
    {"leader", "PERSON", "responsible leader (责任领导), id or name; - empties it"},
    {"person", "PERSON", "responsible person (责任人), id or name; - empties it"},
    {"after", "NO;NO", "prerequisites (前置); - empties it"},
    {"limit", "LIMIT", "5wd, 10cd, 2m, 0 or a date (办理时限)"},
    {"begin", "DATE", "planned begin (计划启动); - empties it"},
    {"evidence", "TEXT", "required evidence (佐证材料); - empties it"},
    YEAR,
    {},
};
static const struct verb_option at_options[] = {AT, YEAR, {}};
static const struct verb_option reason_options[] = {REASON, YEAR, {}};
static const struct verb_option suspend_options[] = {AT, REASON, YEAR, {}};
static const struct verb_option extend_options[] = {
    {"to", "DATE", "the new date (延期至)"}, REASON, YEAR, {}};

#define LINK_VERB(name, opts, ...)                                                                 \
	VERB(link_##name, .noun = "link", .verb = #name, .args = "CODE NO", .min = 2, .max = 2,    \
	     .options = opts, .requests = "link_" #name, .run = run_##name, __VA_ARGS__)

LINK_VERB(add, cell_options, .help = "put a link (环节) into a chain");
LINK_VERB(set, cell_options, .help = "change what a link is");
LINK_VERB(cancel, reason_options, .help = "a link is not needed any more (取消)");
LINK_VERB(start, at_options, .help = "a link has begun (启动)");
LINK_VERB(finish, at_options, .help = "a link is done (办结)");
LINK_VERB(return, reason_options, .help = "a finished link goes back to work (退回)");
LINK_VERB(extend, extend_options, .help = "a link gets until a later date (延期)");
LINK_VERB(suspend, suspend_options, .help = "a link's clock stops (挂起)");
LINK_VERB(resume, at_options, .help = "a link's clock runs on (恢复)");
