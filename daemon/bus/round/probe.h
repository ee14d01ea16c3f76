/* A request that the daemon sends to itself. It takes the whole way of a client's request: admin
 * router, round, reply. systemd's watchdog is notified only while these requests are answered, so
 * that a daemon whose loop runs but serves nobody is restarted like one that hangs. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "base/err.h"

#define PROBE_ENDPOINT "inproc://duban-probe"

struct probe;

/* The admin router must already be bound to PROBE_ENDPOINT. */
int probe_new(struct probe **ret, sd_event *event, void *context);
struct probe *probe_free(struct probe *p);
DEFINE_CLEANUP(struct probe *, probe_free)

/* *ret_answered: the last probe was answered; if so, sends the next one. */
int probe_ask(struct probe *p, bool *ret_answered);
