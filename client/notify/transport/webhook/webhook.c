#include "client/notify/transport/webhook/webhook.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/notify/net/http.h"
#include "client/notify/net/peer.h"
#include "client/notify/text/book.h"
#include "client/notify/text/phone.h"
#include "client/notify/transport/webhook/sign.h"
#include "client/notify/transport/webhook/token.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "text/utf8.h"

#define WEBHOOK_AT(member) offsetof(struct webhook_options, member)

static const struct notify_option rows[] = {
    {"kind", OPTION_TEXT, WEBHOOK_AT(kind), .needed = true,
     .about = "wecom-robot, wecom-app, dingtalk-robot, feishu-robot or json"},
    {"url", OPTION_TEXT, WEBHOOK_AT(url),
     .about =
	 "https://HOST of a service of one's own, such as 政务微信; of json the whole address"},
    {"key", OPTION_SECRET, WEBHOOK_AT(key),
     .about = "of a robot: what its address ends with (key=, access_token=, hook/)"},
    {"secret", OPTION_SECRET, WEBHOOK_AT(secret),
     .about = "of an application; of a robot that wants signatures; of json"},
    {"corp", OPTION_TEXT, WEBHOOK_AT(corp), .about = "of wecom-app: 企业ID"},
    {"agent", OPTION_TEXT, WEBHOOK_AT(agent), .about = "of wecom-app: AgentId, a number"},
    {"users", OPTION_PATH, WEBHOOK_AT(users),
     .about = "CSV file, person,address, that others cannot read: user ids of wecom-app; of json "
	      "what `to` is (default: the telephone number)"},
    {"mention", OPTION_FLAG, WEBHOOK_AT(mention), .standard = "no",
     .about = "robots name the recipient by his telephone number"},
    {"markdown", OPTION_FLAG, WEBHOOK_AT(markdown), .standard = "no",
     .about = "texts are markdown"},
    {"per-minute", OPTION_COUNT, WEBHOOK_AT(minute), .standard = "0",
     .about = "messages at most; 0: what the service allows", .max = WEBHOOK_MINUTE_MAX},
    {"seconds", OPTION_COUNT, WEBHOOK_AT(seconds), .standard = "30",
     .about = "so long an answer is waited for", .min = 1, .max = SENDING_MAX_SEC / 2 - 30},
    {"delivered", OPTION_FLAG, WEBHOOK_AT(delivered), .standard = "no",
     .about = "a message that the service took counts as delivered (it brings no receipts)"},
    {},
};

struct webhook {
	const struct webhook_options *options;
	const struct webhook_kind *kind;
	const struct transport_host *host;
	struct http_client *http;
	struct webhook_token *token; /* of an application */
	struct address_book *users;
	struct webhook_posting *waiting; /* for the token */
	bool closing;
};

struct webhook_posting {
	struct webhook *webhook;
	char ref[MESSAGE_REF_BYTES], *body;
	unsigned token; /* the one it went with */
	bool renewed;	/* went twice, with two tokens */
	struct webhook_posting *next;
};

/* ---- options */

static const char *missing(const struct webhook_kind *k, const struct webhook_options *o)
{
	if (k->needs & NEEDS_URL && !o->url)
		return "url";
	if (k->needs & NEEDS_KEY && !o->key)
		return "key";
	if (k->needs & NEEDS_SECRET && !o->secret)
		return "secret";
	if (k->needs & NEEDS_APP && (!o->corp || !*o->corp))
		return "corp";
	if (k->needs & NEEDS_APP && (!o->agent || strspn(o->agent, "0123456789") == 0 ||
				     strspn(o->agent, "0123456789") != strlen(o->agent)))
		return "agent, a number";
	return k->needs & NEEDS_APP && !o->users ? "users" : NULL;
}

static int check(const void *options, char **ret_fault)
{
	const struct webhook_options *o = options;
	const struct webhook_kind *k = webhook_kind(o->kind);
	const char *lacks = k ? missing(k, o) : NULL;
	const char *fault = o->url ? peer_http_fault(o->url) : NULL;
	int n;

	if (!k)
		n = asprintf(ret_fault,
			     "kind: '%s' is none of wecom-robot, wecom-app, dingtalk-robot, "
			     "feishu-robot, json",
			     o->kind);
	else if (lacks)
		n = asprintf(ret_fault, "%s needs %s", o->kind, lacks);
	else if (fault)
		n = asprintf(ret_fault, "url: '%s': %s", o->url, fault);
	else if (*k->path && o->url && strchr(strchr(o->url, ':') + 3, '/'))
		n = asprintf(ret_fault, "url: '%s': of %s only https://HOST is wanted", o->url,
			     o->kind);
	else if (o->markdown && !k->markdown)
		n = asprintf(ret_fault, "markdown: %s has none", o->kind);
	else if (o->mention && !k->mention)
		n = asprintf(ret_fault, "mention: %s cannot name anybody", o->kind);
	else
		return 0;
	return n < 0 ? -ENOMEM : STATUS_INVALID;
}

static unsigned minute_of(const struct webhook_options *o)
{
	const struct webhook_kind *k = webhook_kind(o->kind);

	return o->minute ? o->minute : k ? k->minute : 0;
}

/* A little more than the even distance: their minutes and ours do not begin at once. */
static uint64_t gap(const void *options)
{
	unsigned minute = minute_of(options);

	return minute ? (uint64_t)USEC_PER_MIN * 33 / 32 / minute : 0;
}

/* ---- addresses */

static const char *address(const char *written, char ret[ADDRESS_BYTES])
{
	size_t n = strlen(written);

	if (n == 0 || n >= ADDRESS_BYTES)
		return "no address, or one that is too long";
	for (const char *s = written; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == '|' || *s == '@' || *s == 0x7f)
			return "not an address of one person"; /* 企业微信: @all, a|b */
	memcpy(ret, written, n + 1);
	return NULL;
}

/* A robot speaks to its group, whoever is meant. */
static const char *find(void *self, const char *person, const char *phone, char ret[ADDRESS_BYTES])
{
	struct webhook *w = self;

	if (w->users)
		return book_find(w->users, person, ret);
	if (w->kind->personal)
		return phone_normalise(phone, ret);
	if (!w->options->mention || phone_normalise(phone, ret) != NULL)
		(void)snprintf(ret, ADDRESS_BYTES, "group");
	return NULL;
}

/* ---- the answer to one message */

static void posting_free(struct webhook_posting *p)
{
	if (p)
		free(p->body);
	free(p);
}

static void finish(struct webhook_posting *p, const struct webhook_verdict *v)
{
	static const struct {
		enum submit_state state;
		bool down;
	} states[] = {
	    [OUTCOME_TAKEN] = {SUBMIT_TAKEN, false},  [OUTCOME_REFUSED] = {SUBMIT_REFUSED, false},
	    [OUTCOME_SETUP] = {SUBMIT_REFUSED, true}, [OUTCOME_BUSY] = {SUBMIT_LATER, true},
	    [OUTCOME_TOKEN] = {SUBMIT_LATER, true},   [OUTCOME_LATER] = {SUBMIT_LATER, false},
	};
	struct webhook *w = p->webhook;
	struct submit_answer answer = {.state = v->doubt ? SUBMIT_DOUBT : states[v->outcome].state,
				       .down = states[v->outcome].down,
				       .detail = *v->detail ? v->detail : NULL,
				       .delivered = w->options->delivered};

	if (!w->closing)
		w->host->answered(w->host->gateway, p->ref, &answer);
	posting_free(p);
}

static void fail(struct webhook_posting *p, const char *why)
{
	struct webhook_verdict v = {.outcome = OUTCOME_LATER};

	(void)snprintf(v.detail, sizeof v.detail, "%s", why);
	finish(p, &v);
}

/* ---- sending */

static void wait_for_token(struct webhook_posting *p)
{
	struct webhook *w = p->webhook;
	struct webhook_posting **at = &w->waiting;

	while (*at)
		at = &(*at)->next;
	p->next = NULL;
	*at = p;
	if (webhook_token_ask(w->token) < 0) {
		*at = NULL;
		fail(p, "no memory");
	}
}

static void on_answer(void *userdata, const struct http_answer *a)
{
	struct webhook_posting *p = userdata;
	struct webhook *w = p->webhook;
	struct webhook_verdict v;

	webhook_judge(w->kind, a, &v);
	if (v.outcome == OUTCOME_TOKEN && w->token && !p->renewed && !w->closing) {
		p->renewed = true;
		webhook_token_drop(w->token, p->token);
		wait_for_token(p);
		return;
	}
	finish(p, &v);
}

static usec_t time_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (usec_t)t.tv_sec * USEC_PER_SEC + t.tv_nsec / 1000;
}

static int send(struct webhook_posting *p, const char *token, usec_t now)
{
	struct webhook *w = p->webhook;
	char sign[SIGN_HEX], dated[64], signature[SIGN_HEX + 40];
	const char *headers[] = {"Content-Type: application/json; charset=utf-8", "Expect:", NULL,
				 NULL, NULL};
	char *url = webhook_url(w->kind, w->options, token, now);
	struct http_request request = {.url = url,
				       .body = p->body,
				       .size = strlen(p->body),
				       .headers = headers,
				       .once = true,
				       .timeout_ms = w->options->seconds * 1000};
	int r = url ? 0 : -ENOMEM;

	if (r == 0 && w->kind->sign == SIGN_HEADER) {
		if (!sign_body(now / USEC_PER_SEC, w->options->secret, p->body, sign))
			r = -ENOMEM;
		(void)snprintf(dated, sizeof dated, "X-Duban-Timestamp: %" PRId64,
			       (int64_t)(now / USEC_PER_SEC));
		(void)snprintf(signature, sizeof signature, "X-Duban-Signature: sha256=%s", sign);
		headers[2] = dated;
		headers[3] = signature;
	}
	r = r ? r : http_send(w->http, &request, on_answer, p);
	if (url)
		explicit_bzero(url, strlen(url));
	free(url);
	return r;
}

static void post(struct webhook_posting *p, usec_t now)
{
	struct webhook *w = p->webhook;
	const char *token = w->token ? webhook_token_get(w->token, &p->token) : NULL;

	if (w->token && !token)
		wait_for_token(p);
	else if (send(p, token, now) < 0)
		fail(p, "no memory");
}

/* The token came, or did not: those who wait for it go, or know why not. */
static void on_token(void *userdata, const struct webhook_verdict *fault)
{
	struct webhook *w = userdata;
	struct webhook_posting *p, *all = w->waiting;

	w->waiting = NULL;
	while ((p = all)) {
		all = p->next;
		if (fault)
			finish(p, fault);
		else
			post(p, time_now());
	}
}

static void submit(void *self, const struct transport_message *m)
{
	struct webhook *w = self;
	struct submit_answer later = {.state = SUBMIT_LATER, .detail = "no memory"};
	struct webhook_posting *p = calloc(1, sizeof *p);
	usec_t now = time_now();

	if (p)
		p->body = webhook_body(w->kind, w->options, m, now);
	if (!p || !p->body) {
		posting_free(p);
		w->host->answered(w->host->gateway, m->ref, &later);
		return;
	}
	p->webhook = w;
	(void)snprintf(p->ref, sizeof p->ref, "%s", m->ref);
	post(p, now);
}

/* ---- its life */

static void close_webhook(void *self)
{
	struct webhook *w = self;

	if (!w)
		return;
	w->closing = true;
	w->http = http_close(w->http);
	w->token = webhook_token_free(w->token);
	for (struct webhook_posting *p; (p = w->waiting);) {
		w->waiting = p->next;
		posting_free(p);
	}
	w->users = book_close(w->users);
	free(w);
}

static int open_webhook(const void *options, const struct transport_host *host, void **ret,
			char **ret_fault)
{
	struct webhook *w = calloc(1, sizeof *w);
	struct webhook_token_parts parts;
	int r = 0;

	if (!w)
		return -ENOMEM;
	w->options = options;
	w->kind = webhook_kind(w->options->kind);
	w->host = host;
	if (w->options->users)
		r = book_open(w->options->users, &w->users, ret_fault);
	r = r ? r : http_open(host->event, WINDOW_MAX, &w->http);
	parts = (struct webhook_token_parts){w->kind, w->options, w->http, on_token, w};
	if (r == 0 && w->kind->needs & NEEDS_APP)
		r = webhook_token_new(&parts, &w->token);
	if (r == 0)
		*ret = w;
	else
		close_webhook(w);
	return r;
}

struct webhook_finding {
	const struct webhook_kind *kind;
	transport_finding_fn *tell;
	void *userdata;
};

static void on_doctor_token(void *userdata, const struct http_answer *a)
{
	const struct webhook_finding *f = userdata;
	char token[WEBHOOK_TOKEN_BYTES];
	struct webhook_verdict v;
	int64_t seconds;
	bool fine = webhook_token_read(f->kind, a, token, &seconds, &v);

	f->tell(f->userdata, "access token", fine,
		fine ? "the service takes corp and secret" : v.detail);
	explicit_bzero(token, sizeof token);
}

static void doctor(const void *options, transport_finding_fn *tell, void *userdata)
{
	const struct webhook_options *o = options;
	struct webhook_finding f = {webhook_kind(o->kind), tell, userdata};
	_cleanup_free_ char *fault = NULL;
	struct address_book *users = NULL;
	char *url = NULL;
	int r = o->users ? book_open(o->users, &users, &fault) : 0;

	if (o->users)
		tell(userdata, "users", r == 0, r == 0 ? o->users : fault ? fault : "no memory");
	(void)book_close(users);
	if (f.kind->needs & NEEDS_APP)
		url = webhook_token_url(f.kind, o);
	else
		tell(userdata, "webhook", true,
		     "only a message shows whether key and secret are right: duban-notify test");
	if (url) {
		http_call(&(struct http_request){.url = url, .timeout_ms = o->seconds * 1000},
			  on_doctor_token, &f);
		explicit_bzero(url, strlen(url));
	}
	free(url);
}

const struct transport transport_webhook = {
    .name = "webhook",
    .about = "企业微信, 政务微信, 钉钉, 飞书, or a receiver of one's own",
    .channel = DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_APP,
    .shape = {WEBHOOK_PART_UNITS, WEBHOOK_PART_UNITS},
    .options = rows,
    .options_size = sizeof(struct webhook_options),
    .check = check,
    .open = open_webhook,
    .close = close_webhook,
    .address = address,
    .find = find,
    .gap = gap,
    .submit = submit,
    .doctor = doctor,
};
