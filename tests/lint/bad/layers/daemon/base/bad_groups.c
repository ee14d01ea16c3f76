#include "base/clock.h"

#include <errno.h>
