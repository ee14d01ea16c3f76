#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/lib/core/client.h"
#include "client/lib/core/failure.h"
#include "client/lib/core/reply.h"
#include "client/lib/line/address.h"
#include "duban/doctor.h"
#include "proto/api.pb-c.h"
#include "proto/wire_name.h"

#define DOCTOR_PROBE_MS 2000
#define ANSWER_MS 3000

struct visit {
	const struct duban_options *options;
	duban_check_fn *fn;
	void *userdata;
	struct duban_failure failure; /* the first one; error 0 = none so far */
	struct duban_failure own_key; /* found while connecting, reported by check_own_key() */
	struct duban_connection connection; /* with one endpoint at a time */
	bool curve;
	char address[ADDRESS_MAX];
	struct duban *d;
	struct duban_reply *status;
};

static void say(struct visit *v, struct duban_check check)
{
	v->fn(v->userdata, &check);
}

static void fine(struct visit *v, const char *name, const char *about, const char *text)
{
	say(v, (struct duban_check){name, about, DUBAN_CHECK_OK, "ok", text});
}

static void failed(struct visit *v, const char *name, const struct duban_failure *failure)
{
	say(v, (struct duban_check){name, failure->arg, DUBAN_CHECK_FAILED, failure->code,
				    failure->text});
}

/* ---- the checks: each reports success, or fills in v->failure */

static void check_file(struct visit *v, const char *name)
{
	struct stat st;
	const char *path = v->options->connection_file;
	if (client_connection(v->options, &v->connection, &v->failure) < 0)
		return;
	if (!v->curve) {
		fine(v, name, v->options->data_dir, "the admin socket needs no connection file");
		return;
	}
	if (stat(path, &st) == 0 && (st.st_mode & S_IRGRP)) {
		say(v,
		    (struct duban_check){name, path, DUBAN_CHECK_WARNING, "file.group_readable",
					 "its group can read the secret key: chmod 600 is safer"});
		return;
	}
	fine(v, name, path, "readable, complete, its keys belong together");
}

static void check_address(struct visit *v, const char *name)
{
	if (address_resolve(v->connection.commands[0], DOCTOR_PROBE_MS, v->address, &v->failure) ==
	    0)
		fine(v, name, v->connection.commands[0], "well-formed, the host is known");
}

static void check_network(struct visit *v, const char *name)
{
	if (address_probe(v->connection.commands[0], v->address, DOCTOR_PROBE_MS, &v->failure) == 0)
		fine(v, name, v->connection.commands[0], "something listens there");
}

/* Connects. If the daemon refuses our own key, its server key was right. */
static void check_server_key(struct visit *v, const char *name)
{
	int r = client_open(v->options, &v->connection, &v->d, &v->failure);
	if (r == DUBAN_E_OWN_KEY) {
		v->own_key = v->failure;
		failure_clear(&v->failure);
	} else if (r < 0) {
		return;
	}
	fine(v, name, v->curve ? v->connection.server_key : v->connection.commands[0],
	     v->curve ? "the daemon has this key" : "the admin socket works without keys");
}

static void check_own_key(struct visit *v, const char *name)
{
	if (v->own_key.error < 0)
		v->failure = v->own_key;
	else if (v->curve)
		fine(v, name, v->connection.public_key, "the daemon admits it");
	else
		fine(v, name, v->connection.commands[0],
		     "everybody who can open the socket is admitted");
}

static int verdict(struct visit *v, const struct duban_reply *reply)
{
	const Duban__Reply *m = duban_reply_get(reply);
	const char *why = wire_enum_name(&duban__status__descriptor, (int)m->status);
	const char *code = m->n_problem > 0 ? m->problem[0]->code : NULL;
	return failure_as(
	    &v->failure, code,
	    failure_set(&v->failure, DUBAN_E_DENIED, v->connection.name,
			"the daemon refuses to answer: %s%s%s; is this principal revoked or "
			"expired?",
			why, code ? ", " : "", code ? code : ""));
}

static int ask_status(struct visit *v)
{
	Duban__StatusRequest status = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	request.body_case = DUBAN__REQUEST__BODY_STATUS;
	request.status = &status;
	duban_set_timeout(v->d, ANSWER_MS);
	int r = duban_call(v->d, &request, &v->status);
	if (r < 0) {
		v->failure = v->d->failure;
		return r;
	}
	return r > 0 ? verdict(v, v->status) : 0;
}

static const Duban__StatusReply *status_of(struct visit *v)
{
	const Duban__Reply *m = duban_reply_get(v->status);
	return m->body_case == DUBAN__REPLY__BODY_STATUS_REPLY ? m->status_reply : NULL;
}

static void check_role(struct visit *v, const char *name)
{
	char about[256];
	if (ask_status(v) < 0)
		return;
	const Duban__StatusReply *s = status_of(v);
	if (!s) {
		(void)failure_set(&v->failure, DUBAN_E_GARBAGE, v->connection.commands[0],
				  "the daemon's answer to `status` is of another kind");
		return;
	}
	(void)snprintf(about, sizeof about, "%s, %s, %s", s->principal, s->role,
		       *s->unit ? s->unit : "*");
	fine(v, name, about, "principal, role and the unit it may act for (* = all)");
}

static void check_daemon(struct visit *v, const char *name)
{
	const Duban__StatusReply *s = status_of(v);
	if (duban_key_change(v->d) == DUBAN_KEY_KEPT) {
		say(v, (struct duban_check){
			   name, v->options->connection_file, DUBAN_CHECK_WARNING,
			   "file.next_key_kept",
			   "the server's key is being changed, and the next one cannot be written "
			   "into the connection file: let its owner run this once, or write it "
			   "there as server_key (`status` shows it)"});
		return;
	}
	if (strcmp(s->state, "ready") == 0) {
		fine(v, name, s->version, s->simulated ? "ready; its clock is simulated" : "ready");
		return;
	}
	say(v, (struct duban_check){
		   name, s->state, DUBAN_CHECK_WARNING, "daemon.not_ready",
		   "it answers but does not accept every request: see `status` and its "
		   "log"});
}

struct doctor_step {
	const char *name;
	void (*check)(struct visit *v, const char *name);
};

static const struct doctor_step file_step = {"file", check_file};
static const struct doctor_step steps[] = {
    {"address", check_address}, {"network", check_network}, {"server_key", check_server_key},
    {"own_key", check_own_key}, {"role", check_role},	    {"daemon", check_daemon},
};

static void do_step(struct visit *v, const struct doctor_step *s)
{
	if (v->failure.error < 0) {
		say(v, (struct duban_check){s->name, "", DUBAN_CHECK_SKIPPED, "skipped",
					    "not checked: an earlier check failed"});
		return;
	}
	s->check(v, s->name);
	if (v->failure.error < 0)
		failed(v, s->name, &v->failure);
}

/* One endpoint: what was found at another one does not count. */
static void visit_endpoint(struct visit *v, const char *endpoint, struct duban_failure *first)
{
	(void)snprintf(v->connection.commands[0], sizeof v->connection.commands[0], "%s", endpoint);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		do_step(v, &steps[i]);
	if (first->error == 0)
		*first = v->failure;
	failure_clear(&v->failure);
	failure_clear(&v->own_key);
	duban_reply_free(TAKE_PTR(v->status));
	duban_close(TAKE_PTR(v->d));
}

int duban_diagnose(const struct duban_options *options, duban_check_fn *fn, void *userdata)
{
	struct visit v = {
	    .options = options, .fn = fn, .userdata = userdata, .curve = options->connection_file};
	struct duban_failure first = {.error = 0};
	do_step(&v, &file_step);
	struct duban_connection all = v.connection;
	memset(v.connection.commands, 0, sizeof v.connection.commands);
	for (size_t i = 0; i == 0 || (i < DUBAN_ENDPOINTS && *all.commands[i]); i++)
		visit_endpoint(&v, all.commands[i], &first);
	if (options->failure)
		*options->failure = first;
	explicit_bzero(&v.connection, sizeof v.connection);
	explicit_bzero(&all, sizeof all);
	return first.error;
}
