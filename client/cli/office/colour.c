/* `unit colour`: the worst lamp of each unit, leader or department, and how many it has. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"

static int by_name(const void *a, const void *b)
{
	const Duban__UnitColour *x = *(Duban__UnitColour *const *)a;
	const Duban__UnitColour *y = *(Duban__UnitColour *const *)b;
	int by_unit = strcmp(x->unit, y->unit);
	return by_unit ? by_unit : strcmp(x->name, y->name);
}

static int worst_first(const void *a, const void *b)
{
	const Duban__UnitColour *x = *(Duban__UnitColour *const *)a;
	const Duban__UnitColour *y = *(Duban__UnitColour *const *)b;
	if (x->red != y->red)
		return x->red > y->red ? -1 : 1;
	if (x->yellow != y->yellow)
		return x->yellow > y->yellow ? -1 : 1;
	return by_name(a, b);
}

/* Adds up what several pages hold of the same one. */
static void merge(struct rows *rows)
{
	Duban__UnitColour *last = NULL;
	size_t n = 0;
	if (rows->n > 1)
		qsort(rows->row, rows->n, sizeof *rows->row, by_name);
	for (size_t i = 0; i < rows->n; i++) {
		Duban__UnitColour *u = (Duban__UnitColour *)(uintptr_t)rows->row[i];
		if (!last || by_name(&last, &u) != 0) {
			last = u;
			rows->row[n++] = u;
			continue;
		}
		if (u->level > last->level)
			last->level = u->level;
		last->red += u->red;
		last->yellow += u->yellow;
		last->projects += u->projects;
	}
	rows->n = n;
	if (n > 1)
		qsort(rows->row, n, sizeof *rows->row, worst_first);
}

static int gather(struct cli *c, Duban__UnitColourRequest *q, struct rows *rows)
{
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, UNIT_COLOUR, unit_colour, q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->unit_colour->n_colour; i++)
			if (rows_add(rows, r->unit_colour->colour[i]) < 0)
				return -ENOMEM;
		q->after = r->unit_colour->next;
	} while (q->after.len > 0);
	c->reply = NULL; /* printed here, not by its descriptor */
	merge(rows);
	return 0;
}

static const char *level_of(const Duban__UnitColour *u)
{
	return wire_enum_name(&duban__level__descriptor, (int)u->level);
}

static void put_json(const struct rows *rows)
{
	struct json j = {.out = stdout};
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++) {
		const Duban__UnitColour *u = rows->row[i];
		json_object(&j, NULL);
		json_text(&j, "unit", u->unit);
		json_text(&j, "name", u->name);
		json_text(&j, "level", level_of(u));
		json_uint(&j, "red", u->red);
		json_uint(&j, "yellow", u->yellow);
		json_uint(&j, "projects", u->projects);
		json_end_object(&j);
	}
	json_end_array(&j);
	(void)fputc('\n', stdout);
}

static int put_table(struct cli *c, const struct rows *rows, Duban__ColourBy by)
{
	static const char *const heads[] = {"group", "level", ">red", ">yellow", ">projects", NULL};
	struct print_table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	table_head(t, 0, message_enum_term(&duban__colour_by__descriptor, (int)by));
	for (size_t i = 0; i < rows->n; i++) {
		const Duban__UnitColour *u = rows->row[i];
		table_cell(t, u->name);
		table_lamp(t, level_of(u));
		table_number(t, u->red);
		table_number(t, u->yellow);
		table_number(t, u->projects);
	}
	int r = cli_table(c, t);
	table_free(t);
	return r;
}

static int run(struct cli *c)
{
	_cleanup_(rows_done) struct rows rows = {};
	Duban__UnitColourRequest q = DUBAN__UNIT_COLOUR_REQUEST__INIT;
	const char *by = cli_option(c, "by");
	q.unit = cli_loose(cli_option(c, "unit"));
	q.by = by ? (Duban__ColourBy)message_enum(&duban__colour_by__descriptor, by)
		  : DUBAN__COLOUR_BY__COLOUR_BY_UNIT;
	if (q.by == DUBAN__COLOUR_BY__COLOUR_BY_INVALID)
		return cli_fail(c, CLI_USAGE, "usage.colour_by", by, NULL);
	int r = gather(c, &q, &rows);
	if (r != 0)
		return r;
	if (!cli_json(c))
		return put_table(c, &rows, q.by);
	put_json(&rows);
	return 0;
}

static const struct verb_option options[] = {
    {"by", "unit|leader|department", "whose colour; of units if not given"},
    {"unit", "UNIT", "only this unit and those below it"},
    OUT_OPTION,
    {},
};
VERB(unit_colour, .noun = "unit", .verb = "colour", .args = "", .options = options,
     .requests = "unit_colour", .run = run,
     .help = "the worst lamp of each unit, leader or department (单位红黄灯), and how many");
