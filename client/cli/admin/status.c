/* The state of the daemon: its journal's last event, its clock, the number of open lamps. */
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "duban.h"
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

static void print_damage(struct cli *c, const Duban__StatusReply *s)
{
	char n[24], found[TEXT_ROOM];
	for (size_t i = 0; i < s->n_damage; i++) {
		const Duban__Damage *d = s->damage[i];
		(void)snprintf(n, sizeof n, "%llu", (unsigned long long)d->offset);
		cli_say(c, "status.damage", d->file, n, message_term("damage", d->what),
			moment_text(d->found_at, s->zone_minutes, found), NULL);
	}
	(void)snprintf(n, sizeof n, "%u", s->damages - (uint32_t)s->n_damage);
	if (s->damages > s->n_damage)
		cli_say(c, "status.damage_more", n, NULL);
}

static void print_scrub(struct cli *c, const Duban__StatusReply *s)
{
	const Duban__Scrub *u = s->scrub;
	char at[TEXT_ROOM], n[3][24];
	if (!u || !u->began_at)
		return;
	(void)snprintf(n[0], sizeof n[0], "%llu", (unsigned long long)(u->bytes / (1024 * 1024)));
	(void)snprintf(n[1], sizeof n[1], "%llu",
		       (unsigned long long)(u->of_bytes / (1024 * 1024)));
	(void)snprintf(n[2], sizeof n[2], "%u", u->found);
	(void)moment_text(u->running || u->broken_off ? u->began_at : u->ended_at, s->zone_minutes,
			  at);
	if (u->running)
		cli_say(c, "status.scrub_running", at, n[0], n[1], n[2], NULL);
	else if (u->broken_off)
		cli_say(c, "status.scrub_broken_off", at, n[0], NULL);
	else
		cli_say(c, "status.scrub", at, n[0], n[2], NULL);
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

static void tell_next_key(struct cli *c, const Duban__NextServerKey *next, int zone)
{
	char key[DUBAN_KEY_TEXT], until[TEXT_ROOM];
	if (next && next->public_key.len == DUBAN_KEY_BYTES &&
	    duban_key_encode(next->public_key.data, key) == 0)
		cli_say(c, "status.next_key", key, moment_text(next->until_at, zone, until), NULL);
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
	/* only who minds the machine is told of it */
	cli_say(c, s->reserve_bytes ? "status.store" : "status.head_only", n[3], s->epoch, space,
		NULL);
	if (s->free_bytes < s->reserve_bytes) {
		(void)snprintf(n[0], sizeof n[0], "%llu",
			       (unsigned long long)(s->reserve_bytes / (1024 * 1024)));
		cli_say(c, "status.space", space, n[0], NULL);
	}
	if (s->restored_seq) {
		(void)snprintf(n[0], sizeof n[0], "%llu", (unsigned long long)s->restored_seq);
		cli_say(c, "status.restored", n[0],
			moment_text(s->restored_at, s->zone_minutes, now), NULL);
	}
	print_damage(c, s);
	print_scrub(c, s);
	if (s->rebuilt)
		print_rebuilt(c, s->rebuilt);
	if (s->security_ends_at)
		cli_say(c, "status.security_ends", s->security_ends,
			moment_text(s->security_ends_at, s->zone_minutes, now), NULL);
	(void)snprintf(n[0], sizeof n[0], "%llu", (unsigned long long)s->denied);
	cli_say(c, s->reserve_bytes ? "status.asker" : "status.asker_only", s->principal,
		message_term("role", s->role), *s->unit ? cli_unit_name(c, s->unit) : "-", n[0],
		NULL);
	tell_next_key(c, r->next_server_key, s->zone_minutes);
	if (s->over_limits > 0) {
		(void)snprintf(n[0], sizeof n[0], "%llu", (unsigned long long)s->over_limits);
		cli_say(c, "status.over_limits", n[0], NULL);
	}
	return 0;
}

VERB(status, .noun = "status", .args = "", .requests = "status",
     .help = "the daemon, its clock, open lamps, and who is asking", .run = run_status,
     .print = print_status);
