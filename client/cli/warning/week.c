/* `warning week`: what a unit talks about on its weekly meeting: the lamps that are new, still lit,
 * and cleared since Monday, who is to act, and since when. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/document/paper.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "client/cli/warning/warning.h"
#include "proto/cleanup.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/room.h"

/* In the order in which they are listed. */
enum week_part { PART_NEW, PART_STILL, PART_CLEARED, PARTS };
static const char *const part_names[PARTS] = {"new", "still", "cleared"};

struct week {
	struct cli *c;
	uint32_t since, today; /* yyyymmdd */
	int64_t since_at;
	struct rows rows[PARTS];
};

/* Worse than before counts as new: yellow before the week, red in it. */
static enum week_part part_of(const struct week *w, const Duban__WarningRow *row)
{
	if (row->state == WARNING_STATE(CLEARED))
		return PART_CLEARED;
	return row->lit_at >= w->since_at ? PART_NEW : PART_STILL;
}

static int read_days(struct week *w)
{
	static Duban__StatusRequest q = DUBAN__STATUS_REQUEST__INIT;
	const Duban__Reply *r;
	int rc = CLI_ASK(w->c, STATUS, status, &q, &r);
	if (rc != 0)
		return rc;
	date_t today = date_at(r->status_reply->now, r->status_reply->zone_minutes);
	w->today = date_ymd(today);
	w->since = date_ymd(today - date_weekday(today));
	rc = cli_date(w->c, "since", &w->since);
	w->since_at = date_start(date_from_ymd(w->since), r->status_reply->zone_minutes);
	return rc;
}

/* It went out because another lamp about the same took its place, or because only a wrong clock had
 * lit it: nothing was cleared. */
static bool not_cleared(const Duban__WarningRow *row)
{
	return row->cause == CLEAR_CAUSE(SUPERSEDED) || row->cause == CLEAR_CAUSE(CARRIED) ||
	       row->cause == CLEAR_CAUSE(CLOCK_REPAIRED);
}

static int gather(struct week *w)
{
	Duban__WarningListRequest q = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Level lamps[] = {LEVEL(YELLOW), LEVEL(RED)};
	_cleanup_(rows_done) struct rows all = {};
	q.changed_date = w->since;
	q.unit = cli_loose(cli_option(w->c, "unit"));
	q.list = cli_loose(cli_option(w->c, "list"));
	q.level = lamps;
	q.n_level = 2;
	int r = warning_gather(w->c, &q, &all);
	for (size_t i = 0; i < all.n && r == 0; i++)
		if (!not_cleared(all.row[i]))
			r = rows_add(&w->rows[part_of(w, all.row[i])], all.row[i]);
	for (int k = 0; k < PARTS; k++)
		warning_sort(&w->rows[k]);
	return r;
}

static void put_json(struct week *w, const struct json_names *names)
{
	struct json j = {.out = stdout, .names = names};
	json_object(&j, NULL);
	json_date(&j, "since", w->since);
	json_date(&j, "until", w->today);
	for (int k = 0; k < PARTS; k++) {
		json_array(&j, part_names[k]);
		for (size_t i = 0; i < w->rows[k].n; i++)
			json_message(&j, NULL, w->rows[k].row[i]);
		json_end_array(&j);
	}
	json_end_object(&j);
	(void)fputc('\n', stdout);
}

static void put_row(struct week *w, struct print_table *t, enum week_part part,
		    const Duban__WarningRow *row)
{
	char cleared[TEXT_ROOM];
	const char *cause = wire_enum_name(&duban__clear_cause__descriptor, (int)row->cause);
	table_cell(t, message_term("week", part_names[part]));
	if (part == PART_CLEARED)
		table_lamp_out(t, message_term("level", wire_enum_name(&duban__level__descriptor,
								       (int)row->level)));
	else
		table_lamp(t, wire_enum_name(&duban__level__descriptor, (int)row->level));
	table_cellf(t, "%s %s", row->rule, message_term("rule", row->rule));
	table_cellf(t, "%s %s", row->project, row->project_name);
	if (row->link)
		table_cellf(t, "%u %s", row->link, row->link_name);
	else
		table_cell(t, row->subject_name);
	table_cell(t, row->unit_name);
	table_cell(t, strcmp(row->turn_unit, row->unit) != 0 ? warning_turn(row) : "");
	table_cell(t, row->leader);
	table_cell(t, row->person);
	table_date(t, date_ymd(date_at(row->since_at, w->c->zone_minutes)));
	table_date(t, row->due_date);
	table_number(t, row->days_late);
	if (part == PART_CLEARED)
		table_cellf(t, "%s %s", ymd_text(row->cleared_on_date, cleared),
			    message_term("clear_cause", cause));
	else
		table_cell(t, "");
}

/* One delay is counted once, under its root: "3", or "3（另 2 盏随其滞后）". */
static void count_text(const struct rows *rows, char buf[TEXT_ROOM])
{
	size_t roots = 0;
	for (size_t i = 0; i < rows->n; i++) {
		const Duban__WarningRow *row = rows->row[i];
		roots += strcmp(row->root, row->id) == 0;
	}
	(void)snprintf(buf, TEXT_ROOM, "%zu", roots);
	if (roots == rows->n)
		return;
	char followers[TEXT_ROOM];
	(void)snprintf(followers, sizeof followers, "%zu", rows->n - roots);
	_cleanup_free_ char *text =
	    message_text("week.followers", (const char *const[]){buf, followers}, 2);
	if (text)
		(void)snprintf(buf, TEXT_ROOM, "%s", text);
}

/* "市住建局红黄灯周报（2020-03-02 至 2020-03-05）：新增 3，在亮 12，销号 2" */
static int put_title(struct week *w, struct print_table *t)
{
	char from[TEXT_ROOM], to[TEXT_ROOM], n[PARTS][TEXT_ROOM];
	const char *unit = cli_option(w->c, "unit");
	for (int k = 0; k < PARTS; k++)
		count_text(&w->rows[k], n[k]);
	const char *arg[] = {unit ? cli_unit_name(w->c, unit) : message("week.all"),
			     ymd_text(w->since, from),
			     ymd_text(w->today, to),
			     n[PART_NEW],
			     n[PART_STILL],
			     n[PART_CLEARED]};
	size_t n_arg = sizeof arg / sizeof *arg;
	_cleanup_free_ char *title = message_text("week.title", arg, n_arg);
	_cleanup_free_ char *heading = message_text("week.document_title", arg, n_arg);
	arg[1] = paper_day(w->since, message_chinese(), from);
	arg[2] = paper_day(w->today, message_chinese(), to);
	_cleanup_free_ char *lead = message_text("week.document_lead", arg, n_arg);
	if (!title || !heading || !lead)
		return -ENOMEM;
	table_title(t, title);
	table_document(t, heading, lead);
	return 0;
}

static int put_table(struct week *w)
{
	static const char *const heads[] = {"week", "lamp",	  "rule",    "project", "link",
					    "unit", "turn",	  "leader",  "person",	"since",
					    "due",  ">days_late", "cleared", NULL};
	struct print_table *t = table_new(heads);
	int r = t ? put_title(w, t) : -ENOMEM;
	for (int k = 0; k < PARTS && r == 0; k++)
		for (size_t i = 0; i < w->rows[k].n; i++)
			put_row(w, t, (enum week_part)k, w->rows[k].row[i]);
	if (r == 0) {
		table_drop_empty(t);
		r = cli_table(w->c, t);
	}
	table_free(t);
	return r;
}

static int run(struct cli *c)
{
	struct week w = {.c = c};
	const struct json_names *names = NULL;
	int zone, r = read_days(&w);
	if (r == 0)
		r = cli_zone(c, &zone);
	if (r == 0)
		r = gather(&w);
	if (r == 0 && cli_json(c)) {
		r = cli_names(c, NULL, &names);
		if (r == 0)
			put_json(&w, names);
	} else if (r == 0) {
		r = put_table(&w);
	}
	c->reply = NULL;
	for (int k = 0; k < PARTS; k++)
		rows_done(&w.rows[k]);
	return r;
}

static const struct verb_option options[] = {
    {"unit", "UNIT", "of this unit and all units below it"},
    {"list", "LIST", "of this list's projects"},
    {"since", "DATE", "since this day; Monday of this week if not given"},
    OUT_OPTION,
    {},
};
VERB(warning_week, .noun = "warning", .verb = "week", .args = "", .options = options,
     .requests = "warning_list", .run = run,
     .help = "lamps that are new, still lit and cleared since Monday, and who is to act (周报)");
