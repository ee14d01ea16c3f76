/* Warnings: lamps (红黄灯) and reminders (提前提醒). */
#include "client/cli/warning/warning.h"

#include <errno.h>
#include <string.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/room.h"

#define RULES_ASKED_MAX 64

int warning_gather(struct cli *c, Duban__WarningListRequest *q, struct rows *rows)
{
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, WARNING_LIST, warning_list, q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->warning_list->n_warning; i++)
			if (rows_add(rows, r->warning_list->warning[i]) < 0)
				return -ENOMEM;
		q->after = r->warning_list->next;
	} while (q->after.len > 0);
	c->reply = NULL;
	return 0;
}

static int put_rows_json(struct cli *c, const struct rows *rows)
{
	struct json j = {.out = stdout};
	int r = cli_names(c, NULL, &j.names);
	if (r != 0)
		return r;
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++)
		json_message(&j, NULL, rows->row[i]);
	json_end_array(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static void count(struct cli *c, const struct rows *rows)
{
	unsigned n[4] = {};
	char red[24], yellow[24], note[24];
	for (size_t i = 0; i < rows->n; i++) {
		const Duban__WarningRow *w = rows->row[i];
		if (w->state == DUBAN__WARNING_STATE__WARNING_STATE_OPEN && w->level < 4)
			n[w->level]++;
	}
	(void)snprintf(red, sizeof red, "%u", n[DUBAN__LEVEL__LEVEL_RED]);
	(void)snprintf(yellow, sizeof yellow, "%u", n[DUBAN__LEVEL__LEVEL_YELLOW]);
	(void)snprintf(note, sizeof note, "%u", n[DUBAN__LEVEL__LEVEL_NOTE]);
	cli_say(c, "warning.count", red, yellow, note, NULL);
}

/* --level and --rule; *ret_rules is malloc'ed and freed by the caller. */
static int read_choices(struct cli *c, Duban__WarningListRequest *q, Duban__Level *level,
			char **rules, char **ret_rules)
{
	const char *chosen = cli_option(c, "level"), *list = cli_option(c, "rule");
	if (chosen) {
		*level = (Duban__Level)wire_enum_value(&duban__level__descriptor,
						       message_word("level", chosen));
		if (*level == DUBAN__LEVEL__LEVEL_INVALID)
			return cli_fail(c, CLI_USAGE, "usage.level", chosen, NULL);
		q->level = level;
		q->n_level = 1;
	}
	if (!list)
		return 0;
	*ret_rules = strdup(list);
	if (!*ret_rules)
		return -ENOMEM;
	q->rules = rules;
	for (char *rest = *ret_rules, *one; (one = strsep(&rest, ", ;"));) {
		if (!*one)
			continue;
		if (q->n_rules == RULES_ASKED_MAX)
			return cli_fail(c, CLI_USAGE, "usage.too_many_words", one, NULL);
		rules[q->n_rules++] = one;
	}
	return 0;
}

static int read_days(struct cli *c, Duban__WarningListRequest *q)
{
	int r = cli_date(c, "since", &q->since_date);
	if (r == 0)
		r = cli_date(c, "as-of", &q->as_of_date);
	return r ? r : cli_date(c, "as-known", &q->as_known_date);
}

static int read_by(struct cli *c, Duban__WarningListRequest *q)
{
	const char *by = cli_option(c, "by");
	if (!by)
		return 0;
	q->by = (Duban__WarningBy)message_enum(&duban__warning_by__descriptor, by);
	return q->by ? 0 : cli_fail(c, CLI_USAGE, "usage.warning_by", by, NULL);
}

static int print_rows(struct cli *c, Duban__WarningListRequest *q)
{
	_cleanup_(rows_done) struct rows rows = {};
	int r = warning_gather(c, q, &rows);
	if (r != 0)
		return r;
	warning_sort(&rows);
	if (cli_json(c))
		return put_rows_json(c, &rows);
	r = warning_table(c, &rows);
	if (r == 0)
		count(c, &rows);
	return r;
}

static int run_list(struct cli *c)
{
	Duban__WarningListRequest q = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Level level;
	char *rules[RULES_ASKED_MAX];
	_cleanup_free_ char *words = NULL;
	q.all = cli_flag(c, "all");
	q.rule_changed = cli_flag(c, "rule-changed");
	q.clock_repaired = cli_flag(c, "clock-repaired");
	q.project = cli_loose(cli_option(c, "project"));
	q.unit = cli_loose(cli_option(c, "unit"));
	q.list = cli_loose(cli_option(c, "list"));
	q.category = cli_loose(cli_option(c, "category"));
	int r = read_choices(c, &q, &level, rules, &words);
	if (r == 0)
		r = read_days(c, &q);
	if (r == 0)
		r = read_by(c, &q);
	if (r != 0)
		return r;
	return q.by ? warning_groups_print(c, &q) : print_rows(c, &q);
}

/* Prints an input such as "W07.mode=ratio" or "odd=cumulative_fell": the name by the terms of table
 * `names`, a value that is a word by those of `values`. */
static void put_input(const char *names, const char *values, const char *text)
{
	char name[80];
	const char *value = strchr(text, '=');
	if (!value) {
		(void)printf("  %s\n", text);
		return;
	}
	(void)snprintf(name, sizeof name, "%.*s", (int)(value - text), text);
	(void)printf("  %s: %s\n", message_term(names, name), message_term(values, value + 1));
}

static void put_inputs(struct cli *c, const Duban__Inputs *in)
{
	char version[24], due[TEXT_ROOM], clock[TEXT_ROOM], calendar[24];
	(void)snprintf(version, sizeof version, "%u", in->rule_version);
	(void)snprintf(calendar, sizeof calendar, "%u", in->calendar);
	cli_say(c, "warning.inputs", version, ymd_text(in->due_date, due), calendar, NULL);
	if (in->clock_date)
		cli_say(c, "warning.clock", ymd_text(in->clock_date, clock), NULL);
	if (in->extended_date)
		cli_say(c, "warning.extended", ymd_text(in->extended_date, clock), NULL);
	for (size_t i = 0; i < in->n_param; i++)
		put_input("param", "choice", in->param[i]);
	for (size_t i = 0; i < in->n_fact; i++)
		put_input("fact", "odd", in->fact[i]);
}

/* "认领：张三（新建区），2020-03-05 前办结：已约谈施工单位" */
static void put_acked(struct cli *c, const Duban__WarningShowReply *s)
{
	char at[TEXT_ROOM], until[TEXT_ROOM];
	if (!*s->warning->acked_by)
		return;
	cli_say(c, "warning.acked", moment_text(s->acked_at, c->zone_minutes, at),
		s->warning->acked_by, s->acked_unit, ymd_text(s->warning->acked_until_date, until),
		s->ack_note, NULL);
}

static void put_files(struct cli *c, char *const *digest, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cli_say(c, "warning.evidence", digest[i], NULL);
}

static void put_answer(struct cli *c, const Duban__WarningShowReply *s)
{
	char at[TEXT_ROOM];
	if (!s->answered_at)
		return;
	cli_say(c, "warning.answer", moment_text(s->answered_at, c->zone_minutes, at),
		s->answered_by, s->answered_unit, s->answer, NULL);
	put_files(c, s->answer_evidence, s->n_answer_evidence);
}

static void put_clearing(struct cli *c, const Duban__WarningShowReply *s)
{
	char on[TEXT_ROOM];
	if (!*s->clear_reason)
		return;
	cli_say(c, "warning.cleared_by_hand", ymd_text(s->warning->cleared_on_date, on),
		*s->cleared_by ? s->cleared_by : "local", s->clear_reason, NULL);
	put_files(c, s->clear_evidence, s->n_clear_evidence);
}

/* From where it came back, what people did about it, and what counts under it. */
static void put_life(struct cli *c, const Duban__WarningShowReply *s)
{
	char times[TEXT_ROOM];
	if (s->warning->reopened) {
		(void)snprintf(times, sizeof times, "%u", s->warning->reopened);
		cli_say(c, "warning.reopened_from", times, s->reopened_from, s->reopen_reason,
			NULL);
	}
	put_acked(c, s);
	put_answer(c, s);
	put_clearing(c, s);
	for (size_t i = 0; i < s->n_follower; i++)
		cli_say(c, "warning.follower", s->follower[i], NULL);
}

static int print_show(struct cli *c, const Duban__Reply *r)
{
	_cleanup_(rows_done) struct rows rows = {};
	const Duban__WarningShowReply *s = r->warning_show;
	if (!s->warning)
		return 0;
	if (rows_add(&rows, s->warning) < 0)
		return -ENOMEM;
	int rc = warning_table(c, &rows);
	if (rc == 0)
		put_life(c, s);
	if (rc == 0 && s->inputs)
		put_inputs(c, s->inputs);
	if (rc == 0 && *s->warning->kind && *s->page)
		cli_say(c, "warning.page", s->page, NULL);
	return rc;
}

static int json_show(struct cli *c, const Duban__Reply *r)
{
	static const char *const life[] = {
	    "acked_at",	      "acked_unit",    "ack_note",	  "answered_by", "answered_unit",
	    "answered_at",    "answer",	       "answer_evidence", "cleared_by",	 "clear_reason",
	    "clear_evidence", "reopened_from", "reopen_reason",	  "follower"};
	const Duban__WarningShowReply *s = r->warning_show;
	struct json j = {.out = stdout};
	int rc = cli_names(c, s->warning ? s->warning->project : NULL, &j.names);
	if (rc != 0)
		return rc;
	json_object(&j, NULL);
	if (s->warning)
		json_fields(&j, &s->warning->base);
	json_field(&j, "times", &s->base, "times");
	json_field(&j, "inputs", &s->base, "inputs");
	json_field(&j, "page", &s->base, "page");
	for (size_t i = 0; i < sizeof life / sizeof *life; i++)
		json_field(&j, life[i], &s->base, life[i]);
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static const struct verb_option list_options[] = {
    {"all", NULL, "include warnings that were cleared (销号)"},
    {"project", "CODE", "of this project"},
    {"unit", "UNIT", "of this unit and all units below it"},
    {"level", "note|yellow|red", "of this level only"},
    {"rule", "W01,W02", "of these rules only"},
    {"rule-changed", NULL,
     "what a newer duband's rules alone lit or cleared (规则调整); for the office"},
    {"clock-repaired", NULL, "what a repair of the clock withdrew or lit again (时钟校正)"},
    {"list", "LIST", "of this list's projects"},
    {"category", "NAME", "of projects in this category or one below it"},
    {"since", "DATE", "whose condition began on this day or later"},
    {"as-of", "DATE", "as they were at the end of that day, by what is known today (当日实况)"},
    {"as-known", "DATE", "as they were recorded by the end of that day (当日所知)"},
    {"by", "unit|rule|list|leader", "count them by responsible unit, rule, list or leader"},
    OUT_OPTION,
    {},
};

VERB(warning_list, .noun = "warning", .verb = "list", .args = "", .options = list_options,
     .requests = "warning_list",
     .help = "list open lamps and reminders (红黄灯, 提前提醒), worst first", .run = run_list);
FORM(show, WARNING_SHOW, .words = "id");
VERB(warning_show, .noun = "warning", .verb = "show", .args = "ID", .form = &form_show,
     .help = "one warning and what raised it", .print = print_show, .json = json_show);
