/* Where the daemon is, and which key we use. A *connection file* (made by `dubanctl principal add`)
 * is an INI file without sections:
 *
 *	name = nanchang-xian
 *	commands = tcp://10.0.0.5:7711
 *	commands.2 = tcp://10.0.1.5:7711
 *	feed = tcp://10.0.0.5:7712
 *	feed.2 = tcp://10.0.1.5:7712
 *	server_key = <Z85, 40 characters>
 *	public_key = <Z85>
 *	secret_key = <Z85>
 *
 * It holds a secret key: the library refuses a file that users other than its owner and group can
 * read. With several endpoints (up to .4; all have the same server key) the library tries them in
 * turn, stays with one that works, and goes to the next when it is lost. While the server's key is
 * being changed the library writes the next key into the file. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "duban/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DUBAN_KEY_TEXT 41 /* 40 characters of Z85 and a NUL */
#define DUBAN_KEY_BYTES 32
#define DUBAN_ENDPOINTS 4

struct duban_connection {
	char name[64];
	/* Endpoints of the command socket, and of the live feed, which may have none; the unused
	 * ones are empty and come last. */
	char commands[DUBAN_ENDPOINTS][256];
	char feed[DUBAN_ENDPOINTS][256];
	char server_key[DUBAN_KEY_TEXT];
	char public_key[DUBAN_KEY_TEXT];
	char secret_key[DUBAN_KEY_TEXT];
};

/* Reads and checks a connection file. `failure` may be NULL, here and in all functions below. */
DUBAN_API int duban_connection_read(const char *path, struct duban_connection *ret,
				    struct duban_failure *failure);

/* Writes the file atomically, synced, with mode 0600. `replace` false: an existing file is kept and
 * the result is DUBAN_E_FILE ("file.exists"). */
DUBAN_API int duban_connection_write(const char *path, const struct duban_connection *c,
				     bool replace, struct duban_failure *failure);

/* A new key pair, as text. */
DUBAN_API int duban_key_new(char ret_public[DUBAN_KEY_TEXT], char ret_secret[DUBAN_KEY_TEXT]);
/* Computes the public key of a secret key. */
DUBAN_API int duban_key_public(const char *secret, char ret_public[DUBAN_KEY_TEXT]);
/* Z85 text to bytes and back; DUBAN_E_ARGUMENT if the text is not a Z85 key. */
DUBAN_API int duban_key_decode(const char *text, uint8_t ret[DUBAN_KEY_BYTES]);
DUBAN_API int duban_key_encode(const uint8_t key[DUBAN_KEY_BYTES], char ret[DUBAN_KEY_TEXT]);

struct duban_options {
	const char *connection_file; /* this, or ... */
	const char *data_dir; /* ... the admin socket DIR/admin.sock: exactly one of the two */
	unsigned connect_timeout_ms; /* for duban_open() to connect or fail; 0 = 4500 */
	unsigned call_timeout_ms;    /* for a call with all its retries; 0 = 30000 */
	unsigned try_timeout_ms;     /* until a request is sent again over a connection that is up;
					doubles each time; 0 = 10000 */
	struct duban_failure *failure; /* filled in when duban_open() fails; may be NULL */
};

struct duban; /* a connection; opaque */

/* Connects and completes the key handshake before it returns, so that a wrong address or key is
 * reported here: the result says what kind of failure it is, and the reason is in
 * `options->failure` and in duban_failure(NULL). `*ret` is then NULL, which every function for
 * closing and freeing takes. The options may be freed after the call. */
DUBAN_API int duban_open(const struct duban_options *options, struct duban **ret);
/* NULL-safe. Waits at most a second until everything queued is sent. */
DUBAN_API void duban_close(struct duban *d);

/* The last failure of this handle; valid until the next call on it. `d` NULL: of the last
 * duban_open() in this thread that gave no handle; never NULL. */
DUBAN_API const struct duban_failure *duban_failure(const struct duban *d);
/* Sets call_timeout_ms for later calls (a backup or a long clock walk needs more time). */
DUBAN_API void duban_set_timeout(struct duban *d, unsigned call_timeout_ms);
/* The contents of the connection file; with a data_dir only `commands` is set. */
DUBAN_API const struct duban_connection *duban_connection(const struct duban *d);
/* The endpoint that is in use, or was tried last. */
DUBAN_API const char *duban_endpoint(const struct duban *d);

/* What became of a change of the server's key. The daemon tells the next key in its replies, over
 * the connection that the present key vouches for; the library then uses it. */
enum duban_key_change {
	DUBAN_KEY_STAYS = 0,
	DUBAN_KEY_WRITTEN, /* this handle has written the next key into the connection file: whole
			      or not at all, its mode and group stay */
	DUBAN_KEY_KEPT,	   /* it uses the next key, but may not write the file: until somebody does,
			      the file is good for as long as the present key is served */
};
DUBAN_API enum duban_key_change duban_key_change(const struct duban *d);

#ifdef __cplusplus
}
#endif
