/* Time. Only bus/ and daemon.c may ask the clock (a lint checks); everything else is handed
 * `now`, a usec_t. */
#pragma once

#include "text/usec.h"

usec_t clock_now(void);	      /* wall clock */
usec_t clock_monotonic(void); /* for timeouts */
usec_t clock_boottime(void);  /* goes on in sleep: tells jumps of the wall clock */
