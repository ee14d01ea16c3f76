/* `warning ahead`: what will light within some days if nothing more is recorded. The first import
 * of projects ends with it. */
#include "client/cli/warning/ahead.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "text/room.h"

enum { RULES_MAX = 64, DAYS_DEFAULT = 10 };

struct ahead {
	unsigned days;
	bool lit;
	size_t n;
	struct ahead_row {
		const char *rule, *file; /* of a reply that the run keeps */
		uint32_t projects, yellow, red;
	} row[RULES_MAX];
};

static void ahead_freep(struct ahead **a)
{
	ahead_free(*a);
}

static void add(struct ahead *a, const Duban__WarningAheadRow *w)
{
	size_t i = 0;
	while (i < a->n && strcmp(a->row[i].rule, w->rule) != 0)
		i++;
	if (i == RULES_MAX)
		return;
	if (i == a->n)
		a->row[a->n++] = (struct ahead_row){.rule = w->rule, .file = w->file};
	a->row[i].projects += w->projects;
	a->row[i].yellow += w->yellow;
	a->row[i].red += w->red;
}

static int by_rule(const void *a, const void *b)
{
	return strcmp(((const struct ahead_row *)a)->rule, ((const struct ahead_row *)b)->rule);
}

int ahead_ask(struct cli *c, const struct ahead_asked *asked, struct ahead **ret)
{
	Duban__WarningAheadRequest q = DUBAN__WARNING_AHEAD_REQUEST__INIT;
	_cleanup_(ahead_freep) struct ahead *a = calloc(1, sizeof *a);
	if (!a)
		return -ENOMEM;
	a->days = asked->days ? asked->days : DAYS_DEFAULT;
	a->lit = asked->lit;
	q.days = a->days;
	q.lit = a->lit;
	q.list = cli_loose(asked->list);
	q.unit = cli_loose(asked->unit);
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, WARNING_AHEAD, warning_ahead, &q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->warning_ahead->n_row; i++)
			add(a, r->warning_ahead->row[i]);
		q.after = r->warning_ahead->next;
	} while (q.after);
	qsort(a->row, a->n, sizeof *a->row, by_rule);
	*ret = TAKE_PTR(a);
	return 0;
}

void ahead_free(struct ahead *a)
{
	free(a);
}

void ahead_print(struct cli *c, const struct ahead *a)
{
	char days[TEXT_ROOM], n[3][TEXT_ROOM], code[TEXT_ROOM];
	(void)snprintf(days, sizeof days, "%u", a->days);
	cli_say(c, !a->n ? "ahead.none" : a->lit ? "ahead.head_lit" : "ahead.head", days, NULL);
	for (size_t i = 0; i < a->n; i++) {
		const struct ahead_row *w = &a->row[i];
		(void)snprintf(n[0], TEXT_ROOM, "%u", w->projects);
		(void)snprintf(n[1], TEXT_ROOM, "%u", w->yellow);
		(void)snprintf(n[2], TEXT_ROOM, "%u", w->red);
		(void)snprintf(code, sizeof code, "ahead.%s", w->rule);
		(void)fputs("  ", stdout);
		cli_say(c, code, n[0], w->file, n[1], n[2], NULL);
	}
}

void ahead_json(struct json *j, const char *key, const struct ahead *a)
{
	json_object(j, key);
	json_uint(j, "days", a->days);
	json_bool(j, "lit", a->lit);
	json_array(j, "rules");
	for (size_t i = 0; i < a->n; i++) {
		json_object(j, NULL);
		json_text(j, "rule", a->row[i].rule);
		json_uint(j, "projects", a->row[i].projects);
		json_uint(j, "yellow", a->row[i].yellow);
		json_uint(j, "red", a->row[i].red);
		json_text(j, "file", a->row[i].file);
		json_end_object(j);
	}
	json_end_array(j);
	json_end_object(j);
}

static int run(struct cli *c)
{
	_cleanup_(ahead_freep) struct ahead *a = NULL;
	struct ahead_asked asked = {.list = cli_option(c, "list"),
				    .unit = cli_option(c, "unit"),
				    .lit = cli_flag(c, "lit")};
	int r = cli_number(c, "days", AHEAD_DAYS_MAX, &asked.days);
	if (r == 0)
		r = ahead_ask(c, &asked, &a);
	if (r != 0)
		return r;
	c->reply = NULL; /* printed here, not by its descriptor */
	if (!c->json) {
		ahead_print(c, a);
		return 0;
	}
	struct json j = {.out = stdout};
	ahead_json(&j, NULL, a);
	(void)fputc('\n', stdout);
	return 0;
}

static const struct verb_option options[] = {
    {"days", "N", "how many days ahead; 10 if not given"},
    {"lit", NULL, "also those that are lit already"},
    {"list", "LIST", "of this list's projects"},
    {"unit", "UNIT", "of the projects of this unit and all units below it"},
    {},
};
VERB(warning_ahead, .noun = "warning", .verb = "ahead", .args = "", .options = options,
     .requests = "warning_ahead", .run = run,
     .help = "which lamps will light if nothing more is recorded, and which file keeps them dark");
