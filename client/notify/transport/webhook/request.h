/* A message as a web service wants it, and what its answer means. */
#pragma once

#include "client/notify/transport/transport.h"
#include "client/notify/transport/webhook/kinds.h"

struct http_answer;

struct webhook_options {
	char *kind, *url, *key, *secret, *corp, *agent, *users;
	bool markdown, mention, delivered;
	unsigned minute, seconds;
};

/* malloc; NULL: no memory, or a signature failed. `now` is the machine's clock: signatures are
 * dated. */
char *webhook_body(const struct webhook_kind *kind, const struct webhook_options *o,
		   const struct transport_message *m, usec_t now);
char *webhook_url(const struct webhook_kind *kind, const struct webhook_options *o,
		  const char *token, usec_t now);
/* How the access token of an application is asked for. */
char *webhook_token_url(const struct webhook_kind *kind, const struct webhook_options *o);

struct webhook_verdict {
	enum webhook_outcome outcome;
	bool doubt; /* no answer: it may have been taken */
	char detail[CARRIER_WORD_BYTES + 1];
};
void webhook_judge(const struct webhook_kind *kind, const struct http_answer *a,
		   struct webhook_verdict *ret);
