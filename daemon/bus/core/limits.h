/* Limits of the doors; those that clients know, too, are in proto/limits.h. */
#pragma once

#define STRANGERS_MAX 512      /* connections that have not shown an admitted key yet */
#define HANDSHAKES_A_TURN 64   /* steps of handshakes, and commands, between two rounds */
#define CONNECTIONS_PER_KEY 64 /* at one endpoint */
#define TOPICS_MAX 256	       /* different subscriptions of one connection */
#define WIRE_TOO_LARGE_ROOM 64 /* a request so much too long is refused with a reply, not cut */

/* Bytes that were not read, beyond which more is dropped: by a key over all its connections, by a
 * subscriber. */
#define WAITING_PER_KEY (16 * 1024 * 1024)
#define FEED_WAITING_MAX (4 * 1024 * 1024)

/* A key that is not valid any more loses its connections after so long; a revoked one. */
#define REVIEW_MS 1000
#define REVOKED_MS 100
