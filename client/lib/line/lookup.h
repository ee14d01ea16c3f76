/* Resolves a host name to a number. getaddrinfo() blocks for as long as a dead name server keeps it
 * waiting, and ZeroMQ's I/O thread would block with it. Here it runs in a thread of its own, which
 * is abandoned when the time is over. */
#pragma once

#define LOOKUP_HOST_MAX 256
#define LOOKUP_NUMBER_MAX 64
#define LOOKUP_SLOW 1000 /* no answer in time */

/* 0, an EAI_ code, or LOOKUP_SLOW. A number is copied without a lookup. */
int lookup(const char *host, int timeout_ms, char ret[LOOKUP_NUMBER_MAX]);
const char *lookup_error(int r);
