#include "client/cli/list/totals.h"

#include <stdio.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "text/date.h"
#include "text/money.h"
#include "text/room.h"

static const char *number(uint32_t n, char *buf)
{
	(void)snprintf(buf, TEXT_ROOM, "%u", n);
	return buf;
}

static const char *yi(const Duban__Money *m, char *buf)
{
	return m ? money_text_exact(m->fen, MONEY_UNIT_YI, buf) : "-";
}

/* 第一批 579 + 调入 16 − 调出 9 = 586. Withdrawn projects are counted in the batch they came with;
 * all batches after the first count as moved in. */
static void put_batches(const Duban__ImportTotals *t)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < t->n_batch; i++) {
		const Duban__GroupTotal *b = t->batch[i];
		sum += b->projects;
		(void)printf("%s%s%s%s %u", i ? " + " : "  ", i ? message("totals.moved_in") : "",
			     i ? " " : "", *b->name ? b->name : message("totals.no_batch"),
			     b->projects);
	}
	if (t->withdrawn)
		(void)printf(" − %s %u", message("totals.withdrawn"), t->withdrawn);
	/* If there are projects without a batch, the batches do not add up to the total: they are
	 * only listed. */
	if (t->n_batch > 0 && sum - t->withdrawn == t->projects)
		(void)printf(" = %u", t->projects);
	if (t->n_batch > 0)
		(void)fputc('\n', stdout);
}

void totals_print(struct cli *c, const Duban__ImportTotals *t)
{
	char a[TEXT_ROOM], b[TEXT_ROOM], d[TEXT_ROOM];
	put_batches(t);
	(void)fputs("  ", stdout);
	cli_say(c, "totals.sums", number(t->projects, a), yi(t->total, b), yi(t->plan, d), NULL);
	(void)fputs("  ", stdout);
	cli_say(c, "totals.stages", number(t->implementing, a), number(t->planned_starts, b),
		number(t->early, d), NULL);
	for (size_t i = 0; i < t->n_list; i++) {
		(void)fputs("  ", stdout);
		cli_say(c, "totals.list", t->list[i]->name, number(t->list[i]->projects, a),
			yi(t->list[i]->total, b), yi(t->list[i]->plan, d), NULL);
	}
}

static int print_totals(struct cli *c, const Duban__Reply *r)
{
	char day[TEXT_ROOM], n[TEXT_ROOM];
	if (r->body_case != DUBAN__REPLY__BODY_LIST_TOTALS || !r->list_totals->totals)
		return cli_fail(c, CLI_LOCAL, "import.bad_reply", NULL);
	const Duban__ListTotalsReply *b = r->list_totals;
	(void)ymd_text(b->at_date, day);
	if (*b->list)
		cli_say(c, "totals.of_list", b->list, day, NULL);
	else
		cli_say(c, "totals.of_all", day, NULL);
	totals_print(c, b->totals);
	if (b->unplanned)
		cli_say(c, "totals.unplanned", number(b->unplanned, n), NULL);
	if (b->stage_unknown)
		cli_say(c, "totals.stage_unknown", number(b->stage_unknown, n), NULL);
	return 0;
}

static const struct verb_option totals_options[] = {
    {"at", "DATE", "at the end of that day; today if not given"},
    {"unit", "UNIT", "projects of this unit and all units below it"},
    {},
};
FORM(list_totals, LIST_TOTALS, .words = "list");
VERB(list_totals, .noun = "list", .verb = "totals", .args = "[LIST]", .form = &form_list_totals,
     .options = totals_options, .print = print_totals,
     .help = "control totals (控制数) of a list, or of all projects, on any day");
