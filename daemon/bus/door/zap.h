/* Who may come in: answers libzmq's question (ZAP 1.0, RFC 27) about each CURVE key, on the
 * same loop. A key that is let in becomes the connection's User-Id, in Z85. Must exist before
 * any server socket is bound: without it CURVE lets everybody in. */
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
	/* 0: let in, DENIED, < 0: ends the loop. */
	int (*admit)(void *user, enum door door, const uint8_t key[CURVE_KEY_SIZE]);
	void *user;
};

int zap_new(struct zap **ret, const struct zap_config *c);
struct zap *zap_free(struct zap *z);
DEFINE_CLEANUP(struct zap *, zap_free)

/* The key behind a message's User-Id; false when it has none: routing-id frames lose it, so
 * ask a payload frame. `message` is a zmq_msg_t. */
bool zap_user_key(void *message, uint8_t ret[CURVE_KEY_SIZE]);
