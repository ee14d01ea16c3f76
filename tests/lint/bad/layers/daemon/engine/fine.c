#include "engine/fine.h"

#include <stdint.h>

#include "base/clock.h"
#include "store/db.h"
