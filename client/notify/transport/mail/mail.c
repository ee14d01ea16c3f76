#include "client/notify/transport/mail/mail.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/notify/net/multi.h"
#include "client/notify/text/book.h"
#include "client/notify/transport/mail/address.h"
#include "client/notify/transport/mail/message.h"
#include "client/notify/transport/mail/server.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"

#define MAIL_AT(member) offsetof(struct mail_options, member)

static const struct notify_option rows[] = {
    {"url", OPTION_TEXT, MAIL_AT(url), .needed = true,
     .about = "smtp://HOST:PORT, with STARTTLS, or smtps://HOST:PORT"},
    {"plain", OPTION_FLAG, MAIL_AT(plain), .standard = "no",
     .about = "without TLS, to 127.0.0.1 or [::1] only"},
    {"ca", OPTION_PATH, MAIL_AT(ca), .about = "certificates to trust in place of the system's"},
    {"user", OPTION_TEXT, MAIL_AT(user), .about = "of the mail server"},
    {"password", OPTION_SECRET, MAIL_AT(password), .about = "its password"},
    {"ehlo", OPTION_TEXT, MAIL_AT(ehlo), .about = "name to greet with (default the machine's)"},
    {"from", OPTION_TEXT, MAIL_AT(from), .needed = true, .about = "the sender's address"},
    {"name", OPTION_TEXT, MAIL_AT(name), .about = "the sender's name"},
    {"reply-to", OPTION_TEXT, MAIL_AT(reply_to), .about = "where answers go"},
    {"addresses", OPTION_PATH, MAIL_AT(addresses), .needed = true,
     .about = "CSV file, person,address, that others cannot read"},
    {"seconds", OPTION_COUNT, MAIL_AT(seconds), .standard = "120",
     .about = "so long one mail may take", .min = 1, .max = SENDING_MAX_SEC - 60},
    {"delivered", OPTION_FLAG, MAIL_AT(delivered), .standard = "no",
     .about = "a mail that the server took counts as delivered (mail brings no receipts)"},
    {},
};

struct mail {
	const struct mail_options *options;
	const struct transport_host *host;
	struct net_multi *multi;
	struct address_book *book;
	char from[ADDRESS_BYTES], reply_to[ADDRESS_BYTES];
	bool closing;
};

struct mail_sending {
	struct mail *mail;
	char ref[MESSAGE_REF_BYTES];
	struct mail_talk talk;
};

/* ---- options */

static int check(const void *options, char **ret_fault)
{
	const struct mail_options *o = options;
	char address[ADDRESS_BYTES];
	const char *fault = mail_server_fault(o->url, o->plain), *key = "url", *value = o->url;

	if (!fault) {
		key = "from";
		value = o->from;
		fault = mail_address(value, address);
	}
	if (!fault && o->reply_to) {
		key = "reply-to";
		value = o->reply_to;
		fault = mail_address(value, address);
	}
	if (!fault && !o->user != !o->password) {
		key = o->user ? "user" : "password";
		value = "";
		fault = "user and password go together";
	}
	if (!fault && o->ehlo && (!*o->ehlo || strpbrk(o->ehlo, " /?#%"))) {
		key = "ehlo";
		value = o->ehlo;
		fault = "it is no name of a machine";
	}
	if (!fault)
		return 0;
	return asprintf(ret_fault, "%s: '%s': %s", key, value, fault) < 0 ? -ENOMEM
									  : STATUS_INVALID;
}

/* ---- submitting */

static void sending_free(struct mail_sending *s)
{
	if (s)
		mail_talk_done(&s->talk);
	free(s);
}

static void on_done(void *userdata, CURL *easy, CURLcode result)
{
	struct mail_sending *s = userdata;
	struct mail *m = s->mail;
	struct submit_answer answer;
	long code = 0;

	(void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
	curl_easy_cleanup(easy);
	answer = mail_talk_judge(&s->talk, result, code);
	answer.delivered = m->options->delivered;
	if (!m->closing)
		m->host->answered(m->host->gateway, s->ref, &answer);
	sending_free(s);
}

static usec_t now_real(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (usec_t)t.tv_sec * USEC_PER_SEC + t.tv_nsec / 1000;
}

static int start(struct mail *m, const struct transport_message *message, struct mail_sending *s)
{
	char id[MESSAGE_REF_BYTES + 24];
	struct mail_letter letter = {.from = m->from,
				     .from_name = m->options->name,
				     .to = message->address,
				     .reply_to = *m->reply_to ? m->reply_to : NULL,
				     .ref = id,
				     .text = message->text,
				     .at = now_real()};
	CURL *easy;
	int r;

	/* a mailbox shows what has the same Message-ID once, and all trials have the same ref */
	(void)snprintf(id, sizeof id, "%s", message->ref);
	if (m->host->trial)
		(void)snprintf(id, sizeof id, "%s.%lld", message->ref, (long long)letter.at);
	s->mail = m;
	(void)snprintf(s->ref, sizeof s->ref, "%s", message->ref);
	s->talk.mail = mail_message(&letter, &s->talk.size);
	if (!s->talk.mail)
		return -ENOMEM;
	r = mail_talk_begin(&s->talk, m->options, m->from, message->address, &easy);
	if (r < 0)
		return r;
	r = multi_add(m->multi, easy, on_done, s);
	if (r < 0)
		curl_easy_cleanup(easy);
	return r;
}

static void submit(void *self, const struct transport_message *message)
{
	struct submit_answer later = {.state = SUBMIT_LATER, .detail = "no memory"};
	struct mail *m = self;
	struct mail_sending *s = calloc(1, sizeof *s);

	if (s && start(m, message, s) == 0)
		return;
	sending_free(s);
	m->host->answered(m->host->gateway, message->ref, &later);
}

/* ---- its life */

static const char *find(void *self, const char *person, const char *phone, char ret[ADDRESS_BYTES])
{
	struct mail *m = self;

	(void)phone;
	return book_find(m->book, person, ret);
}

static void close_mail(void *self)
{
	struct mail *m = self;

	if (!m)
		return;
	m->closing = true;
	m->multi = multi_close(m->multi);
	m->book = book_close(m->book);
	free(m);
}

static int open_mail(const void *options, const struct transport_host *host, void **ret,
		     char **ret_fault)
{
	struct mail *m = calloc(1, sizeof *m);
	int r;

	if (!m)
		return -ENOMEM;
	m->options = options;
	m->host = host;
	(void)mail_address(m->options->from, m->from); /* check() found them right */
	if (m->options->reply_to)
		(void)mail_address(m->options->reply_to, m->reply_to);
	r = book_open(m->options->addresses, &m->book, ret_fault);
	r = r ? r : multi_open(host->event, WINDOW_MAX, &m->multi);
	if (r == 0)
		*ret = m;
	else
		close_mail(m);
	return r;
}

/* Greets, begins TLS and gives the password, and sends nothing. */
static void doctor(const void *options, transport_finding_fn *tell, void *userdata)
{
	const struct mail_options *o = options;
	_cleanup_free_ char *fault = NULL;
	struct mail_talk talk = {.stage = MAIL_GREETING};
	struct address_book *book = NULL;
	CURLcode result = CURLE_OUT_OF_MEMORY;
	CURL *easy;
	int r = book_open(o->addresses, &book, &fault);

	tell(userdata, "addresses", r == 0, r == 0 ? o->addresses : fault ? fault : "no memory");
	(void)book_close(book);
	if (mail_talk_begin(&talk, o, NULL, NULL, &easy) == 0) {
		result = curl_easy_perform(easy);
		curl_easy_cleanup(easy);
	}
	if (result != CURLE_OK)
		(void)mail_talk_judge(&talk, result, 0);
	tell(userdata, "mail server", result == CURLE_OK,
	     result == CURLE_OK ? "takes this user over TLS; a mail to try it: duban-notify test"
				: talk.said);
	mail_talk_done(&talk);
}

const struct transport transport_mail = {
    .name = "mail",
    .about = "mail by SMTP",
    .channel = DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_MAIL,
    .options = rows,
    .options_size = sizeof(struct mail_options),
    .check = check,
    .open = open_mail,
    .close = close_mail,
    .address = mail_address,
    .find = find,
    .submit = submit,
    .doctor = doctor,
};
