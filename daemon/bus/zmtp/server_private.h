/* What the files of a server share. */
#pragma once

#include "bus/zmtp/server_config.h"
#include "bus/zmtp/share.h"
#include "bus/zmtp/table.h"

struct zmtp_server {
	struct zmtp_config c;
	struct peer_rules rules;
	sd_event_source *io, *accept, *again, *sweep, *pause;
	int epoll;
	struct peer_table t;
	size_t strangers; /* those that have not shown a key yet */
	bool full;
	struct round_share share;
};

/* Ends a connection. */
void server_end(struct zmtp_server *s, struct peer *p);
/* Ends a connection after `error` of peer_step(), or lets it wait to be ended. 0, or < 0: the error
 * is fatal. */
int server_fail(struct zmtp_server *s, struct peer *p, int error);
void server_say_refused(struct zmtp_server *s, const struct peer *p, const char *why);
bool server_is_stranger(const struct peer *p);

/* Sources of the event loop, in serve.c: something has come; a lane is listened to again. */
int server_on_io(sd_event_source *source, int fd, uint32_t events, void *user);
int server_on_pause(sd_event_source *source, uint64_t usec, void *user);
