#include "client/notify/net/http.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/limits.h"
#include "client/notify/net/multi.h"
#include "proto/cleanup.h"

struct http_client {
	struct net_multi *multi;
};

struct http_exchange {
	http_done_fn *done;
	void *userdata;
	struct curl_slist *headers;
	char error[CURL_ERROR_SIZE];
	size_t size;
	char body[HTTP_ANSWER_MAX + 1];
};

/* More than the limit ends the transfer: such an answer is none. */
static size_t take_body(char *data, size_t one, size_t n, void *userdata)
{
	struct http_exchange *x = userdata;

	if (n > HTTP_ANSWER_MAX - x->size)
		return 0;
	memcpy(x->body + x->size, data, n);
	x->size += n;
	return n * one;
}

static void finish(struct http_exchange *x, CURL *easy, CURLcode result)
{
	struct http_answer answer = {.came = result == CURLE_OK, .body = x->body, .size = x->size};
	long sent = 0;

	x->body[x->size] = '\0';
	(void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
	(void)curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &sent);
	answer.gone = !answer.came && sent > 0;
	answer.fault = answer.came ? NULL : *x->error ? x->error : curl_easy_strerror(result);
	x->done(x->userdata, &answer);
	curl_slist_free_all(x->headers);
	curl_easy_cleanup(easy);
	free(x);
}

static void on_done(void *userdata, CURL *easy, CURLcode result)
{
	finish(userdata, easy, result);
}

static CURL *prepare(struct http_exchange *x, const struct http_request *r)
{
	CURL *easy = curl_easy_init();
	bool fine = easy != NULL;

	for (const char *const *h = r->headers; fine && h && *h; h++) {
		struct curl_slist *longer = curl_slist_append(x->headers, *h);

		fine = longer != NULL;
		x->headers = longer ? longer : x->headers;
	}
	fine =
	    fine && curl_easy_setopt(easy, CURLOPT_URL, r->url) == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)HTTP_CONNECT_MS) == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
			     (long)(r->timeout_ms ? r->timeout_ms : HTTP_TIMEOUT_MS)) == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, x->headers) == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, x->error) == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
	    curl_easy_setopt(easy, CURLOPT_WRITEDATA, x) == CURLE_OK;
	if (fine && r->once)
		fine = curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
		       curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK;
	if (fine && r->body)
		fine = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)r->size) == CURLE_OK &&
		       curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, r->body) == CURLE_OK;
	if (!fine && easy) {
		curl_easy_cleanup(easy);
		easy = NULL;
	}
	return easy;
}

static int begin(const struct http_request *request, struct http_exchange **ret, CURL **ret_easy)
{
	struct http_exchange *x = calloc(1, sizeof *x);

	if (!x)
		return -ENOMEM;
	*ret_easy = prepare(x, request);
	if (!*ret_easy) {
		curl_slist_free_all(x->headers);
		free(x);
		return -ENOMEM;
	}
	*ret = x;
	return 0;
}

int http_send(struct http_client *c, const struct http_request *request, http_done_fn *done,
	      void *userdata)
{
	struct http_exchange *x;
	CURL *easy;
	int r = begin(request, &x, &easy);

	if (r < 0)
		return r;
	x->done = done;
	x->userdata = userdata;
	r = multi_add(c->multi, easy, on_done, x);
	if (r < 0) {
		curl_slist_free_all(x->headers);
		curl_easy_cleanup(easy);
		free(x);
	}
	return r;
}

void http_call(const struct http_request *request, http_done_fn *done, void *userdata)
{
	struct http_answer failed = {.fault = "no memory"};
	struct http_exchange *x;
	CURL *easy;

	if (begin(request, &x, &easy) < 0) {
		done(userdata, &failed);
		return;
	}
	x->done = done;
	x->userdata = userdata;
	finish(x, easy, curl_easy_perform(easy));
}

struct http_client *http_close(struct http_client *c)
{
	if (!c)
		return NULL;
	(void)multi_close(c->multi);
	free(c);
	return NULL;
}

int http_open(sd_event *event, unsigned connections, struct http_client **ret)
{
	struct http_client *c = calloc(1, sizeof *c);
	int r;

	if (!c)
		return -ENOMEM;
	r = multi_open(event, connections, &c->multi);
	if (r < 0)
		free(c);
	else
		*ret = c;
	return r;
}

bool http_query(char **query, const char *name, const char *value)
{
	_cleanup_free_ char *before = TAKE_PTR(*query);
	char *escaped = curl_easy_escape(NULL, value, (int)strlen(value));
	int n = escaped ? asprintf(query, "%s%s%s=%s", before ? before : "", before ? "&" : "",
				   name, escaped)
			: -1;

	curl_free(escaped);
	if (n < 0)
		*query = NULL;
	return n >= 0;
}
