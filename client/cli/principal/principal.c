/* Principals (接入主体): keys with an owner, a role and a scope. */
#include <errno.h>
#include <string.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "client/cli/principal/key.h"
#include "client/cli/print/json.h"
#include "client/cli/print/out.h"
#include "client/cli/print/table.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/room.h"

#define DAY_US (24LL * 3600 * 1000000)

/* Gets the key pair: makes a new one, reads a key file, or takes the public key of a pair that its
 * owner keeps. */
static int take_keys(struct cli *c, struct duban_connection *pair, uint8_t key[DUBAN_KEY_BYTES])
{
	const char *public_key = cli_option(c, "public-key"), *file = cli_option(c, "key");
	int r = 0;
	if (public_key && file)
		return cli_fail(c, CLI_USAGE, "usage.key_or_public_key", NULL);
	if (file) {
		r = key_read(c, file, pair);
	} else if (public_key && strlen(public_key) < sizeof pair->public_key) {
		memcpy(pair->public_key, public_key, strlen(public_key) + 1);
	} else if (!public_key) {
		r = duban_key_new(pair->public_key, pair->secret_key);
		r = r < 0 ? cli_failure(c, r, NULL) : 0;
	}
	if (r == 0 && duban_key_decode(pair->public_key, key) < 0)
		return cli_fail(c, CLI_USAGE, "usage.public_key", public_key ? public_key : "",
				NULL);
	return r;
}

/* A date without a time is the whole day: --not-after lasts until the end of that day. */
static int validity(struct cli *c, Duban__PrincipalAddRequest *q)
{
	const char *until = cli_option(c, "not-after");
	int r = cli_instant(c, "not-before", &q->not_before_at);
	if (r == 0)
		r = cli_instant(c, "not-after", &q->not_after_at);
	if (r == 0 && until && strlen(until) == 10)
		q->not_after_at += DAY_US;
	return r;
}

/* An endpoint such as tcp://0.0.0.0:7711 says on which addresses the daemon listens; a client
 * cannot connect to it. The host is replaced by `host`, or by this machine if `host` is NULL. */
static bool reachable(const char *endpoint, const char *host, char *buf, size_t size)
{
	static const char *const any[] = {"tcp://0.0.0.0:", "tcp://*:", "tcp://[::]:"};
	const char *port = strrchr(endpoint, ':');
	bool wild = false;
	for (size_t i = 0; i < sizeof any / sizeof *any; i++)
		wild |= strncmp(endpoint, any[i], strlen(any[i])) == 0;
	int n = port && strncmp(endpoint, "tcp://", 6) == 0 && (wild || host)
		    ? snprintf(buf, size, "tcp://%s%s", host ? host : "127.0.0.1", port)
		    : snprintf(buf, size, "%s", endpoint);
	return n >= 0 && (size_t)n < size;
}

static int write_file(struct cli *c, const char *out, const Duban__PrincipalAddReply *a,
		      struct duban_connection *k)
{
	struct duban_failure failure = {};
	const char *host = cli_option(c, "host");
	if (a->server_key.len != DUBAN_KEY_BYTES ||
	    duban_key_encode(a->server_key.data, k->server_key) < 0 ||
	    !reachable(a->commands, host, k->commands, sizeof k->commands) ||
	    !reachable(a->feed, host, k->feed, sizeof k->feed))
		return cli_fail(c, CLI_LOCAL, "principal.bad_reply", NULL);
	(void)snprintf(k->name, sizeof k->name, "%s", cli_word(c, 0));
	/* The file is incomplete (the daemon has no TCP endpoint yet, or the owner has the secret
	 * key) but still useful. */
	if (!*k->commands || !*k->secret_key)
		return key_write(c, out, k);
	int r = duban_connection_write(out, k, false, &failure);
	return r < 0 ? cli_failure(c, r, &failure) : 0;
}

static void tell_added(struct cli *c, const Duban__PrincipalAddReply *a, const char *out,
		       const struct duban_connection *k)
{
	if (c->json) {
		struct json j = {.out = stdout};
		json_object(&j, NULL);
		json_uint(&j, "num", a->num);
		json_text(&j, "name", cli_word(c, 0));
		json_text(&j, "public_key", k->public_key);
		json_text(&j, "server_key", k->server_key);
		json_text(&j, "commands", k->commands);
		json_text(&j, "feed", k->feed);
		json_text(&j, "file", out);
		json_end_object(&j);
		(void)fputc('\n', stdout);
		return;
	}
	cli_say(c, *k->secret_key ? "principal.added" : "principal.no_secret", cli_word(c, 0), out,
		NULL);
	if (!*k->commands)
		cli_say(c, "principal.no_endpoint", out, NULL);
}

/* The key waits for a second person: its file is written now, for only here the secret is known. */
static int add_waiting(struct cli *c, const char *out, struct duban_connection *k)
{
	const Duban__Reply *reply = c->reply;
	const Duban__PrincipalAddReply *doors =
	    reply->body_case == DUBAN__REPLY__BODY_PROPOSAL ? reply->proposal->principal_add : NULL;
	int r = doors ? write_file(c, out, doors, k)
		      : cli_fail(c, CLI_LOCAL, "principal.bad_reply", NULL);
	c->reply = NULL;
	if (r == 0)
		cli_say(c, "principal.waiting", cli_word(c, 0), out, NULL);
	return r == 0 ? STATUS_WAITING : r;
}

static int add(struct cli *c, const char *out, struct duban_connection *k)
{
	uint8_t key[DUBAN_KEY_BYTES];
	Duban__PrincipalAddRequest q = DUBAN__PRINCIPAL_ADD_REQUEST__INIT;
	const char *role = cli_option(c, "role");
	const Duban__Reply *reply;
	q.name = cli_loose(cli_word(c, 0));
	q.owner = cli_loose(cli_option(c, "owner"));
	q.unit = cli_loose(cli_option(c, "unit"));
	q.role = (Duban__Role)message_enum(&duban__role__descriptor, role);
	if (q.role == DUBAN__ROLE__ROLE_INVALID)
		return cli_fail(c, CLI_USAGE, "usage.role", role, NULL);
	int r = take_keys(c, k, key);
	if (r == 0)
		r = validity(c, &q);
	if (r != 0)
		return r;
	q.public_key = (ProtobufCBinaryData){.data = key, .len = sizeof key};
	r = CLI_ASK(c, PRINCIPAL_ADD, principal_add, &q, &reply);
	if (r == STATUS_WAITING)
		return add_waiting(c, out, k);
	if (r != 0)
		return r;
	if (reply->body_case != DUBAN__REPLY__BODY_PRINCIPAL_ADD)
		return cli_fail(c, CLI_LOCAL, "principal.bad_reply", NULL);
	c->reply = NULL;
	r = write_file(c, out, reply->principal_add, k);
	if (r == 0)
		tell_added(c, reply->principal_add, out, k);
	return r;
}

static int run_add(struct cli *c)
{
	struct duban_connection k = {};
	const char *out = cli_option(c, "out");
	if (!cli_option(c, "role"))
		return cli_fail(c, CLI_USAGE, "usage.option_required", "role", NULL);
	if (!out)
		return cli_fail(c, CLI_USAGE, "usage.option_required", "out", NULL);
	/* Checked before the daemon admits the key: a key that cannot be written to a file is
	 * useless. */
	if (access(out, F_OK) == 0)
		return cli_fail(c, CLI_LOCAL, "file.exists", out, "", NULL);
	int r = add(c, out, &k);
	explicit_bzero(&k, sizeof k);
	return r;
}

static int print_list(struct cli *c, const Duban__Reply *r)
{
	static const char *const heads[] = {">num",	  "principal",	"role",	     "unit",
					    "owner",	  "not_before", "not_after", "revoked",
					    "public_key", NULL};
	char buf[TEXT_ROOM];
	int zone, rc = cli_zone(c, &zone);
	struct print_table *t = rc == 0 ? table_new(heads) : NULL;
	(void)r;
	if (!t)
		return rc ? rc : -ENOMEM;
	for (size_t i = 0; i < c->n_row; i++) {
		const Duban__PrincipalRow *p = c->row[i];
		const char *role = wire_enum_name(&duban__role__descriptor, (int)p->role);
		table_number(t, p->num);
		table_cell(t, p->name);
		table_cell(t, message_term("role", role));
		table_cell(t, *p->unit ? cli_unit_name(c, p->unit) : "");
		table_cell(t, p->owner);
		table_cell(t, moment_text(p->not_before_at, zone, buf));
		table_cell(t, moment_text(p->not_after_at, zone, buf));
		table_cell(t, moment_text(p->revoked_at, zone, buf));
		table_cell(t, p->public_key);
	}
	rc = cli_table(c, t);
	table_free(t);
	return rc;
}

static const struct verb_option list_options[] = {OUT_OPTION, {}};

static const struct verb_option add_options[] = {
    {"role", "ROLE",
     "county, unit, sector, office, supervision, leader, gateway, auditor, security"},
    {"unit", "UNIT",
     "its scope (管辖范围): this unit and all units below it; the city if not given"},
    {"owner", "TEXT", "the person or system that holds the key"},
    {"not-before", "DATE", "valid from this day"},
    {"not-after", "DATE", "valid until the end of this day"},
    {"out", "FILE", "the connection file to write (0600)"},
    {"host", "HOST", "host at which clients reach the daemon; what the daemon says if not given"},
    {"key", "FILE", "a key pair made by `key new`, in place of a new one"},
    {"public-key", "KEY",
     "public key (Z85) whose secret key the owner keeps; the file then has no secret key"},
    {},
};

VERB(principal_add, .noun = "principal", .verb = "add", .args = "NAME", .min = 1, .max = 1,
     .options = add_options, .requests = "principal_add",
     .help = "admit a key (接入主体) and write its connection file", .run = run_add);
FORM(list, PRINCIPAL_LIST);
VERB(principal_list, .noun = "principal", .verb = "list", .args = "", .options = list_options,
     .form = &form_list, .help = "list who may connect, and in which role", .print = print_list);
FORM(revoke, PRINCIPAL_REVOKE, .words = "name");
VERB(principal_revoke, .noun = "principal", .verb = "revoke", .args = "NAME", .form = &form_revoke,
     .help = "revoke a key with immediate effect (吊销)");
