/* The access token of an application: asked for when there is none, kept until its end. */
#pragma once

#include "client/notify/transport/webhook/request.h"

struct http_client;
struct webhook_token;

/* The token is there; or NULL, and why. */
typedef void webhook_token_fn(void *userdata, const struct webhook_verdict *fault);

struct webhook_token_parts { /* all outlive it */
	const struct webhook_kind *kind;
	const struct webhook_options *options;
	struct http_client *http;
	webhook_token_fn *fn;
	void *userdata;
};

int webhook_token_new(const struct webhook_token_parts *parts, struct webhook_token **ret);
/* NULL-safe; only after the HTTP client is closed. */
struct webhook_token *webhook_token_free(struct webhook_token *t);
/* NULL: there is none that is still good. `*ret_number` names it for webhook_token_drop(). */
const char *webhook_token_get(const struct webhook_token *t, unsigned *ret_number);
/* The service does not take it any more; nothing, if there is another one already. */
void webhook_token_drop(struct webhook_token *t, unsigned number);
/* Leads to one fn(); nothing, if it is being asked for already. 0 or -ENOMEM. */
int webhook_token_ask(struct webhook_token *t);
/* Reads an answer to webhook_token_url(): the token, and its seconds; false: `*ret`. */
bool webhook_token_read(const struct webhook_kind *kind, const struct http_answer *a,
			char token[WEBHOOK_TOKEN_BYTES], int64_t *ret_seconds,
			struct webhook_verdict *ret);
