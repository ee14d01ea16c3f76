/* The small HTTP server for callbacks of carriers. It serves GET and POST with a limited number of
 * connections, limited sizes and times. A request is answered when its receiver says so, which is
 * after what it said is on disk. */
#pragma once

#include <stddef.h>

#include <systemd/sd-event.h>

struct net_listener;
struct listener_call; /* a request that is not answered yet */

struct listener_request {
	const char *path;
	const char *body; /* of a POST; ends with a NUL behind `size` bytes */
	size_t size;
	struct listener_call *call;
};

/* Must lead to one listener_answer() for `request->call`, now or later. */
typedef void listener_fn(void *userdata, const struct listener_request *request);

/* `where`: "127.0.0.1:18080", "[::1]:18080"; port 0: any. 0; STATUS_INVALID: *ret_fault (malloc);
 * or -errno. */
struct listener_options {
	sd_event *event;
	const char *where;
	listener_fn *fn;
	void *userdata;
};
int listener_open(const struct listener_options *options, struct net_listener **ret,
		  char **ret_fault);
/* NULL-safe. What is not answered is told to come again. */
struct net_listener *listener_close(struct net_listener *l);
void listener_answer(struct listener_call *call, unsigned status, const char *text);
/* A value of the query; NULL: there is none. It may hold NULs: `*ret_size` counts. */
const char *listener_value(const struct listener_call *call, const char *name, size_t *ret_size);
/* NULL: `where` is an address and a port; else what is wrong. */
const char *listener_fault(const char *where);
