#include "client/notify/transport/mail/server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <idn2.h>

#include "client/notify/net/peer.h"
#include "proto/cleanup.h"
#include "text/utf8.h"

/* ---- its address */

static const char *parts_fault(CURLU *u, bool plain)
{
	static const CURLUPart none[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY,
					 CURLUPART_FRAGMENT, CURLUPART_OPTIONS};
	char *scheme = NULL, *host = NULL, *path = NULL;
	const char *fault = NULL;

	if (curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_PATH, &path, 0) != CURLUE_OK)
		fault = "it is no smtp://HOST:PORT or smtps://HOST:PORT";
	else if (strcmp(scheme, "smtp") != 0 && strcmp(scheme, "smtps") != 0)
		fault = "it is no smtp:// or smtps:// address";
	else if (strcmp(path, "/") != 0 && *path)
		fault = "nothing may stand behind the port; the name to greet with is ehlo";
	else if (plain && (strcmp(scheme, "smtp") != 0 || !peer_is_loopback(host)))
		fault = "plain = yes is only for smtp:// to 127.0.0.1 or [::1]: elsewhere the "
			"password and the texts could be read on the way";
	for (size_t i = 0; !fault && i < sizeof none / sizeof *none; i++) {
		char *part = NULL;

		if (curl_url_get(u, none[i], &part, 0) == CURLUE_OK)
			fault = "it has more than host and port; user and password are keys of "
				"their own";
		curl_free(part);
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(path);
	return fault;
}

const char *mail_server_fault(const char *url, bool plain)
{
	CURLU *u = curl_url();
	const char *fault = "it is no smtp://HOST:PORT or smtps://HOST:PORT";

	if (u && curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK)
		fault = parts_fault(u, plain);
	curl_url_cleanup(u);
	return fault;
}

/* libcurl would encode the host only after setlocale(). The name to greet with is the path. */
static char *server_of(const struct mail_options *o)
{
	_cleanup_free_ char *path = NULL;
	char *host = NULL, *ascii = NULL, *url = NULL, *copy = NULL;
	CURLU *u = curl_url();
	bool fine = u && curl_url_set(u, CURLUPART_URL, o->url, 0) == CURLUE_OK &&
		    curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK;

	if (fine && *host != '[' && idn2_to_ascii_8z(host, &ascii, IDN2_NONTRANSITIONAL) == IDN2_OK)
		fine = curl_url_set(u, CURLUPART_HOST, ascii, 0) == CURLUE_OK;
	if (fine && o->ehlo)
		fine = asprintf(&path, "/%s", o->ehlo) >= 0 &&
		       curl_url_set(u, CURLUPART_PATH, path, 0) == CURLUE_OK;
	if (fine && curl_url_get(u, CURLUPART_URL, &url, 0) == CURLUE_OK)
		copy = strdup(url);
	curl_free(host);
	idn2_free(ascii);
	curl_free(url);
	curl_url_cleanup(u);
	return copy;
}

/* ---- the conversation */

static size_t give_mail(char *to, size_t one, size_t n, void *userdata)
{
	struct mail_talk *t = userdata;
	size_t left = t->size - t->read, room = one * n;

	if (left > room)
		left = room;
	memcpy(to, t->mail + t->read, left);
	t->read += left;
	if (t->read == t->size)
		t->stage = MAIL_WHOLE;
	return left;
}

/* The server's last line, but its good-bye. */
static size_t hear(char *line, size_t one, size_t n, void *userdata)
{
	struct mail_talk *t = userdata;
	size_t size = one * n;

	if (t->over)
		return one * n;
	while (size > 0 && (line[size - 1] == '\r' || line[size - 1] == '\n'))
		size--;
	(void)snprintf(t->said, sizeof t->said, "%.*s",
		       (int)(size < CARRIER_WORD_BYTES ? size : CARRIER_WORD_BYTES), line);
	return one * n;
}

/* libcurl tells which command it sends only so. Passwords go by here and are not looked at. */
static int watch(CURL *easy, curl_infotype type, char *data, size_t size, void *userdata)
{
	static const struct {
		const char *command;
		enum mail_stage stage;
	} commands[] = {{"MAIL ", MAIL_SENDER}, {"RCPT ", MAIL_RECIPIENT}, {"DATA", MAIL_DATA}};
	struct mail_talk *t = userdata;

	(void)easy;
	for (size_t i = 0; type == CURLINFO_HEADER_OUT && i < sizeof commands / sizeof *commands;
	     i++)
		if (size >= strlen(commands[i].command) &&
		    strncmp(data, commands[i].command, strlen(commands[i].command)) == 0)
			t->stage = commands[i].stage;
	t->over =
	    t->over || (type == CURLINFO_HEADER_OUT && size >= 4 && strncmp(data, "QUIT", 4) == 0);
	return 0;
}

static bool set_ways(CURL *easy, struct mail_talk *t, const struct mail_options *o)
{
	_cleanup_free_ char *url = server_of(o);
	long tls = o->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL;

	return url && curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_USE_SSL, tls) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) ==
		   CURLE_OK &&
	       (!o->ca || curl_easy_setopt(easy, CURLOPT_CAINFO, o->ca) == CURLE_OK) &&
	       (!o->user || curl_easy_setopt(easy, CURLOPT_USERNAME, o->user) == CURLE_OK) &&
	       (!o->password ||
		curl_easy_setopt(easy, CURLOPT_PASSWORD, o->password) == CURLE_OK) &&
	       curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)MAIL_CONNECTION_SEC) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)HTTP_CONNECT_MS) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)o->seconds) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HEADERDATA, t) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, watch) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_DEBUGDATA, t) == CURLE_OK;
}

static bool set_mail(CURL *easy, struct mail_talk *t, const char *from, const char *to)
{
	char address[ADDRESS_BYTES + 2];

	if (!to)
		return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "NOOP") == CURLE_OK &&
		       curl_easy_setopt(easy, CURLOPT_NOBODY, 1L) == CURLE_OK;
	(void)snprintf(address, sizeof address, "<%s>", to);
	t->to = curl_slist_append(NULL, address);
	(void)snprintf(address, sizeof address, "<%s>", from);
	return t->to && curl_easy_setopt(easy, CURLOPT_MAIL_FROM, address) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, t->to) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)t->size) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_mail) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_READDATA, t) == CURLE_OK;
}

int mail_talk_begin(struct mail_talk *t, const struct mail_options *o, const char *from,
		    const char *to, CURL **ret)
{
	CURL *easy = curl_easy_init();
	bool fine = easy && set_ways(easy, t, o) && set_mail(easy, t, from, to);

	if (fine) {
		*ret = easy;
		return 0;
	}
	curl_easy_cleanup(easy);
	return -ENOMEM;
}

void mail_talk_done(struct mail_talk *t)
{
	curl_slist_free_all(t->to);
	free(t->mail);
}

/* ---- its end */

/* Words for what an operator can mend, with the server's or libcurl's own behind them. */
static void explain(struct mail_talk *t, CURLcode result)
{
	static const struct {
		CURLcode result;
		const char *words;
		bool heard; /* the server said why */
	} rows[] = {
	    {CURLE_USE_SSL_FAILED, "the server offers no STARTTLS, and nothing is sent without it",
	     false},
	    {CURLE_LOGIN_DENIED, "the server does not take this user and password", true},
	    {CURLE_PEER_FAILED_VERIFICATION, "the server's certificate is not trusted", false},
	    {CURLE_SSL_CACERT_BADFILE, "ca is no file of certificates", false},
	    {CURLE_REMOTE_ACCESS_DENIED, "the server does not let this machine in", true},
	    {CURLE_OPERATION_TIMEDOUT, "the server took too long", false},
	};
	const char *own = *t->error ? t->error : curl_easy_strerror(result);
	char text[sizeof t->said + sizeof t->error + 128];

	(void)snprintf(text, sizeof text, "%s%s%s", own, *t->said ? "; it said " : "", t->said);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].result == result)
			(void)snprintf(text, sizeof text, "%s: %s", rows[i].words,
				       rows[i].heard && *t->said ? t->said : own);
	(void)snprintf(t->said, sizeof t->said, "%.*s", (int)utf8_cut(text, CARRIER_WORD_BYTES),
		       text);
}

/* Codes that are about the sender, whatever the command: a password is wanted or wrong. */
static bool is_login(long code)
{
	return code == 530 || code == 534 || code == 535 || code == 538;
}

struct submit_answer mail_talk_judge(struct mail_talk *t, CURLcode result, long code)
{
	struct submit_answer a = {.state = SUBMIT_LATER, .detail = t->said};
	/* what the server says to RCPT and later is about this mail; 421 is about the server */
	bool ours = t->stage >= MAIL_RECIPIENT && code >= 400 && code != 421 && !is_login(code) &&
		    result != CURLE_OPERATION_TIMEDOUT;

	if (result == CURLE_OK)
		a.state = SUBMIT_TAKEN;
	else if (ours && code >= 500)
		a.state = SUBMIT_REFUSED;
	else if (t->stage == MAIL_WHOLE && code < 400)
		a.state = SUBMIT_DOUBT;
	a.down = result != CURLE_OK && !ours;
	if (a.down)
		explain(t, result);
	return a;
}
