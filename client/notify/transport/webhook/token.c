#include "client/notify/transport/webhook/token.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/notify/core/json_read.h"
#include "client/notify/net/http.h"

struct webhook_token {
	struct webhook_token_parts parts;
	char value[WEBHOOK_TOKEN_BYTES];
	int64_t until; /* monotonic, in seconds */
	unsigned number;
	bool asking;
};

static int64_t monotonic(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

bool webhook_token_read(const struct webhook_kind *kind, const struct http_answer *a,
			char token[WEBHOOK_TOKEN_BYTES], int64_t *ret_seconds,
			struct webhook_verdict *ret)
{
	webhook_judge(kind, a, ret);
	ret->doubt = false; /* no message was in it */
	if (ret->outcome != OUTCOME_TAKEN) {
		/* a token that is not valid makes no sense here, nor does one message's fault */
		if (ret->outcome != OUTCOME_SETUP)
			ret->outcome = OUTCOME_BUSY;
		return false;
	}
	if (!json_read_text(a->body, "access_token", token, WEBHOOK_TOKEN_BYTES) || !*token ||
	    strlen(token) == WEBHOOK_TOKEN_BYTES - 1) {
		*ret = (struct webhook_verdict){OUTCOME_BUSY, false, "no access token came"};
		return false;
	}
	if (!json_read_number(a->body, "expires_in", ret_seconds) || *ret_seconds < 0 ||
	    *ret_seconds > WEBHOOK_TOKEN_MAX_SEC)
		*ret_seconds = WEBHOOK_TOKEN_MAX_SEC;
	return true;
}

static void on_answer(void *userdata, const struct http_answer *a)
{
	struct webhook_token *t = userdata;
	struct webhook_verdict fault;
	int64_t seconds;
	bool fine;

	t->asking = false;
	fine = webhook_token_read(t->parts.kind, a, t->value, &seconds, &fault);
	if (fine) {
		t->number++;
		/* at least for the messages that wait for it */
		t->until = monotonic() + (seconds > 2 * WEBHOOK_TOKEN_EARLY_SEC
					      ? seconds - WEBHOOK_TOKEN_EARLY_SEC
					      : seconds / 2 + 1);
	} else {
		t->until = 0;
	}
	t->parts.fn(t->parts.userdata, fine ? NULL : &fault);
}

const char *webhook_token_get(const struct webhook_token *t, unsigned *ret_number)
{
	*ret_number = t->number;
	return monotonic() < t->until ? t->value : NULL;
}

void webhook_token_drop(struct webhook_token *t, unsigned number)
{
	if (number == t->number)
		t->until = 0;
}

int webhook_token_ask(struct webhook_token *t)
{
	struct http_request request = {.timeout_ms = t->parts.options->seconds * 1000};
	char *url;
	int r = -ENOMEM;

	if (t->asking)
		return 0;
	url = webhook_token_url(t->parts.kind, t->parts.options);
	if (url) {
		request.url = url;
		r = http_send(t->parts.http, &request, on_answer, t);
		explicit_bzero(url, strlen(url));
	}
	free(url);
	t->asking = r == 0;
	return r;
}

struct webhook_token *webhook_token_free(struct webhook_token *t)
{
	if (t)
		explicit_bzero(t->value, sizeof t->value);
	free(t);
	return NULL;
}

int webhook_token_new(const struct webhook_token_parts *parts, struct webhook_token **ret)
{
	struct webhook_token *t = calloc(1, sizeof *t);

	if (!t)
		return -ENOMEM;
	t->parts = *parts;
	*ret = t;
	return 0;
}
