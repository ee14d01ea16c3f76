/* The server's CURVE key. It comes from systemd's credentials or else from the data folder, where
 * it is created at the first start. */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "proto/limits.h"

#define KEY_TEXT_MAX 41 /* Z85 */

struct server_key {
	char secret[KEY_TEXT_MAX];
	uint8_t public[CURVE_KEY_SIZE];
};

/* `credentials` is $CREDENTIALS_DIRECTORY, NULL if unset. If it has a file server.key that is not
 * empty, that is used instead of dir/server.key. The file holds the secret key in Z85 on one line.
 * -EBADMSG: the file holds something else. *ret_path (malloc) is the file's path, also on
 * success. */
int server_key_load(struct server_key *ret, const char *credentials, const char *dir,
		    char **ret_path);
void server_key_forget(struct server_key *k);
