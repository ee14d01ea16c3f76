/* The server's CURVE key. From systemd's credentials, else from the data folder, where it is
 * made at first start. */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "proto/limits.h"

#define KEY_TEXT_MAX 41 /* Z85 */

struct server_key {
	char secret[KEY_TEXT_MAX];
	uint8_t public[CURVE_KEY_SIZE];
};

/* `credentials` is $CREDENTIALS_DIRECTORY, NULL if unset: its file server.key, when there and
 * not empty, wins over dir/server.key. The file holds the secret key in Z85, one line.
 * -EBADMSG: the file holds something else; *ret_path names it (malloc), on success too. */
int server_key_load(struct server_key *ret, const char *credentials, const char *dir,
		    char **ret_path);
void server_key_forget(struct server_key *k);
