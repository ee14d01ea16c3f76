/* The server's CURVE keys. The key comes from systemd's credentials or else from the data folder,
 * where it is created at the first start. Its public half is kept beside the store
 * (SERVER_PUBLIC), so that another key is noticed: with it no client could connect any more. While
 * the key is being changed there is a second one, the next (next_key.h). */
#pragma once

#include "bus/door/server_key.h"

#define SERVER_PUBLIC "server.pub"

struct server_keys {
	struct server_key now, next;
	uint32_t until_date; /* the last day of `now`; 0: there is no next key */
};

/* `credentials` is $CREDENTIALS_DIRECTORY, NULL if unset. If it has a file server.key that is not
 * empty, that is used instead of dir/server.key, and so for server.key.next. Which of the two files
 * has which key does not matter: the public halves tell. < 0: *ret_fault (malloc) says which file,
 * what is wrong with it and what to do. */
int server_keys_load(struct server_keys *ret, const char *credentials, const char *dir,
		     char **ret_fault);
/* The present key's time is over: the next is the only one, here and on disk. < 0: not on disk; the
 * next start goes on with it. */
int server_keys_settle(struct server_keys *k, const char *dir);
void server_keys_forget(struct server_keys *k);
