/* Instants: microseconds since 1970-01-01 UTC. */
#pragma once

#include <stdint.h>

typedef int64_t usec_t;

#define USEC_PER_MSEC 1000LL
#define USEC_PER_SEC 1000000LL
#define USEC_PER_MIN (60 * USEC_PER_SEC)
#define USEC_PER_DAY (86400 * USEC_PER_SEC)
#define USEC_NEVER INT64_MAX
