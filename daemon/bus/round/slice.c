#include "bus/round/slice.h"

#include <stdint.h>

#include "proto/limits.h"

int slice_after(int slice, usec_t took)
{
	int64_t next = slice * SLICE_BUSY_MS * USEC_PER_MSEC / (took > 0 ? took : 1);

	/* it may have had less to do than it might: then it tells little */
	if (next > 2 * (int64_t)slice)
		next = 2 * (int64_t)slice;
	if (next < SLICE_BUSY_MIN)
		next = SLICE_BUSY_MIN;
	return next < SLICE_SUBJECTS ? (int)next : SLICE_SUBJECTS;
}
