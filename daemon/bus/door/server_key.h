/* One CURVE key of the server and its file: the secret half in Z85 on one line. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "proto/limits.h"

#define KEY_TEXT_MAX 41 /* Z85 */

struct server_key {
	char secret[KEY_TEXT_MAX];
	uint8_t public[CURVE_KEY_SIZE];
	bool credential; /* from systemd, not from the data folder */
};

/* Z85 of the secret key, with or without a newline. False: it is something else. */
bool server_key_parse(const char *text, size_t n, struct server_key *ret);
/* A new one. False: there are no random numbers. */
bool server_key_make(struct server_key *ret);
/* Is `public` (Z85) its public half? */
bool server_key_is(const struct server_key *k, const char *public);
/* Writes a file of one line for its owner only; never half of it. */
int server_key_write(const char *path, const char *text);
