/* A load generator that implements ZMTP 3.0 itself (NULL mechanism, TCP or a Unix socket): any
 * number of DEALER peers in one epoll loop. It costs a fraction of libzmq's clients, so that on a
 * small machine the server is measured and not the load. */
#pragma once

#include "bench/bench.h"

/* Connects and does the handshake as a socket of `type` ("DEALER", "SUB"); endpoint
 * tcp://127.0.0.1:PORT or ipc://PATH. Returns the file descriptor. */
int zmtp_connect(const char *endpoint, const char *type);

/* Writes the bytes of the next request of `client` into buf. */
#define ZMTP_REQUEST_MAX 255
typedef size_t (*zmtp_make)(void *user, unsigned client, unsigned char *buf);

#define ZMTP_WARM_UP 0.3 /* seconds until an idle daemon has reached a steady rate */
struct zmtp_load {
	const char *endpoint;
	unsigned clients;
	unsigned window; /* requests in flight per client, at most 128 */
	double warm_up;	 /* seconds at the start that are not measured */
	double seconds;	 /* seconds measured after them */
	zmtp_make make;
	void *user;
	/* out */
	struct samples latency;
	uint64_t replies, refused;
	uint64_t warmed; /* replies during the warm-up, not in `replies` */
	double elapsed;
	double silence; /* the longest time without a reply to any client, seconds */
};
void zmtp_run(struct zmtp_load *l);
