/* Finds what is wrong between this machine and the daemon, check by check. */
#pragma once

#include "duban/connection.h"

#ifdef __cplusplus
extern "C" {
#endif

enum duban_check_state {
	DUBAN_CHECK_OK = 0,
	DUBAN_CHECK_WARNING,
	DUBAN_CHECK_FAILED,
	DUBAN_CHECK_SKIPPED, /* not done, since an earlier check failed */
};

/* The checks come in this order: file, then for each endpoint address, network, server_key,
 * own_key, role, daemon. */
struct duban_check {
	const char *name;  /* "server_key" */
	const char *about; /* path, endpoint, principal's name and role, ... */
	enum duban_check_state state;
	const char *code; /* stable: "connection.server_key"; "ok" when nothing is wrong */
	const char *text; /* English: what is wrong, where, and what to do */
};

/* Pointers in the check are valid during the callback only. */
typedef void duban_check_fn(void *userdata, const struct duban_check *check);

/* Runs all checks, which takes a few seconds at most, and calls `fn` for each as soon as its result
 * is known. 0: no check failed, else the duban_error of the first one that did. `options->failure`
 * is filled in as by duban_open(). */
DUBAN_API int duban_diagnose(const struct duban_options *options, duban_check_fn *fn,
			     void *userdata);

#ifdef __cplusplus
}
#endif
