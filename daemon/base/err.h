/* The convention for results: 0 is done, > 0 is a verdict of `enum status`, < 0 is a negative
 * errno. A negative result is fatal: callers pass it up and do not try to recover. */
#pragma once

#include <assert.h>
#include <errno.h>

#include "proto/cleanup.h"
#include "proto/status.h"
