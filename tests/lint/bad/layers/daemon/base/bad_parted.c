#include <errno.h>

#include "base/clock.h"

#include "base/money.h"
