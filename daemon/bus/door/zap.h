/* The ZAP handler (ZAP 1.0, ZeroMQ RFC 27): decides for each new connection whether its CURVE key
 * is admitted. It runs on the daemon's loop. An admitted key becomes the connection's User-Id, in
 * Z85. The handler must exist before any server socket is bound: without it libzmq accepts every
 * CURVE key. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/door/denials.h"
#include "bus/zmq/socket.h"
#include "proto/limits.h"

#define USER_ID_TEXT_MAX 41 /* a key in Z85 */

struct zap;

struct zap_config {
	sd_event *event;
	void *context;
	struct denials *denials;
	/* 0: admit the key. DENIED: refuse it. < 0: end the loop. */
	int (*admit)(void *user, enum door door, const uint8_t key[CURVE_KEY_SIZE]);
	void *user;
};

int zap_new(struct zap **ret, const struct zap_config *c);
struct zap *zap_free(struct zap *z);
DEFINE_CLEANUP(struct zap *, zap_free)

/* The key in the User-Id of a message. False: it has none. `message` is the zmq_msg_t of a payload
 * frame; libzmq does not keep the User-Id on the routing-id frame. */
bool zap_user_key(void *message, uint8_t ret[CURVE_KEY_SIZE]);
