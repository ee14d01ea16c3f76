#include "client/lib/core/failure.h"

#include <stdio.h>
#include <string.h>

static const char *const codes[] = {
    [-DUBAN_OK] = "ok",
    [-DUBAN_E_ARGUMENT] = "client.argument",
    [-DUBAN_E_MEMORY] = "client.memory",
    [-DUBAN_E_SYSTEM] = "client.system",
    [-DUBAN_E_FILE] = "file.malformed",
    [-DUBAN_E_CURSOR] = "cursor.malformed",
    [-DUBAN_E_ADDRESS] = "connection.address",
    [-DUBAN_E_REFUSED] = "connection.refused",
    [-DUBAN_E_NO_ROUTE] = "connection.no_route",
    [-DUBAN_E_HANDSHAKE] = "connection.handshake",
    [-DUBAN_E_SERVER_KEY] = "connection.server_key",
    [-DUBAN_E_OWN_KEY] = "connection.own_key",
    [-DUBAN_E_TIMEOUT] = "connection.timeout",
    [-DUBAN_E_GARBAGE] = "connection.garbage",
    [-DUBAN_E_TOO_LARGE] = "client.too_large",
    [-DUBAN_E_CANCELLED] = "client.cancelled",
    [-DUBAN_E_SNAPSHOT_REQUIRED] = "watch.snapshot_required",
    [-DUBAN_E_DIVERGED] = "watch.diverged",
    [-DUBAN_E_DENIED] = "watch.denied",
    [-DUBAN_E_INVALID] = "watch.invalid",
    [-DUBAN_E_DAMAGED] = "watch.damaged",
};

const char *duban_error_code(int error)
{
	if (error > 0 || error < -(int)(sizeof codes / sizeof *codes) + 1)
		return "client.unknown";
	return codes[-error];
}

int failure_set(struct duban_failure *f, int error, const char *arg, const char *format, ...)
{
	va_list ap;
	if (!f)
		return error;
	f->error = error;
	(void)snprintf(f->code, sizeof f->code, "%s", duban_error_code(error));
	(void)snprintf(f->arg, sizeof f->arg, "%s", arg ? arg : "");
	va_start(ap, format);
	(void)vsnprintf(f->text, sizeof f->text, format, ap);
	va_end(ap);
	return error;
}

int failure_as(struct duban_failure *f, const char *code, int error)
{
	if (f && code)
		(void)snprintf(f->code, sizeof f->code, "%s", code);
	return error;
}

void failure_clear(struct duban_failure *f)
{
	if (f)
		memset(f, 0, sizeof *f);
}
