/* A connection file takes over the server's next key. */
#pragma once

#include "duban/connection.h"

#include "proto/api.pb-c.h"

/* Replaces `old` by `next` where the file says server_key; everything else in it stays. Several
 * programs may use one file: whoever comes second finds it done. 0: the file has `next`;
 * -EWOULDBLOCK: another program is at it; any other -errno: it cannot be done. */
int next_key_take(const char *path, const char *old, const char *next);

/* Takes the key that a reply tells into `c`, which is used for the next connection, and into the
 * file at `path`. Does nothing if it is there already, or for NULL: no CURVE vouched for it. */
void next_key_heed(const Duban__Reply *reply, const char *path, struct duban_connection *c,
		   enum duban_key_change *change);
