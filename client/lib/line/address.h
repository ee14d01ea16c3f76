/* An endpoint as a plain socket address: looked up without waiting for a dead name server, and
 * tried by hand to say, when ZeroMQ cannot connect, why. */
#pragma once

#include "duban/error.h"

#define ADDRESS_MAX 256

/* The endpoint with its host as a number ("tcp://10.0.0.5:7711"); ipc endpoints as they are.
 * DUBAN_E_ADDRESS for what is no endpoint and for names nobody answers for in `timeout_ms`. */
int address_resolve(const char *endpoint, int timeout_ms, char ret[ADDRESS_MAX],
		    struct duban_failure *failure);

/* Connects to what address_resolve() made of `endpoint` and hangs up again: 0, or
 * DUBAN_E_REFUSED, _NO_ROUTE with `failure` filled. */
int address_probe(const char *endpoint, const char *address, int timeout_ms,
		  struct duban_failure *failure);
