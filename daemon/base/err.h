/* Results. 0 = done; > 0 = a verdict of `enum status`; < 0 = a negative errno, fatal: only
 * forwarded. */
#pragma once

#include <assert.h>
#include <errno.h>

#include "proto/cleanup.h"
#include "proto/status.h"
