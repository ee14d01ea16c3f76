/* A camera of a unit, a subject of the city. A principal's key stands in for it: the camera has the
 * key's number and unit, is offline from the moment the key expires, and back online when the key
 * is revoked. If the key's name begins with "gone", the revocation removes the camera. Keys without
 * a unit are not cameras. */
#pragma once

#include "rules/rule.h"

struct camera_view {
	usec_t offline, back; /* 0 = never */
	const struct calendar *calendar;
	int zone_minutes;
};
