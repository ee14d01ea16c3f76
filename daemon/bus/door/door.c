#include "bus/door/door.h"

const char *door_name(enum door door)
{
	static const char *const names[DOOR_MAX_] = {
	    [DOOR_COMMANDS] = "commands", [DOOR_FEED] = "feed", [DOOR_ADMIN] = "admin"};

	return names[door];
}
