/* Reports in rows. A row with a number and a verdict judges that report; a row with a number
 * alone is left as it is (a list that went out comes back with some verdicts filled in); a row
 * without hands one in. All or none. */
#include <string.h>

#include "api/import_run.h"
#include "api/private.h"
#include "api/report_ask.h"
#include "api/sheet.h"
#include "model/period.h"
#include "model/report.h"
#include "model/report_state.h"

#define FORM(x) DUBAN__REPORT_FORM__REPORT_FORM_##x
#define STATE(x) DUBAN__REPORT_STATE__REPORT_STATE_##x
#define TYPE(x) DUBAN__SHEET_TYPE__SHEET_TYPE_##x

enum {
	REPORT_PROJECT,
	REPORT_NUM,
	REPORT_FORM_,
	REPORT_PERIOD,
	REPORT_ON,
	REPORT_INVESTED,
	REPORT_CUMULATIVE,
	REPORT_STATISTICS,
	REPORT_CUMULATIVE_STATISTICS,
	REPORT_PERCENT,
	REPORT_TEXT,
	REPORT_STATE_,
	REPORT_BOOKED,
	REPORT_LINK_YEAR,
	REPORT_LINK,
	REPORT_STAGE,
	REPORT_EVIDENCE,
	REPORT_SUBMITTED,
	REPORT_CONFIRMED,
	REPORT_VERDICT,
	REPORT_REASON,
	REPORT_PROJECT_NAME, /* these are shown and not read */
	REPORT_UNIT,
	REPORT_REVIEWER,
	REPORT_RETURN_REASON,
};
static const struct import_column report_columns[] = {
    [REPORT_PROJECT] = {"project", TYPE(TEXT)},
    [REPORT_NUM] = {"num", TYPE(NUMBER)},
    [REPORT_FORM_] = {"form", TYPE(TEXT)},
    [REPORT_PERIOD] = {"period", TYPE(MONTH)},
    [REPORT_ON] = {"on", TYPE(DATE)},
    [REPORT_INVESTED] = {"invested", TYPE(MONEY)},
    [REPORT_CUMULATIVE] = {"cumulative", TYPE(MONEY)},
    [REPORT_STATISTICS] = {"statistics", TYPE(MONEY)},
    [REPORT_CUMULATIVE_STATISTICS] = {"cumulative_statistics", TYPE(MONEY)},
    [REPORT_PERCENT] = {"percent", TYPE(NUMBER)},
    [REPORT_TEXT] = {"text", TYPE(TEXT)},
    [REPORT_STATE_] = {"state", TYPE(TEXT)},
    [REPORT_BOOKED] = {"booked", TYPE(MONTH)},
    [REPORT_LINK_YEAR] = {"link_year", TYPE(NUMBER)},
    [REPORT_LINK] = {"link", TYPE(NUMBER)},
    [REPORT_STAGE] = {"stage", TYPE(TEXT)},
    [REPORT_EVIDENCE] = {"evidence", TYPE(LIST)},
    [REPORT_SUBMITTED] = {"submitted", TYPE(DATE)},
    [REPORT_CONFIRMED] = {"confirmed", TYPE(DATE)},
    [REPORT_VERDICT] = {"verdict", TYPE(TEXT)},
    [REPORT_REASON] = {"reason", TYPE(TEXT)},
    [REPORT_PROJECT_NAME] = {"project_name", TYPE(TEXT)},
    [REPORT_UNIT] = {"unit", TYPE(TEXT)},
    [REPORT_REVIEWER] = {"reviewer", TYPE(TEXT)},
    [REPORT_RETURN_REASON] = {"return_reason", TYPE(TEXT)},
    {NULL, 0},
};

static const struct cell_word form_terms[] = {
    {"月报", FORM(MONTHLY)},	 {"周报", FORM(WEEKLY)},    {"日报", FORM(DAILY)},
    {"环节办结", FORM(LINK)},	 {"阶段申报", FORM(STAGE)}, {"更正", FORM(CORRECTION)},
    {"说明", FORM(EXPLANATION)},
};
static const struct cell_words form_words = {
    .names = &duban__report_form__descriptor,
    .code = "report.no_form",
    .word = form_terms,
    .n = sizeof form_terms / sizeof *form_terms,
};
static const struct cell_word verdict_terms[] = {
    {"通过", DUBAN__VERDICT__VERDICT_PASS},
    {"同意", DUBAN__VERDICT__VERDICT_PASS},
    {"确认", DUBAN__VERDICT__VERDICT_PASS},
    {"退回", DUBAN__VERDICT__VERDICT_RETURN},
};
static const struct cell_words verdict_words = {
    .names = &duban__verdict__descriptor,
    .code = "report.bad_verdict",
    .word = verdict_terms,
    .n = sizeof verdict_terms / sizeof *verdict_terms,
};

struct rows {
	struct import *im;
	struct import_map slots, nums;
	struct report_judged *judged;
	size_t n_judged;
};

/* What a step that a single request shares said of the present row. True: nothing. */
static bool took(struct import *im, size_t before, int r)
{
	Duban__Reply *reply = im->in.ask->reply;

	im->in.full = im->in.full || r < 0;
	for (size_t i = before; i < reply->n_problem; i++) {
		if (!reply->problem[i]->line)
			reply->problem[i]->line = im->row->line;
		im->in.problems++;
	}
	return r == 0;
}

static void drafted(struct import *im, size_t before, uint32_t line)
{
	struct ask *a = im->in.ask;
	size_t n = a->n_event;

	for (size_t i = before; i < n; i++) {
		a->n_event = i + 1;
		import_drafted(im, a->event[i], line);
	}
	a->n_event = n;
}

/* ---- a row's cells */

static bool read_report(struct import *im, Duban__Report *r)
{
	struct cell form = import_cell(im, REPORT_FORM_), period = import_cell(im, REPORT_PERIOD);
	struct cell on = import_cell(im, REPORT_ON), text = import_cell(im, REPORT_TEXT);
	struct cell invested = import_cell(im, REPORT_INVESTED);
	struct cell cumulative = import_cell(im, REPORT_CUMULATIVE);
	struct cell statistics = import_cell(im, REPORT_STATISTICS);
	struct cell both = import_cell(im, REPORT_CUMULATIVE_STATISTICS);
	struct cell percent = import_cell(im, REPORT_PERCENT);
	struct cell reason = import_cell(im, REPORT_REASON);
	struct cell evidence = import_cell(im, REPORT_EVIDENCE);
	int of = FORM(MONTHLY);
	bool fine = true;

	fine &= cell_enum(&form, &form_words, &of);
	fine &= cell_month(&period, &r->period_month);
	fine &= cell_date(&on, &r->on_date);
	fine &= cell_money(&invested, &r->invested);
	fine &= cell_money(&cumulative, &r->cumulative);
	fine &= cell_money(&statistics, &r->statistics);
	fine &= cell_money(&both, &r->cumulative_statistics);
	fine &= cell_number(&percent, 0, 100, &r->percent);
	fine &= cell_text(&text, TEXT_MAX, &r->text);
	fine &= cell_text(&reason, REASON_MAX, &r->reason);
	fine &= cell_digests(&evidence, EVIDENCE_MAX, &r->evidence, &r->n_evidence);
	r->has_percent = !cell_empty(&percent);
	r->form = (Duban__ReportForm)of;
	return fine;
}

/* Cells live in the scratch memory of a row, events until they are in the journal. */
static Duban__Report *kept(struct import *im, const Duban__Report *r)
{
	size_t size = duban__report__get_packed_size(r);
	uint8_t *buf = arena_alloc(im->in.scratch, size + 1);
	Duban__Report *copy = NULL;

	if (buf)
		copy = duban__report__unpack(arena_pb(im->in.ask->arena),
					     duban__report__pack(r, buf), buf);
	im->in.full = im->in.full || !copy;
	return copy;
}

/* One row a slot: a report that is handed in replaces the one that waits there, so that a
 * verdict on that one would come too late. */
static bool first_of_slot(struct rows *all, const struct cell *c, const Duban__Report *r)
{
	struct key *slot = report_slot_key(KEY(), r);

	return import_key(all->im, &all->slots, c, ask_hex(all->im->in.ask, key_bytes(slot)));
}

/* ---- hand in */

static void hand_in(struct rows *all, const struct cell *project, const Duban__Project *p,
		    Duban__Report *read)
{
	struct import *im = all->im;
	struct ask *a = im->in.ask;
	size_t before = a->reply->n_problem, first = a->n_event;
	Duban__Report *r = kept(im, read);

	if (!r)
		return;
	if (r->form == FORM(LINK) || r->form == FORM(STAGE)) {
		(void)cell_refuse(project, "report.form_of_move", NULL);
		return;
	}
	if (!scope_reports(a, p)) {
		(void)cell_refuse(project, "scope.denied", NULL);
		return;
	}
	if (!took(im, before, report_check(a, p, r)) || !first_of_slot(all, project, r) ||
	    !took(im, before, report_ask(a, p, r)))
		return;
	im->done->created++;
	drafted(im, first, im->row->line);
}

/* ---- judge */

static void judge(struct rows *all, const struct cell *project, uint32_t num, int verdict)
{
	struct import *im = all->im;
	struct ask *a = im->in.ask;
	struct cell reason = import_cell(im, REPORT_REASON);
	struct cell number = import_cell(im, REPORT_NUM);
	struct report_judged j = {.num = num, .verdict = verdict, .line = im->row->line};
	char *why = (char *)(uintptr_t)protobuf_c_empty_string;
	size_t before = a->reply->n_problem;

	if (!cell_text(&reason, REASON_MAX, &why) ||
	    !import_key(im, &all->nums, &number, arena_printf(a->arena, "%u", num)))
		return;
	/* A report handed in with a reason shows it in the list: that is no reason to return. */
	j.reason = arena_str(a->arena, verdict == DUBAN__VERDICT__VERDICT_RETURN ? why : "");
	if (!j.reason || !took(im, before, report_judge(a, &j))) {
		im->in.full = im->in.full || !j.reason;
		return;
	}
	if (!cell_empty(project) && strcmp(project->text, j.p->code) != 0) {
		(void)cell_refuse(project, "report.other_project", j.p->code);
		return;
	}
	if (!first_of_slot(all, &number, j.r))
		return;
	all->judged = arena_grow(a->arena, all->judged, all->n_judged, sizeof j);
	if (all->judged)
		all->judged[all->n_judged++] = j;
	else
		im->in.full = true;
	im->done->updated++;
}

static void judge_all(struct rows *all)
{
	struct import *im = all->im;
	struct ask *a = im->in.ask;
	size_t first = a->n_event, before = a->reply->n_problem;

	if (!all->n_judged || im->in.full || im->in.problems)
		return;
	if (took(im, before, report_draft(a, all->judged, all->n_judged)))
		drafted(im, first, 0);
}

/* ---- the file */

static void read_row(struct rows *all)
{
	struct import *im = all->im;
	struct ask *a = im->in.ask;
	struct cell project = import_cell(im, REPORT_PROJECT), num = import_cell(im, REPORT_NUM);
	struct cell verdict = import_cell(im, REPORT_VERDICT);
	Duban__Report r = DUBAN__REPORT__INIT;
	uint32_t number = 0, owner = 0;
	Duban__Project *p;
	int how = 0;

	if (!cell_number(&num, 1, UINT32_MAX, &number) | !cell_enum(&verdict, &verdict_words, &how))
		return;
	if (how && !number) {
		(void)cell_refuse(&num, "report.verdict_unnumbered", NULL);
		return;
	}
	if (how) {
		judge(all, &project, number, how);
		return;
	}
	if (number) {
		im->done->unchanged++;
		return;
	}
	if (!cell_required(&project) || !cell_project(&project, &owner))
		return;
	p = project_get(a->txn, a->arena, owner);
	if (!p || !scope_reads(a, p)) {
		(void)cell_refuse(&project, "project.unknown", NULL);
		return;
	}
	r.project = p->num;
	if (read_report(im, &r))
		hand_in(all, &project, p, &r);
}

static int read_reports(struct import *im)
{
	struct rows all = {
	    .im = im, .slots = {.arena = im->in.ask->arena}, .nums = {.arena = im->in.ask->arena}};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(&all);
		arena_reset(im->in.scratch);
	}
	judge_all(&all);
	return 0;
}

/* ---- out */

static uint32_t day_of(const struct sheet *s, int64_t at)
{
	return at ? date_ymd(date_at((usec_t)at, s->ask->zone_minutes)) : 0;
}

static void write_evidence(struct sheet *s, const Duban__Report *r)
{
	char **hex = arena_alloc(s->scratch, (r->n_evidence + 1) * sizeof *hex);

	for (size_t i = 0; hex && i < r->n_evidence; i++)
		hex[i] = ask_hex(s->ask, BYTES(r->evidence[i].data, r->evidence[i].len));
	if (hex)
		sheet_list(s, REPORT_EVIDENCE, hex, r->n_evidence);
}

static void write_report(struct sheet *s, struct bytes key, struct bytes value)
{
	Duban__Report *r = sheet_record(s, value, &duban__report__descriptor);
	const Duban__Project *p;

	(void)key;
	p = r ? sheet_project(s, r->project, r->period_month / 100) : NULL;
	if (!p)
		return;
	sheet_row(s);
	sheet_code(s, REPORT_PROJECT, r->project);
	sheet_number(s, REPORT_NUM, r->num);
	sheet_enum(s, REPORT_FORM_, &duban__report_form__descriptor, (int)r->form);
	sheet_month(s, REPORT_PERIOD, r->period_month);
	sheet_date(s, REPORT_ON, r->on_date);
	sheet_money(s, REPORT_INVESTED, r->invested);
	sheet_money(s, REPORT_CUMULATIVE, r->cumulative);
	sheet_money(s, REPORT_STATISTICS, r->statistics);
	sheet_money(s, REPORT_CUMULATIVE_STATISTICS, r->cumulative_statistics);
	if (r->has_percent)
		sheet_signed(s, REPORT_PERCENT, r->percent);
	sheet_text(s, REPORT_TEXT, r->text);
	sheet_enum(s, REPORT_STATE_, &duban__report_state__descriptor, (int)r->state);
	sheet_month(s, REPORT_BOOKED, r->booked_month);
	sheet_number(s, REPORT_LINK_YEAR, r->link_year);
	sheet_number(s, REPORT_LINK, r->link_no);
	sheet_enum(s, REPORT_STAGE, &duban__stage__descriptor, (int)r->stage);
	write_evidence(s, r);
	sheet_date(s, REPORT_SUBMITTED, day_of(s, r->submitted_at));
	sheet_date(s, REPORT_CONFIRMED, day_of(s, r->confirmed_at));
	sheet_text(s, REPORT_REASON, r->reason);
	sheet_text(s, REPORT_PROJECT_NAME, p->name);
	sheet_unit(s, REPORT_UNIT, r->unit);
	sheet_unit(s, REPORT_REVIEWER, r->reviewer);
	sheet_text(s, REPORT_RETURN_REASON, r->return_reason);
}

IMPORT_KIND(reports, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_REPORTS, .column = report_columns,
	    .n_key = 1,
	    .roles = IMPORT_BY_OFFICE | ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR),
	    .read = read_reports, .write = write_report, .table = TABLE_report, .by_project = true);
