/* The office's clock: the machine's, or in a simulated store one that is set by hand. */
#include <inttypes.h>
#include <stdio.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "duban.h"
#include "proto/limits.h"
#include "text/date.h"
#include "text/room.h"
#include "text/usec.h"

/* Setting the clock forward evaluates everything due on the way, which can take long for a year. */
#define WALK_TIMEOUT_MS (30 * 60 * 1000)

static const char *const held_texts[] = {
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_JUMP] = "clock.waiting",
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_START] = "clock.waiting_start",
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_FLOOR] = "clock.waiting_floor",
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_CEILING] = "clock.waiting_ceiling",
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_RESTORED] = "clock.waiting_restored",
};

static int print_show(struct cli *c, const Duban__Reply *r)
{
	char now[TEXT_ROOM], wall[TEXT_ROOM], next[TEXT_ROOM];
	const Duban__ClockShowReply *s = r->clock_show;
	cli_say(c, s->simulated ? "clock.now_simulated" : "clock.now_real",
		moment_text(s->now, s->zone_minutes, now),
		moment_text(s->wall, s->zone_minutes, wall), NULL);
	if (s->next_at)
		cli_say(c, "clock.next", moment_text(s->next_at, s->zone_minutes, next), NULL);
	if (s->hold)
		cli_say(c, held_texts[s->hold], NULL);
	else if (s->waiting) /* an older duband does not say why */
		cli_say(c, held_texts[DUBAN__CLOCK_HOLD__CLOCK_HOLD_JUMP], NULL);
	else if (!s->simulated && s->now - s->wall > CLOCK_JUMP_SEC * USEC_PER_SEC)
		cli_say(c, "clock.behind", NULL);
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

static int print_repair(struct cli *c, const Duban__Reply *r)
{
	const Duban__ClockRepairReply *b = r->clock_repair;
	char from[TEXT_ROOM], to[TEXT_ROOM], last[TEXT_ROOM], n[24], more[24];
	cli_say(c, b->dry_run ? "clock.would_repair" : "clock.repaired",
		moment_text(b->from_at, b->zone_minutes, from),
		moment_text(b->to_at, b->zone_minutes, to), NULL);
	(void)snprintf(n, sizeof n, "%" PRIu64, b->events);
	if (b->last_at)
		cli_say(c, "clock.repair_events", moment_text(b->last_at, b->zone_minutes, last), n,
			NULL);
	else
		cli_say(c, "clock.repair_all", n, NULL);
	for (size_t i = 0; i < b->n_row; i++) {
		(void)snprintf(n, sizeof n, "%" PRIu32, b->row[i]->withdrawn);
		(void)snprintf(more, sizeof more, "%" PRIu32, b->row[i]->lowered);
		cli_say(c, "clock.repair_rule", b->row[i]->rule,
			message_term("rule", b->row[i]->rule), n, more, NULL);
	}
	return 0;
}

static const struct verb_option repair_options[] = {
    {"to", "YYYY-MM-DDTHH:MM",
     "the time to go back to: from the last right record until now by the machine's clock"},
    {"reason", "TEXT", "why the time was wrong; it is recorded"},
    {"dry-run", NULL, "show what would be withdrawn, change nothing (试运行)"},
    {},
};
FORM(repair, CLOCK_REPAIR, .need = "to");
VERB(clock_repair, .noun = "clock", .verb = "repair", .args = "", .form = &form_repair,
     .options = repair_options, .print = print_repair,
     .help = "take duban's time back from a wrong future and withdraw what it lit (校正)");
