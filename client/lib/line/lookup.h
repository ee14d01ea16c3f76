/* A host's number. getaddrinfo() waits as long as it likes for a name server that is away, and
 * ZeroMQ's thread with it; here it waits in a thread of its own that may be left behind. */
#pragma once

#define LOOKUP_HOST_MAX 256
#define LOOKUP_NUMBER_MAX 64
#define LOOKUP_SLOW 1000 /* no answer in time */

/* 0, an EAI_ code, or LOOKUP_SLOW. Numbers are taken as they are. */
int lookup(const char *host, int timeout_ms, char ret[LOOKUP_NUMBER_MAX]);
const char *lookup_error(int r);
