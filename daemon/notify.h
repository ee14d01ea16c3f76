/* What systemd is told (sd_notify's protocol), without ever waiting: a reader that does not read
 * must not stop the daemon. What was not taken is sent again, the newest of each kind. */
#pragma once

#include <stdbool.h>

#define NOTIFY_STATUS_MAX 700

struct notify {
	bool ready, alive; /* not taken yet */
	bool status_due;
	char status[NOTIFY_STATUS_MAX];
};

/* Each sends at once what is due. No NOTIFY_SOCKET in the environment: nothing is sent. */
void notify_status(struct notify *n, const char *text);
void notify_ready(struct notify *n);
/* While the service starts: it may take `seconds` more from now on. */
void notify_longer(unsigned seconds);
void notify_alive(struct notify *n); /* for the watchdog */
/* The last word: `error` is an errno, 0 for a stop that was asked for. */
void notify_stopping(int error, const char *text);
/* Sends again what was not taken. Call it once a second. */
void notify_again(struct notify *n);
