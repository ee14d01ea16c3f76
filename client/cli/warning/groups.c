/* `warning list --by`: how many lamps each unit, rule, list or leader has. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "client/cli/warning/warning.h"
#include "proto/cleanup.h"

static int by_key(const void *a, const void *b)
{
	const Duban__WarningGroup *x = *(Duban__WarningGroup *const *)a;
	const Duban__WarningGroup *y = *(Duban__WarningGroup *const *)b;
	return strcmp(x->key, y->key);
}

/* Most red ones first, then most yellow ones. */
static int worst_first(const void *a, const void *b)
{
	const Duban__WarningGroup *x = *(Duban__WarningGroup *const *)a;
	const Duban__WarningGroup *y = *(Duban__WarningGroup *const *)b;
	if (x->red != y->red)
		return x->red > y->red ? -1 : 1;
	if (x->yellow != y->yellow)
		return x->yellow > y->yellow ? -1 : 1;
	return strcmp(x->key, y->key);
}

/* Adds up the groups of the same key, which several pages may hold. */
static void merge(struct rows *rows)
{
	size_t n = 0;
	Duban__WarningGroup *last = NULL;
	if (rows->n > 1)
		qsort(rows->row, rows->n, sizeof *rows->row, by_key);
	for (size_t i = 0; i < rows->n; i++) {
		Duban__WarningGroup *g = (Duban__WarningGroup *)(uintptr_t)rows->row[i];
		if (!last || strcmp(last->key, g->key) != 0) {
			last = g;
			rows->row[n++] = g;
			continue;
		}
		last->projects += g->projects;
		last->red += g->red;
		last->yellow += g->yellow;
		last->note += g->note;
		last->cleared += g->cleared;
		last->followers += g->followers;
	}
	rows->n = n;
	if (n > 1)
		qsort(rows->row, n, sizeof *rows->row, worst_first);
}

static int gather(struct cli *c, Duban__WarningListRequest *q, struct rows *rows)
{
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, WARNING_LIST, warning_list, q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->warning_list->n_group; i++)
			if (rows_add(rows, r->warning_list->group[i]) < 0)
				return -ENOMEM;
		q->after = r->warning_list->next;
	} while (q->after.len > 0);
	c->reply = NULL;
	merge(rows);
	return 0;
}

static void put_json(const struct rows *rows)
{
	struct json j = {.out = stdout};
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++) {
		const Duban__WarningGroup *g = rows->row[i];
		json_object(&j, NULL);
		json_text(&j, "key", g->key);
		json_text(&j, "name", g->name);
		json_uint(&j, "projects", g->projects);
		json_uint(&j, "red", g->red);
		json_uint(&j, "yellow", g->yellow);
		json_uint(&j, "note", g->note);
		json_uint(&j, "cleared", g->cleared);
		json_uint(&j, "followers", g->followers);
		json_end_object(&j);
	}
	json_end_array(&j);
	(void)fputc('\n', stdout);
}

/* The group's name with its key, where that tells more; a rule has a term in the user's language.
 */
static void put_name(struct print_table *t, const Duban__WarningGroup *g, Duban__WarningBy by)
{
	if (!*g->key)
		table_cell(t, message("warning.by_none"));
	else if (by == DUBAN__WARNING_BY__WARNING_BY_RULE)
		table_cellf(t, "%s %s", g->key, message_term("rule", g->key));
	else
		table_cell(t, *g->name ? g->name : g->key);
}

int warning_groups_print(struct cli *c, Duban__WarningListRequest *q)
{
	static const char *const heads[] = {
	    "group",	      ">red",	    ">yellow",	 ">reminders",
	    ">cleared_count", ">followers", ">projects", NULL};
	_cleanup_(rows_done) struct rows rows = {};
	int r = gather(c, q, &rows);
	if (r != 0)
		return r;
	if (cli_json(c)) {
		put_json(&rows);
		return 0;
	}
	struct print_table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	table_head(t, 0, message_enum_term(&duban__warning_by__descriptor, (int)q->by));
	for (size_t i = 0; i < rows.n; i++) {
		const Duban__WarningGroup *g = rows.row[i];
		put_name(t, g, q->by);
		table_number(t, g->red);
		table_number(t, g->yellow);
		table_number(t, g->note);
		table_number(t, g->cleared);
		table_number(t, g->followers);
		table_number(t, g->projects);
	}
	table_drop_empty(t);
	r = cli_table(c, t);
	table_free(t);
	return r;
}
