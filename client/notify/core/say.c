#include "client/notify/core/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One write for the whole line, so that lines of other processes do not come between. */
static void put(int priority, const char *fmt, va_list ap, const char *behind)
{
	char line[2048];
	int at = getenv("JOURNAL_STREAM") ? snprintf(line, sizeof line, "<%d>", priority) : 0;
	int n = vsnprintf(line + at, sizeof line - (size_t)at, fmt, ap);
	size_t end = n < 0 ? (size_t)at : strlen(line);

	(void)snprintf(line + end, sizeof line - end, "%s%s", behind ? ": " : "",
		       behind ? behind : "");
	(void)fprintf(stderr, "%s\n", line);
}

void say(int priority, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(priority, fmt, ap, NULL);
	va_end(ap);
}

int say_err(int r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(LOG_ERR, fmt, ap, strerror(-r));
	va_end(ap);
	return r;
}
