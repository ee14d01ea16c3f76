/* A door is one of the daemon's three endpoints. */
#pragma once

enum door {
	DOOR_COMMANDS, /* ROUTER: commands, queries, fetch */
	DOOR_FEED,     /* XPUB: the live feed */
	DOOR_ADMIN,    /* ROUTER without CURVE, inside the 0700 data folder */
	DOOR_MAX_,
};

/* "commands", "feed" or "admin". */
const char *door_name(enum door door);
