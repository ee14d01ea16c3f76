/* A server socket over TCP with CURVE, or without it, which echoes what it gets. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "bus/door/listener.h"
#include "bus/quota/account.h"
#include "bus/zmtp/server.h"
#include "curve.h"
#include "proto/status.h"
#include "text/z85.h"

enum { MESSAGE_MAX = 300000, WAITING_MAX = 1024 * 1024, PEERS = 8, PLACES = 80 };

struct place {
	sd_event *loop;
	void *context;
	struct zmtp_server *server;
	struct curve_keys keys;
	struct keys known, unknown;
	const struct keys *also;   /* admitted, too; NULL: none */
	const struct keys *second; /* another key of the known one's principal; NULL: none */
	char endpoint[ENDPOINT_MAX], server_key[41];
	int fd;
	bool closed; /* no key is admitted any more */
	size_t refused, messages;
	char why[128];
	bool full;
	uint64_t peer; /* of the last message */
	struct accounts accounts;
};

/* The known key is principal 1, and so is any other key of it; the other one is principal 2. */
static inline int admit(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret)
{
	struct place *p = user;
	char text[41];

	(void)z85_text(key, CURVE_KEY_SIZE, text);
	if (p->closed)
		return STATUS_DENIED;
	if (strcmp(text, p->known.public) == 0 ||
	    (p->second && strcmp(text, p->second->public) == 0))
		return accounts_get(&p->accounts, 1, ret);
	if (p->also && strcmp(text, p->also->public) == 0)
		return accounts_get(&p->accounts, 2, ret);
	return STATUS_DENIED;
}

/* Each message goes back where it came from. */
static inline int echo(void *user)
{
	struct place *p = user;
	int r = 0;

	while (r == 0) {
		struct zmtp_message m;

		r = zmtp_server_next(p->server, &m);
		if (r < 0)
			break;
		p->messages++;
		p->peer = m.peer;
		/* the body lies where replies are made: a host copies it, too */
		void *copy = malloc(m.body.size + 1);
		memcpy(copy, m.body.size ? m.body.data : "", m.body.size);
		(void)zmtp_server_send(p->server, m.peer, m.delimiter, BYTES(copy, m.body.size));
		free(copy);
	}
	return r == -EAGAIN ? 0 : r;
}

static inline void refused(void *user, const char *who, const char *why)
{
	struct place *p = user;

	(void)who;
	p->refused++;
	(void)snprintf(p->why, sizeof p->why, "%s", why);
}

static inline void full(void *user, bool is_full)
{
	((struct place *)user)->full = is_full;
}
