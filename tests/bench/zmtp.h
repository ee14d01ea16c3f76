/* A load generator that speaks ZMTP 3.0 itself (NULL mechanism, TCP or a Unix socket): any
 * number of DEALER peers in one epoll loop. It costs a fraction of libzmq's clients, so on a
 * small machine the server is what gets measured. */
#pragma once

#include "bench/bench.h"

/* Greets as a socket of `type` ("DEALER", "SUB"); endpoint tcp://127.0.0.1:PORT or
 * ipc://PATH. Returns the connection. */
int zmtp_connect(const char *endpoint, const char *type);

/* Writes the bytes of the next request of `client` into buf. */
#define ZMTP_REQUEST_MAX 255
typedef size_t (*zmtp_make)(void *user, unsigned client, unsigned char *buf);

#define ZMTP_WARM_UP 0.3 /* seconds: until a daemon that was idle runs evenly */
struct zmtp_load {
	const char *endpoint;
	unsigned clients;
	unsigned window; /* requests in flight on each, at most 128 */
	double warm_up;	 /* seconds that are not measured */
	double seconds;	 /* after them */
	zmtp_make make;
	void *user;
	/* out */
	struct samples latency;
	uint64_t replies, refused;
	uint64_t warmed; /* replies during the warm-up, not in `replies` */
	double elapsed;
	double silence; /* the longest time in which no reply came to anyone, seconds */
};
void zmtp_run(struct zmtp_load *l);
