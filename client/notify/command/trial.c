/* `duban-notify test`: one text to one number, by the transport itself, past the outbox. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <systemd/sd-event.h>

#include "client/notify/command/command.h"
#include "client/notify/core/config.h"
#include "client/notify/text/phone.h"
#include "client/notify/text/texts.h"
#include "client/notify/transport/transport.h"
#include "proto/cleanup.h"
#include "proto/wire.h"

struct trial {
	sd_event *event;
	char address[ADDRESS_BYTES];
	struct text_part part[MESSAGE_PARTS_MAX];
	size_t n, answers;
	bool bad;
};

static void answered(void *userdata, const char *ref, const struct submit_answer *a)
{
	static const char *const words[] = {[SUBMIT_TAKEN] = "taken",
					    [SUBMIT_REFUSED] = "refused",
					    [SUBMIT_LATER] = "not taken now",
					    [SUBMIT_DOUBT] = "no answer: it may have gone"};
	struct trial *t = userdata;

	(void)printf("%s: %s%s%s%s%s\n", ref, words[a->state], a->id && *a->id ? ", id " : "",
		     a->id ? a->id : "", a->detail && *a->detail ? ": " : "",
		     a->detail ? a->detail : "");
	t->bad = t->bad || a->state != SUBMIT_TAKEN;
	if (++t->answers == t->n)
		(void)sd_event_exit(t->event, 0);
}

static void no_receipt(void *userdata, const struct transport_receipt *receipt)
{
	(void)userdata;
	(void)receipt;
}

static void no_reply(void *userdata, const struct transport_reply *reply)
{
	(void)userdata;
	(void)reply;
}

static int send(const struct notify_config *c, struct trial *t)
{
	struct transport_host host = {.event = t->event,
				      .gateway = t,
				      .trial = true,
				      .answered = answered,
				      .receipt = no_receipt,
				      .reply = no_reply};
	_cleanup_free_ char *fault = NULL;
	void *self = NULL;
	int r = c->transport->open(c->own, &host, &self, &fault);

	if (r) {
		(void)fprintf(stderr, "duban-notify: %s\n", fault ? fault : strerror(-r));
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < t->n; i++) {
		_cleanup_free_ char *text = strndup(t->part[i].text, t->part[i].size);
		char ref[MESSAGE_REF_BYTES];
		struct transport_message m = {.ref = ref,
					      .address = t->address,
					      .text = text ? text : "",
					      .key = "",
					      .template_name = "trial",
					      .part = (unsigned)i + 1,
					      .parts = (unsigned)t->n,
					      .valid_for = USEC_PER_DAY};

		(void)snprintf(ref, sizeof ref, "trial%u", (unsigned)(uint8_t)i + 1);
		c->transport->submit(self, &m);
	}
	r = sd_event_loop(t->event);
	c->transport->close(self);
	return r < 0 || t->bad ? EXIT_FAILED : EXIT_FINE;
}

static void show(const struct trial *t)
{
	(void)printf("to %s, %zu part(s)\n", t->address, t->n);
	for (size_t i = 0; i < t->n; i++)
		(void)printf("%zu/%zu  %2u units  %.*s\n", i + 1, t->n, t->part[i].units,
			     (int)t->part[i].size, t->part[i].text);
}

int command_trial(const struct notify_config *c, const struct command_args *args)
{
	_cleanup_(sd_event_unrefp) sd_event *event = NULL;
	_cleanup_free_ char *field = NULL, *text = NULL;
	struct trial t = {.n = 0};
	const char *fault = c->transport->address(args->to, t.address);
	sigset_t child;
	int r;

	if (!fault && wire_check_text(BYTES_STR(args->text)) != WIRE_FINE)
		fault = "the text has characters that no text may have";
	if (!fault && asprintf(&field, "text=%s", args->text) < 0)
		return EXIT_FAILED;
	r = fault ? 0 : texts_answer("trial", &field, 1, &text);
	if (!fault && (r || !text_split(text, &c->transport->shape, t.part, &t.n)))
		fault = "the text is too long";
	if (fault) {
		(void)fprintf(stderr, "duban-notify: %s: %s\n", args->to, fault);
		return EXIT_USAGE;
	}
	show(&t);
	if (args->dry_run)
		return EXIT_FINE;
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&child);
	(void)sigaddset(&child, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &child, NULL);
	r = sd_event_new(&event);
	t.event = event;
	return r < 0 ? EXIT_FAILED : send(c, &t);
}
