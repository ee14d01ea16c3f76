#include "proto/status.h"

#include <stddef.h>

static const char *const names[STATUS_MAX_] = {
    [STATUS_OK] = "ok",
    [STATUS_INVALID] = "invalid",
    [STATUS_DENIED] = "denied",
    [STATUS_NOT_FOUND] = "not_found",
    [STATUS_CONFLICT] = "conflict",
    [STATUS_TOO_MANY] = "too_many",
    [STATUS_FULL] = "full",
    [STATUS_SNAPSHOT_REQUIRED] = "snapshot_required",
    [STATUS_DIVERGED] = "diverged",
    [STATUS_UNAVAILABLE] = "unavailable",
    [STATUS_DAMAGED] = "damaged",
    [STATUS_WAITING] = "waiting",
};

const char *status_name(int status)
{
	if (status == STATUS_PARKED)
		return "parked";
	if (status < 0 || status >= STATUS_MAX_ || names[status] == NULL)
		return "unknown";
	return names[status];
}
