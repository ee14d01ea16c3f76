#include "bus/door/full.h"

#include "base/log.h"
#include "bus/core/messages.h"

void door_full(enum door door, bool is_full)
{
	if (is_full)
		log_event(LOG_WARNING, MESSAGE_PEERS_FULL,
			  "the limit of connections is reached: new ones wait until others end",
			  "DUBAN_DOOR", door_name(door), NULL);
}
