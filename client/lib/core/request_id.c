#include "duban/call.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

/* RFC 9562, version 7: 48 bits of milliseconds, then random bits. Ids made close in time are
 * neighbours in the daemon's tree of requests, which makes inserts cheap. Nothing relies on the
 * time inside. */
int duban_request_id_new(uint8_t ret[DUBAN_REQUEST_ID])
{
	uint8_t id[DUBAN_REQUEST_ID];
	struct timespec ts;
	if (getrandom(id, sizeof id, 0) != (ssize_t)sizeof id)
		return DUBAN_E_SYSTEM;
	if (clock_gettime(CLOCK_REALTIME, &ts) < 0)
		return DUBAN_E_SYSTEM;
	uint64_t ms = (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
	for (unsigned i = 0; i < 6; i++)
		id[i] = (uint8_t)(ms >> (40 - 8 * i));
	id[6] = (uint8_t)(0x70 | (id[6] & 0x0f));
	id[8] = (uint8_t)(0x80 | (id[8] & 0x3f));
	memcpy(ret, id, sizeof id);
	return 0;
}
