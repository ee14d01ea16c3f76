/* HTTP requests on the event loop. Every one has an end: a time-out, and a limit for what is read
 * of the answer. Certificates are verified, nothing is redirected, and no proxy of the environment
 * is used. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <systemd/sd-event.h>

struct http_client;

struct http_request {
	const char *url;
	const char *body; /* NULL: GET, else POST; both are copied */
	size_t size;
	const char *const *headers; /* "Name: value", ends with NULL; may be NULL */
	unsigned timeout_ms;	    /* 0: HTTP_TIMEOUT_MS */
	/* On a connection of its own: what an old one loses libcurl sends again by itself. */
	bool once;
};

struct http_answer {
	bool came;	  /* a whole answer; the next three are set */
	long status;	  /* 200, 404 */
	const char *body; /* ends with a NUL behind `size` bytes */
	size_t size;
	bool gone;	   /* no answer, but the request or a part of it went out */
	const char *fault; /* of libcurl, if none came */
};

typedef void http_done_fn(void *userdata, const struct http_answer *answer);

int http_open(sd_event *event, unsigned connections, struct http_client **ret);
/* NULL-safe. Whatever is under way ends without an answer, by its callback. */
struct http_client *http_close(struct http_client *c);
/* 0, or -ENOMEM: `done` is not called then. */
int http_send(struct http_client *c, const struct http_request *request, http_done_fn *done,
	      void *userdata);
/* Waits for the answer, for `doctor`. */
void http_call(const struct http_request *request, http_done_fn *done, void *userdata);

/* Appends "name=value" with the value escaped for a query. False: no memory. */
bool http_query(char **query, const char *name, const char *value);
