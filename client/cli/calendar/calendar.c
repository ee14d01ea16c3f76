/* Working days (工作日): the date that a number of them leads to. */
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "text/date.h"
#include "text/room.h"

static int print_due(struct cli *c, const Duban__Reply *r)
{
	char due[TEXT_ROOM];
	ymd_text(r->calendar_due->due_date, due);
	cli_say(c, r->calendar_due->provisional ? "calendar.provisional" : "calendar.due", due,
		NULL);
	return 0;
}

FORM(due, CALENDAR_DUE, .words = "from_date workdays");
VERB(calendar_due, .noun = "calendar", .verb = "due", .args = "FROM N", .form = &form_due,
     .help = "the N-th working day (工作日) after FROM", .print = print_due);
