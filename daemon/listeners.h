/* The descriptors the doors listen on: from systemd, else from the options. */
#pragma once

#include "base/err.h"
#include "config.h"

struct listeners {
	int admin, commands, feed; /* -1: no such door */
};

/* After the folder is locked. On failure text for people in `fault` of `size`. */
int listeners_open(struct listeners *ret, const struct config *c, char *fault, size_t size);
void listeners_close(struct listeners *l);
