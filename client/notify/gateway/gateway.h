/* The gateway: follows the daemon's notices, sends each once by its transport, and takes receipts
 * and replies home. It owns its part of the event loop and uses an open outbox. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

struct gateway;
struct notify_config;
struct notify_outbox;
struct texts;

struct gateway_parts { /* all outlive the gateway */
	sd_event *event;
	const struct notify_config *config;
	const struct texts *texts;
	struct notify_outbox *outbox;
	bool from_start; /* follow from the first event again; no key is sent twice */
};

/* 0; STATUS_INVALID: `*ret_fault` (malloc) says what of the configuration does not work; -errno. */
int gateway_new(const struct gateway_parts *parts, struct gateway **ret, char **ret_fault);
/* NULL-safe. What is in flight stays in the outbox as such. */
struct gateway *gateway_free(struct gateway *g);
