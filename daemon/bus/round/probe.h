/* A client of our own on the admin socket, over a pair of connected sockets: a request that it
 * sends goes the way of every other one. The watchdog asks by it whether requests are served. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/zmtp/server.h"

struct probe;

int probe_new(struct probe **ret, sd_event *event, struct zmtp_server *server);
struct probe *probe_free(struct probe *p);
DEFINE_CLEANUP(struct probe *, probe_free)

/* Sends a request, unless the previous one was not answered yet (*ret_answered). */
int probe_ask(struct probe *p, bool *ret_answered);
