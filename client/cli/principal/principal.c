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
static int validity(struct cli *c, int64_t *ret_from, int64_t *ret_until)
{
	const char *until = cli_option(c, "not-after");
	int r = cli_instant(c, "not-before", ret_from);
	if (r == 0)
		r = cli_instant(c, "not-after", ret_until);
	if (r == 0 && until && strlen(until) == 10)
		*ret_until += DAY_US;
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

/* The daemon's two endpoints under one more host. */
static bool add_host(struct duban_connection *k, size_t at, const Duban__PrincipalAddReply *a,
		     const char *host)
{
	return at < DUBAN_ENDPOINTS &&
	       reachable(a->commands, host, k->commands[at], sizeof k->commands[at]) &&
	       reachable(a->feed, host, k->feed[at], sizeof k->feed[at]);
}

/* Under the hosts that the options name, else as the daemon says. */
static bool set_endpoints(struct cli *c, const Duban__PrincipalAddReply *a,
			  struct duban_connection *k)
{
	size_t n = 0, from = 0;
	for (const char *host; (host = args_each(&c->args, "host", &from));)
		if (!add_host(k, n++, a, host))
			return false;
	if (n > 0)
		return true;
	if (!add_host(k, n++, a, NULL))
		return false;
	for (size_t i = 0; i < a->n_host; i++)
		if (!add_host(k, n++, a, a->host[i]))
			return false;
	return true;
}

static int write_file(struct cli *c, const char *out, const Duban__PrincipalAddReply *a,
		      struct duban_connection *k)
{
	struct duban_failure failure = {};
	if (a->server_key.len != DUBAN_KEY_BYTES ||
	    duban_key_encode(a->server_key.data, k->server_key) < 0 || !set_endpoints(c, a, k))
		return cli_fail(c, CLI_LOCAL, "principal.bad_reply", NULL);
	(void)snprintf(k->name, sizeof k->name, "%s", cli_word(c, 0));
	if (!out)
		return 0;
	/* The file is incomplete (the daemon has no TCP endpoint yet, or the owner has the secret
	 * key) but still useful. */
	if (!*k->commands[0] || !*k->secret_key)
		return key_write(c, out, k);
	int r = duban_connection_write(out, k, false, &failure);
	return r < 0 ? cli_failure(c, r, &failure) : 0;
}

static void json_endpoints(struct json *j, const char *name,
			   const char endpoint[DUBAN_ENDPOINTS][256])
{
	char numbered[16];
	json_text(j, name, endpoint[0]);
	for (int i = 1; i < DUBAN_ENDPOINTS && *endpoint[i]; i++) {
		(void)snprintf(numbered, sizeof numbered, "%s.%d", name, i + 1);
		json_text(j, numbered, endpoint[i]);
	}
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
		json_endpoints(&j, "commands", k->commands);
		json_endpoints(&j, "feed", k->feed);
		json_text(&j, "file", out);
		json_end_object(&j);
		(void)fputc('\n', stdout);
		return;
	}
	cli_say(c,
		!out		 ? "principal.key_added"
		: *k->secret_key ? "principal.added"
				 : "principal.no_secret",
		cli_word(c, 0), out, NULL);
	if (out && !*k->commands[0])
		cli_say(c, "principal.no_endpoint", out, NULL);
}

/* The key waits for a second person: its file is written now, for only here the secret is known. */
static int admit_waiting(struct cli *c, const char *out, struct duban_connection *k)
{
	const Duban__Reply *reply = c->reply;
	const Duban__PrincipalAddReply *doors =
	    reply->body_case == DUBAN__REPLY__BODY_PENDING ? reply->pending->principal_add : NULL;
	int r = doors ? write_file(c, out, doors, k)
		      : cli_fail(c, CLI_LOCAL, "principal.bad_reply", NULL);
	c->reply = NULL;
	if (r == 0)
		cli_say(c, out ? "principal.waiting" : "principal.key_waiting", cli_word(c, 0), out,
			NULL);
	return r == 0 ? STATUS_WAITING : r;
}

/* Sends the request that admits a key and writes what its owner gets. */
static int admit(struct cli *c, Duban__Request *q, const char *out, struct duban_connection *k)
{
	const Duban__Reply *reply;
	int r = cli_ask(c, q, &reply);
	if (r == STATUS_WAITING)
		return admit_waiting(c, out, k);
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

static int add(struct cli *c, const char *out, struct duban_connection *k)
{
	uint8_t key[DUBAN_KEY_BYTES];
	Duban__PrincipalAddRequest q = DUBAN__PRINCIPAL_ADD_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	const char *role = cli_option(c, "role");
	q.name = cli_loose(cli_word(c, 0));
	q.owner = cli_loose(cli_option(c, "owner"));
	q.unit = cli_loose(cli_option(c, "unit"));
	q.role = (Duban__Role)message_enum(&duban__role__descriptor, role);
	if (q.role == DUBAN__ROLE__ROLE_INVALID)
		return cli_fail(c, CLI_USAGE, "usage.role", role, NULL);
	int r = take_keys(c, k, key);
	if (r == 0)
		r = validity(c, &q.not_before_at, &q.not_after_at);
	if (r != 0)
		return r;
	q.public_key = (ProtobufCBinaryData){.data = key, .len = sizeof key};
	request.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_ADD;
	request.principal_add = &q;
	return admit(c, &request, out, k);
}

static int add_key(struct cli *c, const char *out, struct duban_connection *k)
{
	uint8_t key[DUBAN_KEY_BYTES];
	Duban__PrincipalAddKeyRequest q = DUBAN__PRINCIPAL_ADD_KEY_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	int r = take_keys(c, k, key);
	if (r == 0)
		r = validity(c, &q.not_before_at, &q.not_after_at);
	if (r != 0)
		return r;
	q.name = cli_loose(cli_word(c, 0));
	q.public_key = (ProtobufCBinaryData){.data = key, .len = sizeof key};
	request.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_ADD_KEY;
	request.principal_add_key = &q;
	return admit(c, &request, out, k);
}

/* `without`: who keeps the secret key needs no file. */
static int run_with_file(struct cli *c, bool without,
			 int (*run)(struct cli *c, const char *out, struct duban_connection *k))
{
	struct duban_connection k = {};
	const char *out = cli_option(c, "out"), *most = "4";
	size_t n = 0, from = 0;
	_Static_assert(DUBAN_ENDPOINTS == 4, "`most` says so");
	if (!out && !without)
		return cli_fail(c, CLI_USAGE, "usage.option_required", "out", NULL);
	while (args_each(&c->args, "host", &from))
		n++;
	if (n > DUBAN_ENDPOINTS)
		return cli_fail(c, CLI_USAGE, "usage.too_many_hosts", most, NULL);
	/* Checked before the daemon admits the key: a key that cannot be written to a file is
	 * useless. */
	if (out && access(out, F_OK) == 0)
		return cli_fail(c, CLI_LOCAL, "file.exists", out, "", NULL);
	int r = run(c, out, &k);
	explicit_bzero(&k, sizeof k);
	return r;
}

static int run_add(struct cli *c)
{
	if (!cli_option(c, "role"))
		return cli_fail(c, CLI_USAGE, "usage.option_required", "role", NULL);
	return run_with_file(c, false, add);
}

static int run_add_key(struct cli *c)
{
	return run_with_file(c, cli_option(c, "public-key") || cli_option(c, "key"), add_key);
}

static int run_revoke_key(struct cli *c)
{
	uint8_t key[DUBAN_KEY_BYTES];
	Duban__PrincipalRevokeKeyRequest q = DUBAN__PRINCIPAL_REVOKE_KEY_REQUEST__INIT;
	q.name = cli_loose(cli_word(c, 0));
	if (duban_key_decode(cli_word(c, 1), key) < 0)
		return cli_fail(c, CLI_USAGE, "usage.public_key", cli_word(c, 1), NULL);
	q.public_key = (ProtobufCBinaryData){.data = key, .len = sizeof key};
	return CLI_ASK(c, PRINCIPAL_REVOKE_KEY, principal_revoke_key, &q, NULL);
}

/* A row for each key; a principal without one has a row, too. */
static void put_row(struct cli *c, struct print_table *t, int zone, const Duban__PrincipalRow *p,
		    const Duban__PrincipalKeyRow *k)
{
	char buf[TEXT_ROOM];
	const char *role = wire_enum_name(&duban__role__descriptor, (int)p->role);
	table_number(t, p->num);
	table_cell(t, p->name);
	table_cell(t, message_term("role", role));
	table_cell(t, *p->unit ? cli_unit_name(c, p->unit) : "");
	table_cell(t, p->owner);
	table_cell(t, moment_text(k ? k->not_before_at : 0, zone, buf));
	table_cell(t, moment_text(k ? k->not_after_at : 0, zone, buf));
	table_cell(t, moment_text(p->revoked_at, zone, buf));
	table_cell(t, k ? k->public_key : "");
}

static int print_list(struct cli *c, const Duban__Reply *r)
{
	static const char *const heads[] = {">num",	  "principal",	"role",	     "unit",
					    "owner",	  "not_before", "not_after", "revoked",
					    "public_key", NULL};
	int zone, rc = cli_zone(c, &zone);
	struct print_table *t = rc == 0 ? table_new(heads) : NULL;
	(void)r;
	if (!t)
		return rc ? rc : -ENOMEM;
	for (size_t i = 0; i < c->n_row; i++) {
		const Duban__PrincipalRow *p = c->row[i];
		for (size_t k = 0; k < p->n_key; k++)
			put_row(c, t, zone, p, p->key[k]);
		if (p->n_key == 0)
			put_row(c, t, zone, p, NULL);
	}
	rc = cli_table(c, t);
	table_free(t);
	return rc;
}

static const struct verb_option list_options[] = {OUT_OPTION, {}};

#define KEY_OPTIONS                                                                                \
	{"not-before", "DATE", "valid from this day"},                                             \
	    {"not-after", "DATE", "valid until the end of this day"},                              \
	    {"out", "FILE", "the connection file to write (0600)"},                                \
	    {"host", "HOST",                                                                       \
	     "host at which clients reach the daemon; given several times, they try one after "    \
	     "the other; what the daemon says if not given"},                                      \
	    {"key", "FILE", "a key pair made by `key new`, in place of a new one"},                \
	{                                                                                          \
		"public-key", "KEY",                                                               \
		    "public key (Z85) whose secret key the owner keeps; the file then has no "     \
		    "secret key"                                                                   \
	}

static const struct verb_option add_options[] = {
    {"role", "ROLE",
     "county, unit, sector, office, supervision, leader, gateway, auditor, security"},
    {"unit", "UNIT",
     "its scope (管辖范围): this unit and all units below it; the city if not given"},
    {"owner", "TEXT", "the person or system that holds the key"},
    KEY_OPTIONS,
    {},
};

static const struct verb_option add_key_options[] = {KEY_OPTIONS, {}};

VERB(principal_add, .noun = "principal", .verb = "add", .args = "NAME", .min = 1, .max = 1,
     .options = add_options, .requests = "principal_add",
     .help = "admit a key (接入主体) and write its connection file", .run = run_add);
FORM(list, PRINCIPAL_LIST);
VERB(principal_list, .noun = "principal", .verb = "list", .args = "", .options = list_options,
     .form = &form_list, .help = "list who may connect, and in which role", .print = print_list);
FORM(revoke, PRINCIPAL_REVOKE, .words = "name");
VERB(principal_revoke, .noun = "principal", .verb = "revoke", .args = "NAME", .form = &form_revoke,
     .help = "revoke a key with immediate effect (吊销)");
VERB(principal_add_key, .noun = "principal", .verb = "add-key", .args = "NAME", .min = 1, .max = 1,
     .options = add_key_options, .requests = "principal_add_key",
     .help = "admit a second key of a principal (换钥), which stays what it is",
     .run = run_add_key);
VERB(principal_revoke_key, .noun = "principal", .verb = "revoke-key", .args = "NAME KEY", .min = 2,
     .max = 2, .requests = "principal_revoke_key",
     .help = "revoke one key of a principal with immediate effect", .run = run_revoke_key);
