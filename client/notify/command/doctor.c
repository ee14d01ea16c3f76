/* `duban-notify doctor`: what is wrong, check by check, from the configuration to the carrier. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/notify/command/command.h"
#include "client/notify/core/config.h"
#include "client/notify/text/texts.h"
#include "client/notify/transport/transport.h"
#include "duban.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "text/usec.h"

DEFINE_CLEANUP(struct texts *, texts_free)

enum { CLOCK_APART_SEC = 60 };

struct notify_doctor {
	unsigned bad;
};

static void tell(void *userdata, const char *what, bool fine, const char *text)
{
	struct notify_doctor *d = userdata;

	d->bad += !fine;
	(void)printf("%s %s: %s\n", fine ? "ok  " : "BAD ", what, text);
}

static void on_check(void *userdata, const struct duban_check *check)
{
	char what[300];

	if (check->state == DUBAN_CHECK_SKIPPED)
		return;
	(void)snprintf(what, sizeof what, "%s %s", check->name, check->about);
	tell(userdata, what, check->state == DUBAN_CHECK_OK, check->text);
}

static void check_clock(struct notify_doctor *d, const Duban__StatusReply *s)
{
	struct timespec t;
	int64_t apart;
	char text[200];

	(void)clock_gettime(CLOCK_REALTIME, &t);
	apart = (s->now - (int64_t)t.tv_sec * USEC_PER_SEC) / USEC_PER_SEC;
	if (s->simulated) {
		tell(d, "clock", true, "the store's clock is simulated");
		return;
	}
	(void)snprintf(text, sizeof text, "the daemon's clock is %lld s ahead of this machine's",
		       (long long)apart);
	tell(d, "clock", apart < CLOCK_APART_SEC && apart > -CLOCK_APART_SEC, text);
}

/* May it do what a gateway does? */
static void check_daemon(struct notify_doctor *d, const struct notify_config *c)
{
	struct duban_options o = {.connection_file = c->connection, .data_dir = c->data};
	Duban__StatusRequest body = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	struct duban_reply *reply = NULL;
	struct duban *daemon = NULL;

	if (duban_open(&o, &daemon) < 0) {
		tell(d, "daemon", false, duban_failure(NULL)->text);
		return;
	}
	request.body_case = DUBAN__REQUEST__BODY_STATUS;
	request.status = &body;
	if (duban_call(daemon, &request, &reply) == STATUS_OK) {
		const Duban__StatusReply *s = duban_reply_get(reply)->status_reply;
		bool gateway = s && (strcmp(s->role, "gateway") == 0 || c->data);

		tell(d, "role", gateway,
		     gateway ? "may send notices and read telephone numbers"
			     : "this connection is not of the role gateway: dubanctl principal add "
			       "NAME --role gateway");
		if (s)
			check_clock(d, s);
	} else {
		tell(d, "daemon", false, duban_failure(daemon)->text);
	}
	duban_reply_free(reply);
	duban_close(daemon);
}

static void check_texts(struct notify_doctor *d, const struct notify_config *c)
{
	_cleanup_(texts_freep) struct texts *texts = NULL;
	_cleanup_free_ char *fault = NULL;
	int r = texts_load(c->texts, &texts, &fault);

	tell(d, "texts", r == 0,
	     r == 0  ? (c->texts ? c->texts : "the shipped ones")
	     : fault ? fault
		     : strerror(-r));
}

int command_doctor(const struct notify_config *c, const struct command_args *args)
{
	struct notify_doctor d = {.bad = 0};

	tell(&d, "configuration", true, args->config);
	check_texts(&d, c);
	if (c->connection) {
		struct duban_options o = {.connection_file = c->connection};

		(void)duban_diagnose(&o, on_check, &d);
	}
	if (d.bad == 0)
		check_daemon(&d, c);
	if (c->transport->doctor)
		c->transport->doctor(c->own, tell, &d);
	return d.bad ? EXIT_FAILED : EXIT_FINE;
}
