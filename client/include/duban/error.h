/* What can go wrong between the caller and the daemon. The daemon's own verdicts are not
 * here: they are `Status` in api.proto and arrive in a reply. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

#define DUBAN_API __attribute__((visibility("default")))

enum duban_error {
	DUBAN_OK = 0,
	DUBAN_E_ARGUMENT = -1, /* the caller's mistake; the text names it */
	DUBAN_E_MEMORY = -2,
	DUBAN_E_SYSTEM = -3,   /* a file, a thread, a socket: the text has the errno's words */
	DUBAN_E_FILE = -4,     /* connection file: missing, malformed, secret readable by all */
	DUBAN_E_CURSOR = -5,   /* cursor file: malformed, or in use by another watch */
	DUBAN_E_ADDRESS = -6,  /* no endpoint, or a host name nobody knows */
	DUBAN_E_REFUSED = -7,  /* the host is there, nobody listens at the port or socket */
	DUBAN_E_NO_ROUTE = -8, /* no route to the host, or no sign of it */
	DUBAN_E_HANDSHAKE =
	    -9, /* something listens and does not speak to us: starting, or no duband */
	DUBAN_E_SERVER_KEY = -10, /* it hangs up at our first word: server_key is not its key */
	DUBAN_E_OWN_KEY = -11,	  /* it knows no such key as ours, or no longer */
	DUBAN_E_TIMEOUT =
	    -12, /* no reply in time; a command may still have been done, see call.h */
	DUBAN_E_GARBAGE = -13,		 /* a reply that is none */
	DUBAN_E_TOO_LARGE = -14,	 /* a request or row above limits.h */
	DUBAN_E_CANCELLED = -15,	 /* the caller's callback said stop */
	DUBAN_E_SNAPSHOT_REQUIRED = -16, /* watch: the cursor lies before the first event kept */
	DUBAN_E_DIVERGED = -17, /* watch: the cursor is of another store or another history */
	DUBAN_E_DENIED = -18,	/* watch: this principal may not fetch this */
	DUBAN_E_INVALID = -19,	/* watch: the filter is wrong (unknown kind, unit, project) */
};

#define DUBAN_CODE_MAX 48
#define DUBAN_ARG_MAX 256
#define DUBAN_TEXT_MAX 512

/* One failure, for programs (`error`, `code`, `arg`) and for people (`text`, English).
 * `code` is stable: "connection.refused"; `arg` is what it is about: an endpoint, a path. */
struct duban_failure {
	int error; /* enum duban_error; 0 = nothing failed yet */
	char code[DUBAN_CODE_MAX];
	char arg[DUBAN_ARG_MAX];
	char text[DUBAN_TEXT_MAX];
};

/* "connection.refused" for DUBAN_E_REFUSED; static, never NULL. One code an error, except that
 * a failure may carry a finer one ("file.world_readable" for DUBAN_E_FILE). */
DUBAN_API const char *duban_error_code(int error);

#ifdef __cplusplus
}
#endif
