/* The verdicts, used by handlers, on the wire, by the command line and in logs. The numbers are
 * those of `Status` in api.proto, which a test checks. Functions return 0, a verdict (> 0) or a
 * negative errno; see README, "Reading the code". */
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
	STATUS_DAMAGED, /* what this needs lies in a damaged file */
	STATUS_WAITING,
	STATUS_MAX_,
	/* Only inside the daemon, never on the wire: the answer comes later. */
	STATUS_PARKED = 1000,
};

/* The name in lower case: "not_found". Never NULL. */
const char *status_name(int status);
