#include "client/notify/core/fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "proto/status.h"

int fault_text(char **ret, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(ret, fmt, ap);
	va_end(ap);
	return n < 0 ? -ENOMEM : STATUS_INVALID;
}
