/* Errors between the caller and the daemon. The daemon's own verdicts are `Status` in api.proto and
 * arrive in a reply. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

#define DUBAN_API __attribute__((visibility("default")))

enum duban_error {
	DUBAN_OK = 0,
	DUBAN_E_ARGUMENT = -1, /* a mistake of the caller; the text says which */
	DUBAN_E_MEMORY = -2,
	DUBAN_E_SYSTEM = -3,	/* a file, thread or socket: the text ends with strerror(errno) */
	DUBAN_E_FILE = -4,	/* connection file: missing, malformed, or readable by everybody */
	DUBAN_E_CURSOR = -5,	/* cursor file: malformed, or used by another watch */
	DUBAN_E_ADDRESS = -6,	/* not an endpoint, or the host name cannot be resolved */
	DUBAN_E_REFUSED = -7,	/* the host answers, but nothing listens at the port or socket */
	DUBAN_E_NO_ROUTE = -8,	/* no route to the host, or the host does not answer */
	DUBAN_E_HANDSHAKE = -9, /* something listens but the handshake does not end: duband is
				   starting, or it is another program */
	DUBAN_E_SERVER_KEY = -10, /* the daemon closes the connection at the first handshake
				     message: server_key is not its key */
	DUBAN_E_OWN_KEY = -11,	  /* the daemon does not know our key, or it was revoked */
	DUBAN_E_TIMEOUT =
	    -12, /* no reply in time; a command may have been done nevertheless, see call.h */
	DUBAN_E_GARBAGE = -13,	 /* what came is not a valid reply */
	DUBAN_E_TOO_LARGE = -14, /* a request or row above limits.h */
	DUBAN_E_CANCELLED = -15, /* the caller's callback asked to stop */
	DUBAN_E_SNAPSHOT_REQUIRED =
	    -16,		/* watch: the cursor lies before the first event the daemon keeps */
	DUBAN_E_DIVERGED = -17, /* watch: the cursor belongs to another store or another history */
	DUBAN_E_DENIED = -18,	/* watch: this principal may not read this */
	DUBAN_E_INVALID = -19,	/* watch: the filter is wrong (unknown kind, unit, project) */
	DUBAN_E_DAMAGED = -20,	/* watch: the next events lie in a damaged file of the daemon */
};

#define DUBAN_CODE_MAX 48
#define DUBAN_ARG_MAX 256
#define DUBAN_TEXT_MAX 512

/* One failure. Programs use `error`, `code` and `arg`, people read `text` (English). `code` is
 * stable, such as "connection.refused"; `arg` is the object of the failure: an endpoint, a path. */
struct duban_failure {
	int error; /* enum duban_error; 0 = no failure yet */
	char code[DUBAN_CODE_MAX];
	char arg[DUBAN_ARG_MAX];
	char text[DUBAN_TEXT_MAX];
};

/* "connection.refused" for DUBAN_E_REFUSED; a static string, never NULL. Each error has one code,
 * but a failure may carry a more precise one ("file.world_readable" for DUBAN_E_FILE). */
DUBAN_API const char *duban_error_code(int error);

#ifdef __cplusplus
}
#endif
