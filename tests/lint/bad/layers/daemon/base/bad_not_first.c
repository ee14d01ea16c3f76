#include <stdint.h>

#include "base/bad_not_first.h"
