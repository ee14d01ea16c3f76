/* The state of the daemon: its journal's last event, its clock, the number of open lamps. */
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "text/date.h"
#include "text/room.h"

static int run_status(struct cli *c)
{
	Duban__StatusRequest q = DUBAN__STATUS_REQUEST__INIT;
	int r = CLI_ASK(c, STATUS, status, &q, NULL);
	if (r == 0) {
		c->zone_known = true;
		c->zone_minutes = c->reply->status_reply->zone_minutes;
	}
	return r;
}

static void print_rebuilt(struct cli *c, const Duban__Rebuilt *b)
{
	char n[4][24];
	const uint64_t v[] = {b->events, b->took_ms, b->contacts_kept, b->contacts_had};
	for (size_t i = 0; i < 4; i++)
		(void)snprintf(n[i], sizeof n[i], "%llu", (unsigned long long)v[i]);
	cli_say(c, "status.rebuilt", n[0], n[1], n[2], n[3], b->why, NULL);
	if (b->contacts_lost)
		cli_say(c, "status.rebuilt_contacts", NULL);
}

static int print_status(struct cli *c, const Duban__Reply *r)
{
	const Duban__StatusReply *s = r->status_reply;
	char now[TEXT_ROOM], n[4][24], space[24];
	(void)snprintf(n[0], sizeof n[0], "%u", s->projects);
	(void)snprintf(n[1], sizeof n[1], "%u", s->open_red);
	(void)snprintf(n[2], sizeof n[2], "%u", s->open_yellow);
	(void)snprintf(n[3], sizeof n[3], "%llu", (unsigned long long)s->head);
	(void)snprintf(space, sizeof space, "%llu",
		       (unsigned long long)(s->free_bytes / (1024 * 1024)));
	cli_say(c, "status.head", s->version, message_term("daemon_state", s->state),
		moment_text(s->now, s->zone_minutes, now),
		s->simulated ? message("clock.word_simulated") : "", NULL);
	cli_say(c, "status.lamps", n[0], n[1], n[2], NULL);
	cli_say(c, "status.store", n[3], s->epoch, space, NULL);
	if (s->free_bytes < s->reserve_bytes) {
		(void)snprintf(n[0], sizeof n[0], "%llu",
			       (unsigned long long)(s->reserve_bytes / (1024 * 1024)));
		cli_say(c, "status.space", space, n[0], NULL);
	}
	if (s->rebuilt)
		print_rebuilt(c, s->rebuilt);
	(void)snprintf(n[0], sizeof n[0], "%llu", (unsigned long long)s->denied);
	cli_say(c, "status.asker", s->principal, message_term("role", s->role),
		*s->unit ? cli_unit_name(c, s->unit) : "-", n[0], NULL);
	return 0;
}

VERB(status, .noun = "status", .args = "", .requests = "status",
     .help = "the daemon, its clock, open lamps, and who is asking", .run = run_status,
     .print = print_status);
