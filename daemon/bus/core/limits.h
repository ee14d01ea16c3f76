/* Limits of the doors; those that clients know, too, are in proto/limits.h. */
#pragma once

#define STRANGERS_MAX 512	  /* connections that have not shown an admitted key yet */
#define HANDSHAKES_A_TURN 2	  /* steps of handshakes between two rounds */
#define COMMANDS_A_TURN 16	  /* the same of commands: PING, subscriptions */
#define TOPICS_MAX 256		  /* different subscriptions of one connection */
#define WIRE_TOO_LARGE_ROOM 64	  /* a request so much too long is refused with a reply, not cut */
#define SOCKET_BYTES (256 * 1024) /* that the kernel keeps for a connection, each way */

/* No further request is read from a connection that has not read so many bytes of its replies. */
#define UNREAD_PAUSE SOCKET_BYTES
/* A subscriber that has not read so many bytes loses what is published further. */
#define FEED_WAITING_MAX (4 * 1024 * 1024)

/* Of one principal, over all its keys and both endpoints; see quota/account.h. Requests that wait
 * for their answer: PARKED_PER_PRINCIPAL. */
#define CONNECTIONS_PER_PRINCIPAL 64
#define UNREAD_PER_PRINCIPAL ((size_t)16 * 1024 * 1024)
#define WAITING_PER_PRINCIPAL ((size_t)48 * 1024 * 1024)
#define UPLOADS_PER_PRINCIPAL ((size_t)64 * 1024 * 1024)
#define REQUESTS_A_SECOND 5000
#define BURST_SECONDS 3 /* after a pause, the requests of so many seconds may come at once */
/* Who sends more is not listened to for so long after each refusal. */
#define TOO_FAST_PAUSE_MS 2
/* Who does not read, so that a reply was lost, is not listened to for so long after each. */
#define UNREAD_PAUSE_MS 250
/* Of all principals together, in bytes. */
#define CLIENT_MEMORY ((size_t)512 * 1024 * 1024)

/* While several principals have requests, one gets no more of a round than this. */
#define SHARE_REQUESTS 64
#define SHARE_USEC 2000
/* The same while one of them is light: it asks for less than this in a round. */
#define LIGHT_REQUESTS 4
#define LIGHT_USEC 250
#define LOOK_AGAIN 4 /* messages served before the kernel is asked who else has sent something */
#define LOOK_AGAIN_USEC 200 /* the same in time */
/* A round of queries alone saves no syncs: it ends with so many bytes of replies, for to encrypt
 * them is work in which nobody is served. */
#define ROUND_QUERIES_BYTES (64 * 1024)

/* A connection over a limit of its principal is not answered, and closed after so long. */
#define SHUNNED_MS 25000
/* A key that is not valid any more loses its connections after so long; a revoked one. */
#define REVIEW_MS 1000
#define REVOKED_MS 100

#define DENY_LOG_SEC 60
#define PARKED_ASK_MS 5 /* shortest time between two passes over the parked requests */
#define LISTEN_BACKLOG 128
#define PARKED_MAX 4096
#define SUBSCRIPTION_MAX 1024
#define ASK_BUDGET 256 /* parked requests that are asked again in one iteration of the loop */
