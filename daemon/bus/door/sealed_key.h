/* The server's key, and the next if there is one, sealed by a passphrase, as a backup holds it: a
 * text file of five lines. The passphrase is stretched by Argon2id, the box is XSalsa20-Poly1305
 * (libsodium). */
#pragma once

#include "bus/door/server_keys.h"

#define SEALED_KEY "server.key.sealed"
#define SEALED_KEY_NEXT "server.key.next.sealed"

/* Writes dir/server.pub and server.next, and with a passphrase (NULL: none) the sealed keys. Takes
 * about a second a key and 256 MiB of memory: for a helper thread. */
int sealed_key_write(const char *dir, const struct server_keys *keys, const char *passphrase);
/* -EBADMSG: the file is no sealed key or is damaged. STATUS_DENIED: not this passphrase. */
int sealed_key_open(const char *path, const char *passphrase, struct server_key *ret);
