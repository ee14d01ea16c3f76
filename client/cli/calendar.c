/* Working days (工作日): what a number of them adds up to. */
#include "client/cli/cli.h"
#include "client/cli/text.h"
#include "proto/limits.h"

static int run_due(struct cli *c)
{
	Duban__CalendarDueRequest q = DUBAN__CALENDAR_DUE_REQUEST__INIT;
	if (!text_parse_date(cli_word(c, 0), &q.from_date))
		return cli_fail(c, CLI_USAGE, "usage.date", "FROM", cli_word(c, 0), NULL);
	if (!text_parse_number(cli_word(c, 1), LIMIT_DAYS_MAX, &q.workdays))
		return cli_fail(c, CLI_USAGE, "usage.number", "N", cli_word(c, 1), NULL);
	return CLI_ASK(c, CALENDAR_DUE, calendar_due, &q, NULL);
}

static int print_due(struct cli *c, const Duban__Reply *r)
{
	char due[TEXT_ROOM];
	text_date(r->calendar_due->due_date, due);
	cli_say(c, r->calendar_due->provisional ? "calendar.provisional" : "calendar.due", due,
		NULL);
	return 0;
}

VERB(calendar_due, .noun = "calendar", .verb = "due", .args = "FROM N", .min = 2, .max = 2,
     .requests = "calendar_due", .help = "the N-th working day (工作日) after FROM", .run = run_due,
     .print = print_due);
