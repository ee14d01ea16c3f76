#include "client/notify/transport/kannel_calls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "client/notify/net/http.h"
#include "client/notify/net/listener.h"
#include "client/notify/text/recode.h"
#include "proto/cleanup.h"
#include "text/number.h"

/* ---- callbacks */

/* Takes the same time wherever the first difference is. */
static bool is_secret(const struct kannel_options *o, const struct listener_call *call)
{
	size_t size, n = strlen(o->secret);
	const char *given = listener_value(call, "secret", &size);

	return given && size == n && CRYPTO_memcmp(given, o->secret, n) == 0;
}

/* 1 delivered, 2 failed, 4 goes on trying, 8 the centre has it, 16 the centre refused it. */
static enum receipt_kind kind_of(uint32_t status)
{
	if (status & (2 | 16))
		return RECEIPT_FAILED;
	return status & 1 ? RECEIPT_DELIVERED : RECEIPT_BUFFERED;
}

static void on_report(const struct transport_host *host, struct listener_call *call)
{
	const char *ref = listener_value(call, "ref", NULL);
	const char *status = listener_value(call, "status", NULL);
	struct transport_receipt receipt = {
	    .ref = ref, .detail = listener_value(call, "answer", NULL), .call = call};
	uint32_t n;

	if (!ref || !status || !number_parse(status, 31, &n) || n == 0) {
		listener_answer(call, 400, "no ref, or no status from 1 to 31");
		return;
	}
	if (receipt.detail && !*receipt.detail)
		receipt.detail = NULL;
	receipt.kind = kind_of(n);
	host->receipt(host->gateway, &receipt);
}

static void on_reply(const struct transport_host *host, struct listener_call *call)
{
	const char *from = listener_value(call, "from", NULL);
	const char *coding = listener_value(call, "coding", NULL), *bytes;
	const char *id = listener_value(call, "id", NULL);
	_cleanup_free_ char *text = NULL;
	size_t size;

	bytes = listener_value(call, "text", &size);
	if (!from || !bytes) {
		listener_answer(call, 400, "no from, or no text");
		return;
	}
	if (recode_text(bytes, size, coding && strcmp(coding, "2") == 0, &text) != 0) {
		listener_answer(call, 200, "no text that can be read");
		return;
	}
	host->reply(host->gateway,
		    &(struct transport_reply){
			.from = from, .text = text, .id = id ? id : "", .call = call});
}

void kannel_callback(const struct kannel_options *options, const struct transport_host *host,
		     const struct listener_request *request)
{
	if (!is_secret(options, request->call))
		listener_answer(request->call, 403, "wrong secret");
	else if (strcmp(request->path, "/dlr") == 0)
		on_report(host, request->call);
	else if (strcmp(request->path, "/mo") == 0)
		on_reply(host, request->call);
	else
		listener_answer(request->call, 404, "there are /dlr and /mo");
}

/* ---- doctor */

struct kannel_finding {
	transport_finding_fn *tell;
	void *userdata;
};

/* A request without a number sends nothing, but its answer tells whether the user may send. */
static void on_sendsms(void *userdata, const struct http_answer *a)
{
	const struct kannel_finding *f = userdata;

	if (!a->came)
		f->tell(f->userdata, "kannel", false, a->fault);
	else if (a->status == 403)
		f->tell(
		    f->userdata, "kannel user", false,
		    "Kannel does not know this user and password, or not from this address: see "
		    "group sendsms-user");
	else if (a->status == 400)
		f->tell(f->userdata, "kannel user", true, "may send");
	else
		f->tell(f->userdata, "kannel", false, "url is not that of sendsms");
}

static void on_status(void *userdata, const struct http_answer *a)
{
	const struct kannel_finding *f = userdata;

	if (!a->came) {
		f->tell(f->userdata, "kannel status", false, a->fault);
		return;
	}
	if (!strstr(a->body, "Kannel bearerbox")) {
		f->tell(f->userdata, "kannel status", false,
			"status-url or status-password is wrong");
		return;
	}
	bool store = !strstr(a->body, "store size -1");
	bool online = strstr(a->body, "(online ") != NULL;

	f->tell(f->userdata, "kannel store", store,
		store ? "accepted texts survive a restart of Kannel"
		      : "accepted texts are lost when Kannel stops: set store-type and "
			"store-location in group core");
	f->tell(f->userdata, "kannel centre", online,
		online ? "at least one centre is connected" : "no centre is connected");
}

void kannel_doctor(const void *options, transport_finding_fn *tell, void *userdata)
{
	const struct kannel_options *o = options;
	struct kannel_finding finding = {tell, userdata};
	_cleanup_free_ char *query = NULL, *url = NULL, *status = NULL, *password = NULL;

	if (http_query(&query, "username", o->user) &&
	    http_query(&query, "password", o->password) &&
	    asprintf(&url, "%s?%s", o->url, query) >= 0)
		http_call(&(struct http_request){.url = url, .timeout_ms = HTTP_CONNECT_MS},
			  on_sendsms, &finding);
	if (!o->status_url)
		return;
	if (o->status_password && !http_query(&password, "password", o->status_password))
		return;
	if (asprintf(&status, "%s%s%s", o->status_url, password ? "?" : "",
		     password ? password : "") >= 0)
		http_call(&(struct http_request){.url = status, .timeout_ms = HTTP_CONNECT_MS},
			  on_status, &finding);
}
