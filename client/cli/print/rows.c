#include "client/cli/print/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/import/columns.h"
#include "client/cli/print/out.h"
#include "client/cli/print/table.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/money.h"
#include "text/room.h"

int rows_add(struct rows *r, const void *row)
{
	if (r->n == r->room) {
		size_t room = r->room ? r->room * 2 : 64;
		const void **more = reallocarray(r->row, room, sizeof *more);
		if (!more)
			return -ENOMEM;
		r->row = more;
		r->room = room;
	}
	r->row[r->n++] = row;
	return 0;
}

void rows_done(struct rows *r)
{
	free(r->row);
	*r = (struct rows){};
}

static int order(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int worse_warning(const void *pa, const void *pb)
{
	const Duban__WarningRow *a = *(const Duban__WarningRow *const *)pa;
	const Duban__WarningRow *b = *(const Duban__WarningRow *const *)pb;
	int r = order(a->state, b->state);
	if (r == 0)
		r = order(b->level, a->level);
	if (r == 0)
		r = order(b->days_late, a->days_late);
	if (r == 0)
		r = order(a->due_date, b->due_date);
	if (r == 0)
		r = strcmp(a->project, b->project);
	if (r == 0)
		r = order(a->link, b->link);
	return r ? r : strcmp(a->id, b->id);
}

void warning_sort(struct rows *r)
{
	if (r->n > 0)
		qsort(r->row, r->n, sizeof *r->row, worse_warning);
}

/* The day; "" if the warning never had that level. */
static const char *level_since(struct cli *c, int64_t at, char room[TEXT_ROOM])
{
	return at ? ymd_text(date_ymd(date_at(at, c->zone_minutes)), room) : "";
}

const char *warning_turn(const Duban__WarningRow *w)
{
	if (w->turn == DUBAN__TURN__TURN_OFFICE)
		return message("turn.office");
	return *w->turn_unit_name ? w->turn_unit_name : w->turn_unit;
}

/* What was done about it by hand; "" is nothing. */
static const char *handling_text(const Duban__WarningRow *w)
{
	if (w->handling)
		return message_term(
		    "handling_state",
		    wire_enum_name(&duban__handling_state__descriptor, (int)w->handling));
	return w->reopened ? message("warning.reopened") : "";
}

static void warning_cells(struct cli *c, struct print_table *t, const Duban__WarningRow *w)
{
	char due[TEXT_ROOM], since[TEXT_ROOM], on[TEXT_ROOM];
	const char *cause = wire_enum_name(&duban__clear_cause__descriptor, (int)w->cause);
	table_lamp(t, wire_enum_name(&duban__level__descriptor, (int)w->level));
	table_cellf(t, "%s %s", w->rule, message_term("rule", w->rule));
	if (*w->project)
		table_cellf(t, "%s %s", w->project, w->project_name);
	else
		table_cell(t, "");
	if (w->link)
		table_cellf(t, "%u %s", w->link, w->link_name);
	else if (*w->kind)
		table_cellf(t, "%s %u %s", message_term("subject", w->kind), w->number,
			    w->subject_name);
	else
		table_cell(t, "");
	table_cell(t, w->unit_name && *w->unit_name ? w->unit_name : w->unit);
	table_cell(t, warning_turn(w));
	table_cell(t, w->leader);
	table_cell(t, w->person);
	if (w->provisional)
		table_cellf(t, "%s?", ymd_text(w->due_date, due));
	else
		table_date(t, w->due_date);
	table_number(t, w->days_late);
	table_cell(t, moment_text(w->since_at, c->zone_minutes, since));
	table_cell(t, level_since(c, w->yellow_since_at, since));
	table_cell(t, level_since(c, w->red_since_at, since));
	if (w->state == DUBAN__WARNING_STATE__WARNING_STATE_CLEARED)
		table_cellf(t, "%s %s %s", message("warning_state.cleared"),
			    message_term("clear_cause", cause), ymd_text(w->cleared_on_date, on));
	else
		table_cell(t, w->frozen ? message("warning_state.frozen")
					: message("warning_state.open"));
	table_cell(t, handling_text(w));
	table_cell(t, w->acked_by);
	table_date(t, w->acked_until_date);
	table_cell(t, strcmp(w->root, w->id) != 0 ? w->root : "");
	table_cell(t, w->id);
}

int warning_table(struct cli *c, const struct rows *r)
{
	static const char *const heads[] = {
	    "lamp",	"rule",	    "project",	   "link",  "unit",	    "turn",	 "leader",
	    "person",	"due",	    ">days_late",  "since", "yellow_since", "red_since", "state",
	    "handling", "acked_by", "acked_until", "root",  "warning_id",   NULL};
	enum { HANDLING_COLUMN = 14 };
	int zone, rc = cli_zone(c, &zone);
	if (rc != 0)
		return rc;
	struct print_table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < r->n; i++)
		warning_cells(c, t, r->row[i]);
	table_drop_empty_from(t, HANDLING_COLUMN);
	rc = cli_table(c, t);
	table_free(t);
	return rc;
}

static int worse_project(const void *pa, const void *pb)
{
	const Duban__ProjectRow *a = *(const Duban__ProjectRow *const *)pa;
	const Duban__ProjectRow *b = *(const Duban__ProjectRow *const *)pb;
	int r = order(b->level, a->level);
	if (r == 0)
		r = order(b->open_red, a->open_red);
	if (r == 0)
		r = order(b->open_yellow, a->open_yellow);
	return r ? r : strcmp(a->code, b->code);
}

void project_sort(struct rows *r)
{
	if (r->n > 0)
		qsort(r->row, r->n, sizeof *r->row, worse_project);
}

int project_money_unit(struct cli *c, const char **ret)
{
	const char *s = cli_option(c, "in");
	const char *unit = s ? money_unit_name(money_unit_of(s)) : "亿元";
	if (!unit)
		return cli_fail(c, CLI_USAGE, "usage.money_unit", s, NULL);
	*ret = unit;
	return 0;
}

/* A file is read again by `import projects`: it has the heads of that file, and the year. */
static struct print_table *project_heads(bool file)
{
	static const char *const shown[] = {"lamp",   "code",  "project_name", "unit", "stage",
					    ">total", ">plan", ">yellow",      ">red", NULL};
	static const char *const filed[] = {"lamp",  "code",  "name",	 "unit", "stage", ">total",
					    ">plan", ">year", ">yellow", ">red", NULL};
	struct print_table *t = table_new(file ? filed : shown);
	if (t && file)
		table_head(t, 2, import_column_head("projects", "name"));
	return t;
}

int project_table(struct cli *c, const struct rows *r, const char *money_unit)
{
	bool file = cli_spreadsheet(c);
	struct print_table *t = project_heads(file);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < r->n; i++) {
		const Duban__ProjectRow *p = r->row[i];
		table_lamp(t, wire_enum_name(&duban__level__descriptor, (int)p->level));
		table_cell(t, p->code);
		table_cell(t, p->name);
		table_cell(t, *p->unit_name ? p->unit_name : p->unit);
		table_cell(t, message_term("stage", wire_enum_name(&duban__stage__descriptor,
								   (int)p->stage)));
		table_money(t, p->total ? &p->total->fen : NULL, money_unit);
		table_money(t, p->plan ? &p->plan->fen : NULL, money_unit);
		if (file)
			table_number(t, p->year);
		table_number(t, p->open_yellow);
		table_number(t, p->open_red);
	}
	int rc = cli_table(c, t);
	table_free(t);
	return rc;
}
