/* Where the daemon is and who we are. A *connection file* (made by `dubanctl principal add`)
 * is an INI file of one section-less list of keys:
 *
 *	name = nanchang-xian
 *	commands = tcp://10.0.0.5:7711
 *	feed = tcp://10.0.0.5:7712
 *	server_key = <Z85, 40 characters>
 *	public_key = <Z85>
 *	secret_key = <Z85>
 *
 * It holds a secret: a file that others than owner and group can read is refused. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "duban/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DUBAN_KEY_TEXT 41 /* Z85 and its NUL */
#define DUBAN_KEY_BYTES 32

struct duban_connection {
	char name[64];
	char commands[256]; /* endpoint of the command socket */
	char feed[256];	    /* endpoint of the live feed; may be empty */
	char server_key[DUBAN_KEY_TEXT];
	char public_key[DUBAN_KEY_TEXT];
	char secret_key[DUBAN_KEY_TEXT];
};

/* Reads and checks a connection file. `failure` may be NULL, here and everywhere. */
DUBAN_API int duban_connection_read(const char *path, struct duban_connection *ret,
				    struct duban_failure *failure);

/* Writes it whole or not at all, mode 0600, synced. `replace` false: an existing file is kept
 * and DUBAN_E_FILE returned ("file.exists"). */
DUBAN_API int duban_connection_write(const char *path, const struct duban_connection *c,
				     bool replace, struct duban_failure *failure);

/* A new key pair, as text. */
DUBAN_API int duban_key_new(char ret_public[DUBAN_KEY_TEXT], char ret_secret[DUBAN_KEY_TEXT]);
/* The public key that belongs to a secret one. */
DUBAN_API int duban_key_public(const char *secret, char ret_public[DUBAN_KEY_TEXT]);
/* Text to bytes and back; DUBAN_E_ARGUMENT for what is no Z85 key. */
DUBAN_API int duban_key_decode(const char *text, uint8_t ret[DUBAN_KEY_BYTES]);
DUBAN_API int duban_key_encode(const uint8_t key[DUBAN_KEY_BYTES], char ret[DUBAN_KEY_TEXT]);

struct duban_options {
	const char *connection_file;   /* this ... */
	const char *data_dir;	       /* ... or the admin socket DIR/admin.sock: exactly one */
	unsigned connect_timeout_ms;   /* duban_open() says by then what is wrong; 0 = 4500 */
	unsigned call_timeout_ms;      /* a call and all its retries; 0 = 30000 */
	unsigned try_timeout_ms;       /* before the first resend over a live connection, doubling;
					  0 = 10000 */
	struct duban_failure *failure; /* filled when duban_open() fails; may be NULL */
};

struct duban; /* a connection; opaque */

/* Connects and agrees on keys before it returns, so that a wrong address or key is said here
 * and now. `*ret` is written on success only. The options need not outlive the call. */
DUBAN_API int duban_open(const struct duban_options *options, struct duban **ret);
/* NULL-safe. Waits at most a second for what was sent. */
DUBAN_API void duban_close(struct duban *d);

/* The last failure on this handle; valid until the next call on it. */
DUBAN_API const struct duban_failure *duban_failure(const struct duban *d);
/* Changes call_timeout_ms from now on (a backup or a long clock walk takes its time). */
DUBAN_API void duban_set_timeout(struct duban *d, unsigned call_timeout_ms);
/* What the connection file said; all empty but `commands` with a data_dir. */
DUBAN_API const struct duban_connection *duban_connection(const struct duban *d);

#ifdef __cplusplus
}
#endif
