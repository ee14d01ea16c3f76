/* How much due work is done at once while clients ask: about so much as takes SLICE_BUSY_MS. */
#pragma once

#include "text/usec.h"

/* The size of the next slice, after one of `slice` subjects at most took so long. */
int slice_after(int slice, usec_t took);
