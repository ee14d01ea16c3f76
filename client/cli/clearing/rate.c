/* `clearing rate` (销号率): raised in a period, and of these cleared by its end. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/form.h"
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
#include "text/rate.h"

enum { DECIMALS_MAX = 1 };

struct rate_asked {
	Duban__ClearingRateRequest q;
	uint32_t decimals;
};

static int by_group(const void *a, const void *b)
{
	const Duban__ClearingRateRow *x = *(Duban__ClearingRateRow *const *)a;
	const Duban__ClearingRateRow *y = *(Duban__ClearingRateRow *const *)b;
	return strcmp(x->group, y->group);
}

/* Adds up the groups of the same key, which several pages may hold. */
static void merge(struct rows *rows)
{
	size_t n = 0;
	Duban__ClearingRateRow *last = NULL;
	if (rows->n > 1)
		qsort(rows->row, rows->n, sizeof *rows->row, by_group);
	for (size_t i = 0; i < rows->n; i++) {
		Duban__ClearingRateRow *g = (Duban__ClearingRateRow *)(uintptr_t)rows->row[i];
		if (!last || strcmp(last->group, g->group) != 0) {
			last = g;
			rows->row[n++] = g;
			continue;
		}
		last->raised += g->raised;
		last->cleared += g->cleared;
	}
	rows->n = n;
}

static int gather(struct cli *c, Duban__ClearingRateRequest *q, struct rows *rows)
{
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, CLEARING_RATE, clearing_rate, q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->clearing_rate->n_row; i++)
			if (rows_add(rows, r->clearing_rate->row[i]) < 0)
				return -ENOMEM;
		q->after = r->clearing_rate->next;
	} while (q->after.len > 0);
	c->reply = NULL;
	merge(rows);
	return 0;
}

static const char *rate(const struct rate_asked *a, const Duban__ClearingRateRow *g,
			char buf[RATE_TEXT_MAX])
{
	return a->decimals ? rate_text(g->cleared, g->raised, buf)
			   : rate_whole_text(g->cleared, g->raised, buf);
}

static void put_json(const struct rate_asked *a, const struct rows *rows)
{
	struct json j = {.out = stdout};
	char buf[RATE_TEXT_MAX];
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++) {
		const Duban__ClearingRateRow *g = rows->row[i];
		json_object(&j, NULL);
		json_text(&j, "group", *g->group ? g->group : NULL);
		json_text(&j, "name", *g->name ? g->name : NULL);
		json_uint(&j, "raised", g->raised);
		json_uint(&j, "cleared", g->cleared);
		json_decimal(&j, "rate", rate(a, g, buf));
		json_end_object(&j);
	}
	json_end_array(&j);
	(void)fputc('\n', stdout);
}

static void put_name(struct print_table *t, const struct rate_asked *a,
		     const Duban__ClearingRateRow *g)
{
	if (!*g->group)
		table_cell(t, message(a->q.by ? "warning.by_none" : "clearing.all"));
	else if (a->q.by == DUBAN__WARNING_BY__WARNING_BY_RULE)
		table_cellf(t, "%s %s", g->group, message_term("rule", g->group));
	else
		table_cell(t, *g->name ? g->name : g->group);
}

static int put_table(struct cli *c, const struct rate_asked *a, const struct rows *rows)
{
	static const char *const heads[] = {"group", ">raised_count", ">cleared_count",
					    ">clearing_rate", NULL};
	struct print_table *t = table_new(heads);
	char buf[RATE_TEXT_MAX];
	int r;
	if (!t)
		return -ENOMEM;
	if (a->q.by)
		table_head(t, 0, message_enum_term(&duban__warning_by__descriptor, (int)a->q.by));
	for (size_t i = 0; i < rows->n; i++) {
		const Duban__ClearingRateRow *g = rows->row[i];
		put_name(t, a, g);
		table_number(t, g->raised);
		table_number(t, g->cleared);
		table_cellf(t, "%s%%", rate(a, g, buf));
	}
	r = cli_table(c, t);
	table_free(t);
	return r;
}

static int read_words(struct cli *c, struct rate_asked *a)
{
	const char *by = cli_option(c, "by"), *count = cli_option(c, "count");
	if (by)
		a->q.by = (Duban__WarningBy)message_enum(&duban__warning_by__descriptor, by);
	if (by && !a->q.by)
		return cli_fail(c, CLI_USAGE, "usage.warning_by", by, NULL);
	if (count)
		a->q.count =
		    (Duban__ClearingCount)message_enum(&duban__clearing_count__descriptor, count);
	if (count && !a->q.count)
		return cli_fail(c, CLI_USAGE, "usage.clearing_count", count, NULL);
	return 0;
}

static int run(struct cli *c)
{
	struct rate_asked a = {.q = DUBAN__CLEARING_RATE_REQUEST__INIT, .decimals = DECIMALS_MAX};
	_cleanup_(rows_done) struct rows rows = {};
	int r = read_words(c, &a);
	a.q.list = cli_loose(cli_option(c, "list"));
	a.q.unit = cli_loose(cli_option(c, "unit"));
	if (r == 0)
		r = cli_date(c, "from", &a.q.from_date);
	if (r == 0)
		r = cli_date(c, "to", &a.q.to_date);
	if (r == 0)
		r = cli_number(c, "decimals", DECIMALS_MAX, &a.decimals);
	if (r == 0)
		r = gather(c, &a.q, &rows);
	if (r != 0)
		return r;
	if (!cli_json(c))
		return put_table(c, &a, &rows);
	put_json(&a, &rows);
	return 0;
}

static const struct verb_option options[] = {
    {"from", "DATE", "raised on this day or later"},
    {"to", "DATE", "raised, and cleared, by the end of this day"},
    {"by", "unit|rule|list|leader", "by responsible unit, rule, list or leader"},
    {"count", "lamps|projects", "count lamps, or projects whose lamps are all cleared"},
    {"list", "LIST", "of this list's projects"},
    {"unit", "UNIT", "of this unit and all units below it"},
    {"decimals", "0|1", "of the rate; 1 if not given"},
    OUT_OPTION,
    {},
};
VERB(clearing_rate, .noun = "clearing", .verb = "rate", .args = "", .options = options,
     .requests = "clearing_rate", .run = run,
     .help = "how many of the lamps raised in a period were cleared by its end (销号率)");
