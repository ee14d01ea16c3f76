/* The listening sockets of the three endpoints: passed by systemd, or made from the options. */
#pragma once

#include "base/err.h"
#include "config.h"

struct listeners {
	int admin, commands, feed; /* -1: closed */
};

/* Call after the folder is locked. On failure `fault` (of `size` bytes) says why. */
int listeners_open(struct listeners *ret, const struct config *c, char *fault, size_t size);
void listeners_close(struct listeners *l);
