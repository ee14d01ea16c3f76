/* An endpoint as a plain socket address: to say, when ZeroMQ cannot connect, why. */
#pragma once

#include "duban/error.h"

/* Tries to connect and hangs up again: 0, or DUBAN_E_ADDRESS, _REFUSED, _NO_ROUTE with
 * `failure` filled. `timeout_ms` is for each address of the host. Blocks on name resolution. */
int address_probe(const char *endpoint, int timeout_ms, struct duban_failure *failure);

/* Only the form and the name: 0 or DUBAN_E_ADDRESS. */
int address_check(const char *endpoint, struct duban_failure *failure);
