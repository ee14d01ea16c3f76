/* Resolves an endpoint without blocking on a dead name server, and tests it with a plain socket:
 * when ZeroMQ cannot connect, this tells why. */
#pragma once

#include "duban/error.h"

#define ADDRESS_MAX 256

/* The endpoint with its host as a number ("tcp://10.0.0.5:7711"); ipc endpoints unchanged.
 * DUBAN_E_ADDRESS if it is not an endpoint or the name is not resolved within `timeout_ms`. */
int address_resolve(const char *endpoint, int timeout_ms, char ret[ADDRESS_MAX],
		    struct duban_failure *failure);

/* Connects to `address` (made by address_resolve() from `endpoint`) and closes the connection
 * again: 0, or DUBAN_E_REFUSED or _NO_ROUTE with `failure` filled in. */
int address_probe(const char *endpoint, const char *address, int timeout_ms,
		  struct duban_failure *failure);
