/* Time. Instants are usec_t: microseconds since 1970 UTC. Only bus/ and daemon.c may ask the
 * clock (a lint checks); everything else is handed `now`. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int64_t usec_t;

#define USEC_PER_MSEC 1000LL
#define USEC_PER_SEC 1000000LL
#define USEC_PER_MIN (60 * USEC_PER_SEC)
#define USEC_PER_DAY (86400 * USEC_PER_SEC)
#define USEC_NEVER INT64_MAX

usec_t clock_now(void);	      /* wall clock */
usec_t clock_monotonic(void); /* for timeouts */
usec_t clock_boottime(void);  /* goes on in sleep: tells jumps of the wall clock */
