/* Changing the server's key without breaking with its clients. A next key is made; from the next
 * start on the doors answer to both, and every reply names the next one, so that clients take it
 * over from the key that they trust. After a day only the next is served.
 *
 * DIR/server.next holds its public half and that day: "<Z85> 2026-12-31"; server.key.next, there
 * or among systemd's credentials, the secret half. The change ends in three steps: server.pub gets
 * the next key's public half, server.key.next becomes server.key, server.next is removed. The
 * first step decides; a start goes on with the others. */
#pragma once

#include "base/clock.h"
#include "bus/door/server_key.h"

#define SERVER_KEY "server.key"
#define SERVER_KEY_NEXT "server.key.next"
#define SERVER_NEXT "server.next"

struct next_key {
	char public[KEY_TEXT_MAX];
	uint32_t until_date; /* the last day of the present key */
};

/* -ENOENT: no change is under way; -EBADMSG: the file holds something else. */
int next_key_read(const char *dir, struct next_key *ret);
int next_key_write(const char *dir, const struct next_key *n);

/* Makes a next key, in the data folder. `day`: "2026-12-31", after today; `simulated`: the time
 * of a store with a clock of its own, 0: the machine's. < 0: *ret_fault (malloc) says why not. */
int next_key_prepare(const char *dir, const char *day, usec_t simulated, struct next_key *ret,
		     char **ret_fault);

/* Completes an end that was interrupted; `kept`: what server.pub holds. */
int next_key_finish(const char *dir, const char *kept);
