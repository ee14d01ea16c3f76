/* `duban-notify run` */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>

#include "client/notify/command/command.h"
#include "client/notify/core/config.h"
#include "client/notify/core/say.h"
#include "client/notify/gateway/gateway.h"
#include "client/notify/outbox/outbox.h"
#include "client/notify/text/texts.h"
#include "client/notify/transport/transport.h"
#include "proto/cleanup.h"

DEFINE_CLEANUP(struct texts *, texts_free)
DEFINE_CLEANUP(struct notify_outbox *, outbox_close)
DEFINE_CLEANUP(struct gateway *, gateway_free)

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
	(void)info;
	(void)userdata;
	(void)sd_notify(0, "STOPPING=1");
	return sd_event_exit(sd_event_source_get_event(source), 0);
}

/* Blocked before there is any thread, so that all of them are. */
static int take_signals(sd_event *event)
{
	static const int signals[] = {SIGTERM, SIGINT};
	sigset_t set;
	int r = 0;

	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		(void)sigaddset(&set, signals[i]);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	for (size_t i = 0; i < sizeof signals / sizeof *signals && r >= 0; i++)
		r = sd_event_add_signal(event, NULL, signals[i], on_signal, NULL);
	return r < 0 ? r : 0;
}

static int refuse(int r, char *fault)
{
	if (fault)
		say(LOG_ERR, "%s", fault);
	else
		(void)say_err(r, "cannot start");
	free(fault);
	return EXIT_CONFIG;
}

int command_run(const struct notify_config *c, const struct command_args *args)
{
	_cleanup_(sd_event_unrefp) sd_event *event = NULL;
	_cleanup_(texts_freep) struct texts *texts = NULL;
	_cleanup_(outbox_closep) struct notify_outbox *outbox = NULL;
	_cleanup_(gateway_freep) struct gateway *gateway = NULL;
	struct gateway_parts parts = {.config = c, .from_start = args->from_start};
	char *fault = NULL;
	int r = sd_event_new(&event);

	r = r < 0 ? r : take_signals(event);
	r = r < 0 ? r : sd_event_set_watchdog(event, true);
	r = r < 0 ? r : texts_load(c->texts, &texts, &fault);
	r = r ? r : outbox_open(c->state, false, &outbox, &fault);
	parts.event = event;
	parts.texts = texts;
	parts.outbox = outbox;
	r = r ? r : gateway_new(&parts, &gateway, &fault);
	if (r)
		return refuse(r, fault);
	say_info("duban-notify %s sends by %s; the outbox is %s", DUBAN_VERSION, c->transport->name,
		 c->state);
	(void)sd_notify(0, "READY=1");
	r = sd_event_loop(event);
	return r < 0 ? EXIT_FAILED : EXIT_FINE;
}
