/* A minimal daemon for the tests of libduban: a ROUTER in its own thread, with or without keys,
 * whose answers the test decides. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "duban.h"
#include "proto/api.pb-c.h"

struct fake;

enum fake_act {
	FAKE_ANSWER,  /* the bytes in `out` */
	FAKE_TWICE,   /* the same bytes twice */
	FAKE_FRAMES,  /* the bytes as two frames */
	FAKE_SILENCE, /* no answer */
	FAKE_RESTART, /* no answer, and the socket is closed and bound again */
	FAKE_LEAVE,   /* no answer, and it goes to another port */
};

struct fake_out {
	uint8_t bytes[300 * 1024];
	size_t size;
};

/* Runs in the fake's thread. Every request it gets has passed wire_check(). */
typedef enum fake_act fake_fn(void *userdata, const Duban__Request *request, struct fake_out *out);

struct fake_options {
	const char *endpoint; /* NULL: a free TCP port */
	bool curve;
	const char *zap;	 /* with curve: "200", "400", ... */
	const struct fake *like; /* with curve: has the keys of that one; NULL: new ones */
	fake_fn *answer;
	void *userdata;
};

struct fake *fake_start(const struct fake_options *options);
/* From now on a new connection's key is refused (400), or admitted again. Needs `zap`. */
void fake_refuse_keys(struct fake *f, bool refuse);
struct fake *fake_stop(struct fake *f); /* NULL-safe */
const char *fake_endpoint(const struct fake *f);
/* Writes a connection file for it, with fresh client keys. */
void fake_connection(const struct fake *f, const char *path);

/* Packs a Reply to `request`; the test may set a body in `reply` first. */
void fake_reply(struct fake_out *out, const Duban__Request *request, Duban__Reply *reply);
enum fake_act fake_ok(void *userdata, const Duban__Request *request, struct fake_out *out);
