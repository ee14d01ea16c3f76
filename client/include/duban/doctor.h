/* What is wrong between here and the daemon, one check after the other. */
#pragma once

#include "duban/connection.h"

#ifdef __cplusplus
extern "C" {
#endif

enum duban_check_state {
	DUBAN_CHECK_OK = 0,
	DUBAN_CHECK_WARNING,
	DUBAN_CHECK_FAILED,
	DUBAN_CHECK_SKIPPED, /* an earlier one failed */
};

/* In this order: file, address, network, server_key, own_key, role, daemon. */
struct duban_check {
	const char *name;  /* "server_key" */
	const char *about; /* path, endpoint, principal's name and role, ... */
	enum duban_check_state state;
	const char *code; /* stable: "connection.server_key"; "ok" when nothing is wrong */
	const char *text; /* English: what, where, what to do */
};

/* Pointers in the check live as long as the callback. */
typedef void duban_check_fn(void *userdata, const struct duban_check *check);

/* All checks, each told as soon as it is known; a few seconds at most. 0: nothing failed,
 * else the first failure's duban_error. `options->failure` is filled as by duban_open(). */
DUBAN_API int duban_diagnose(const struct duban_options *options, duban_check_fn *fn,
			     void *userdata);

#ifdef __cplusplus
}
#endif
