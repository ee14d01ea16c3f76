/* What is done with each row of a walk. */
#pragma once

#include "proto/bytes.h"

/* The views last until it returns. Not 0: the walk ends with that. */
typedef int pages_row(void *user, struct bytes key, struct bytes value);
