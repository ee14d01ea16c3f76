/* The office's clock: the machine's, or in a simulated store one that is set by hand. */
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "duban.h"
#include "text/date.h"
#include "text/room.h"

/* Setting the clock forward evaluates everything due on the way, which can take long for a year. */
#define WALK_TIMEOUT_MS (30 * 60 * 1000)

static int print_show(struct cli *c, const Duban__Reply *r)
{
	char now[TEXT_ROOM], wall[TEXT_ROOM], next[TEXT_ROOM];
	const Duban__ClockShowReply *s = r->clock_show;
	cli_say(c, s->simulated ? "clock.now_simulated" : "clock.now_real",
		moment_text(s->now, s->zone_minutes, now),
		moment_text(s->wall, s->zone_minutes, wall), NULL);
	if (s->next_at)
		cli_say(c, "clock.next", moment_text(s->next_at, s->zone_minutes, next), NULL);
	if (s->waiting)
		cli_say(c, "clock.waiting", NULL);
	return 0;
}

static int run_set(struct cli *c)
{
	Duban__ClockSetRequest q = DUBAN__CLOCK_SET_REQUEST__INIT;
	int zone, r = cli_zone(c, &zone);
	if (r != 0)
		return r;
	if (!moment_parse(cli_word(c, 0), zone, &q.to_at))
		return cli_fail(c, CLI_USAGE, "usage.instant", cli_word(c, 0), NULL);
	if (!cli_option(c, "timeout"))
		duban_set_timeout(c->d, WALK_TIMEOUT_MS);
	return CLI_ASK(c, CLOCK_SET, clock_set, &q, NULL);
}

FORM(show, CLOCK_SHOW);
VERB(clock_show, .noun = "clock", .verb = "show", .args = "", .form = &form_show,
     .help = "show the office's time and when the next warning may be raised", .print = print_show);
VERB(clock_set, .noun = "clock", .verb = "set", .args = "YYYY-MM-DDTHH:MM", .min = 1, .max = 1,
     .requests = "clock_set",
     .help = "set the clock of a simulated store (模拟) forward to this time", .run = run_set);
FORM(accept, CLOCK_ACCEPT);
VERB(clock_accept, .noun = "clock", .verb = "accept", .args = "", .form = &form_accept,
     .help = "confirm that the machine's clock is right after a jump, so that duband goes on");
