/* The limits of the clients themselves. Those of the daemon and the wire: proto/limits.h. */
#pragma once

#define REFUSED_PAUSE_MAX_MS 30000 /* until a new connection after the daemon refused our key */

/* dubanctl watch */
#define WATCH_AWAY_PAUSE_MS 500 /* between two looks for a daemon that is not up */
#define WATCH_EXEC_SECONDS 60	/* time for the program of --exec with one event */
#define WATCH_EXEC_SECONDS_MAX 86400
#define WATCH_EXEC_TRIES 10 /* failures with one event until it is parked */
#define WATCH_EXEC_TRIES_MAX 1000
#define WATCH_EXEC_PAUSE_SEC 1	    /* after the first failure; doubles after each further one */
#define WATCH_EXEC_PAUSE_MAX_SEC 60 /* it does not grow beyond */
