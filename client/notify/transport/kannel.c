#include "client/notify/transport/kannel.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/net/http.h"
#include "client/notify/net/listener.h"
#include "client/notify/text/phone.h"
#include "client/notify/transport/kannel_calls.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"

#define KANNEL_AT(member) offsetof(struct kannel_options, member)

static const struct notify_option rows[] = {
    {"url", OPTION_TEXT, KANNEL_AT(url), .standard = "http://127.0.0.1:13013/cgi-bin/sendsms",
     .about = "smsbox's sendsms"},
    {"user", OPTION_TEXT, KANNEL_AT(user), .needed = true, .about = "of a group sendsms-user"},
    {"password", OPTION_SECRET, KANNEL_AT(password), .needed = true, .about = "its password"},
    {"from", OPTION_TEXT, KANNEL_AT(from), .about = "sender's number, if the centre wants one"},
    {"smsc", OPTION_TEXT, KANNEL_AT(smsc), .about = "smsc-id, if there are several"},
    {"listen", OPTION_TEXT, KANNEL_AT(listen), .standard = "127.0.0.1:18080",
     .about = "address and port for reports and replies"},
    {"callback", OPTION_TEXT, KANNEL_AT(callback),
     .about = "how Kannel reaches that (default http:// and listen)"},
    {"secret", OPTION_SECRET, KANNEL_AT(secret), .needed = true,
     .about = "letters and digits that its callbacks must give"},
    {"status-url", OPTION_TEXT, KANNEL_AT(status_url),
     .about = "bearerbox's status.txt, for doctor: http://127.0.0.1:13000/status.txt"},
    {"status-password", OPTION_SECRET, KANNEL_AT(status_password), .about = "its password"},
    {},
};

struct kannel {
	const struct kannel_options *options;
	const struct transport_host *host;
	struct http_client *http;
	struct net_listener *listener;
	char *base; /* of the callbacks */
	bool closing;
};

struct kannel_submission {
	struct kannel *kannel;
	char ref[MESSAGE_REF_BYTES];
};

/* ---- options */

static bool is_plain(const char *s)
{
	for (; *s; s++)
		if (!isascii(*s) || !isalnum((unsigned char)*s))
			return false;
	return true;
}

static int check(const void *options, char **ret_fault)
{
	const struct kannel_options *o = options;
	const char *fault = listener_fault(o->listen);
	int n = 0;

	if (fault)
		n = asprintf(ret_fault, "listen: '%s': %s", o->listen, fault);
	else if (strncmp(o->url, "http://", 7) != 0 && strncmp(o->url, "https://", 8) != 0)
		n = asprintf(ret_fault, "url: '%s' is no http:// or https:// address", o->url);
	else if (!is_plain(o->secret) || strlen(o->secret) < 16)
		/* percent signs and others mean something to Kannel within a callback's address */
		n = asprintf(ret_fault, "secret: it is not 16 or more letters and digits");
	else if (o->callback && strpbrk(o->callback, "%? "))
		n = asprintf(ret_fault, "callback: '%s' has one of %% ? and blank", o->callback);
	else
		return 0;
	return n < 0 ? -ENOMEM : STATUS_INVALID;
}

/* ---- submitting */

/* "0: Accepted for delivery" and "3: Queued for later delivery" mean that it has the text. A 400
 * that tells of a list is about the number; any other one, like 403 and 404, is about how Kannel or
 * this file is set up, and no fault of the text. */
static struct submit_answer judge(const struct http_answer *a)
{
	if (!a->came)
		return (struct submit_answer){.state = a->gone ? SUBMIT_DOUBT : SUBMIT_LATER,
					      .detail = a->fault,
					      .down = true};
	if (a->status == 202 && (strncmp(a->body, "0:", 2) == 0 || strncmp(a->body, "3:", 2) == 0))
		return (struct submit_answer){.state = SUBMIT_TAKEN};
	if (a->status == 400 && strstr(a->body, "denied by"))
		return (struct submit_answer){.state = SUBMIT_REFUSED, .detail = a->body};
	if (a->status == 202)
		return (struct submit_answer){.state = SUBMIT_DOUBT, .detail = a->body};
	return (struct submit_answer){.state = SUBMIT_LATER,
				      .detail = a->size ? a->body : "an answer without words",
				      .down = true};
}

static void on_answer(void *userdata, const struct http_answer *a)
{
	struct kannel_submission *s = userdata;
	struct submit_answer answer = judge(a);

	if (!s->kannel->closing)
		s->kannel->host->answered(s->kannel->host->gateway, s->ref, &answer);
	free(s);
}

/* The concatenation header of a part: 05 00 03, the text's number, how many, which. */
static bool add_header(char **query, const struct transport_message *m)
{
	char escaped[32];
	_cleanup_free_ char *before = TAKE_PTR(*query);
	int n;

	(void)snprintf(escaped, sizeof escaped, "%%05%%00%%03%%%02X%%%02X%%%02X", m->group & 0xff,
		       m->parts & 0xff, m->part & 0xff);
	n = asprintf(query, "%s&udh=%s", before, escaped);
	if (n < 0)
		*query = NULL;
	return n >= 0;
}

static bool add_number(char **query, const char *name, long long value)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%lld", value);
	return http_query(query, name, text);
}

/* Kannel counts in minutes. */
static long long minutes(usec_t valid_for)
{
	long long n = valid_for / USEC_PER_MIN;

	return n < 1 ? 1 : n > 72 * 60 ? 72 * 60 : n;
}

static bool make_url(const struct kannel *k, const struct transport_message *m, char **ret)
{
	const struct kannel_options *o = k->options;
	_cleanup_free_ char *query = NULL, *dlr = NULL;
	bool fine;

	if (asprintf(&dlr, "%s/dlr?secret=%s&ref=%s&status=%%d&answer=%%A", k->base, o->secret,
		     m->ref) < 0)
		return false;
	fine = http_query(&query, "username", o->user) &&
	       http_query(&query, "password", o->password) &&
	       http_query(&query, "to", m->address) &&
	       (!o->from || http_query(&query, "from", o->from)) &&
	       (!o->smsc || http_query(&query, "smsc", o->smsc)) &&
	       /* without both of these Chinese is lost, and the answer is the same */
	       http_query(&query, "coding", "2") && http_query(&query, "charset", "UTF-8") &&
	       add_number(&query, "validity", minutes(m->valid_for)) &&
	       http_query(&query, "text", m->text) && (m->parts < 2 || add_header(&query, m)) &&
	       (k->host->trial ||
		(http_query(&query, "dlr-mask", "31") && http_query(&query, "dlr-url", dlr)));
	fine = fine && asprintf(ret, "%s?%s", o->url, query) >= 0;
	if (query)
		explicit_bzero(query, strlen(query));
	return fine;
}

static void submit(void *self, const struct transport_message *m)
{
	struct kannel *k = self;
	struct submit_answer later = {.state = SUBMIT_LATER, .detail = "no memory"};
	struct kannel_submission *s = malloc(sizeof *s);
	struct http_request request = {.url = NULL};
	char *url = NULL;
	int r = -ENOMEM;

	if (s && make_url(k, m, &url)) {
		s->kannel = k;
		(void)snprintf(s->ref, sizeof s->ref, "%s", m->ref);
		request.url = url;
		r = http_send(k->http, &request, on_answer, s);
	}
	if (url)
		explicit_bzero(url, strlen(url));
	free(url);
	if (r == 0)
		return;
	free(s);
	k->host->answered(k->host->gateway, m->ref, &later);
}

/* ---- callbacks */

static void on_callback(void *userdata, const struct listener_request *request)
{
	struct kannel *k = userdata;

	kannel_callback(k->options, k->host, request);
}

/* The receipt or reply is on disk: only now Kannel may forget it. */
static void stored(void *self, void *call)
{
	(void)self;
	listener_answer(call, 200, "stored");
}

/* ---- its life */

static void close_kannel(void *self)
{
	struct kannel *k = self;

	if (!k)
		return;
	k->closing = true;
	k->http = http_close(k->http);
	k->listener = listener_close(k->listener);
	free(k->base);
	free(k);
}

static int open_listener(struct kannel *k, char **ret_fault)
{
	struct listener_options o = {
	    .event = k->host->event, .where = k->options->listen, .fn = on_callback, .userdata = k};

	return k->host->trial ? 0 : listener_open(&o, &k->listener, ret_fault);
}

static int open_kannel(const void *options, const struct transport_host *host, void **ret,
		       char **ret_fault)
{
	struct kannel *k = calloc(1, sizeof *k);
	int r;

	if (!k)
		return -ENOMEM;
	k->options = options;
	k->host = host;
	if (k->options->callback)
		r = asprintf(&k->base, "%s", k->options->callback);
	else
		r = asprintf(&k->base, "http://%s", k->options->listen);
	r = r < 0 ? -ENOMEM : http_open(host->event, WINDOW_MAX, &k->http);
	r = r ? r : open_listener(k, ret_fault);
	if (r == 0)
		*ret = k;
	else
		close_kannel(k);
	return r;
}

const struct transport transport_kannel = {
    .name = "kannel",
    .about = "text messages by Kannel's sendsms",
    .channel = DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_SMS,
    .shape = {SMS_WHOLE_UNITS, SMS_PART_UNITS},
    .options = rows,
    .options_size = sizeof(struct kannel_options),
    .check = check,
    .open = open_kannel,
    .close = close_kannel,
    .address = phone_normalise,
    .submit = submit,
    .stored = stored,
    .doctor = kannel_doctor,
};
