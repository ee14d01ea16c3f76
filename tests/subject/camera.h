/* A camera of a unit. It stands behind a key: the key's number and unit are the camera's, it is
 * offline from the moment the key ends, and back when the key is revoked. A key whose name begins
 * with "gone" is taken down with its revocation. Keys of the city are no cameras. */
#pragma once

#include "rules/rule.h"

struct camera_view {
	usec_t offline, back; /* 0 = never */
	const struct calendar *calendar;
	int zone_minutes;
};
