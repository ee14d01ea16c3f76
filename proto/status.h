/* The verdicts: one enum for handlers, wire, command line and logs. Same numbers as
 * `Status` in api.proto (a test compares them). Functions answer 0, a verdict (> 0)
 * or a negative errno; see README, "Reading the code". */
#pragma once

enum status {
	STATUS_OK = 0,
	STATUS_INVALID,
	STATUS_DENIED,
	STATUS_NOT_FOUND,
	STATUS_CONFLICT,
	STATUS_TOO_MANY,
	STATUS_FULL,
	STATUS_SNAPSHOT_REQUIRED,
	STATUS_DIVERGED,
	STATUS_UNAVAILABLE,
	STATUS_MAX_,
	/* Inside the daemon only, never on the wire: the answer comes later. */
	STATUS_PARKED = 1000,
};

/* "not_found"; never NULL. */
const char *status_name(int status);
