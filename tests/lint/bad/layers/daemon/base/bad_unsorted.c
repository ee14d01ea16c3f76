#include <errno.h>

#include "base/err.h"
#include "base/clock.h"
