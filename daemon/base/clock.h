/* The system's clocks, in microseconds. Only bus/ and daemon.c may read them (tests/lint checks
 * it); all other code gets `now` as a parameter, so that tests control time. */
#pragma once

#include <stdbool.h>

#include "text/usec.h"

usec_t clock_now(void);	      /* wall clock */
usec_t clock_monotonic(void); /* for timeouts */
usec_t clock_boottime(void);  /* also counts suspend; reveals jumps of the wall clock */
bool clock_synced(void);      /* the kernel says that NTP keeps the wall clock right */
