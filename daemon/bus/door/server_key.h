/* The server's CURVE key. It comes from systemd's credentials or else from the data folder, where
 * it is created at the first start. Its public half is kept beside the store (SERVER_PUBLIC), so
 * that another key is noticed: with it no client could connect any more. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "proto/limits.h"

#define KEY_TEXT_MAX 41 /* Z85 */
#define SERVER_KEY "server.key"
#define SERVER_PUBLIC "server.pub"

struct server_key {
	char secret[KEY_TEXT_MAX];
	uint8_t public[CURVE_KEY_SIZE];
	bool credential; /* from systemd, not from the data folder */
};

/* `credentials` is $CREDENTIALS_DIRECTORY, NULL if unset. If it has a file server.key that is not
 * empty, that is used instead of dir/server.key. The file holds the secret key in Z85 on one line.
 * < 0: *ret_fault (malloc) says which file, what is wrong with it and what to do. */
int server_key_load(struct server_key *ret, const char *credentials, const char *dir,
		    char **ret_fault);
/* Z85 of the secret key, with or without a newline. False: it is something else. */
bool server_key_parse(const char *text, size_t n, struct server_key *ret);
/* Writes a file of one line for its owner only; never half of it. */
int server_key_write(const char *path, const char *text);
void server_key_forget(struct server_key *k);
