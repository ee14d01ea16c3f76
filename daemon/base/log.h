/* Structured log to the systemd journal, or to stderr when there is none. Only main,
 * daemon.c, engine/ and bus/ log at info or above. */
#pragma once

#include <stdarg.h>
#include <syslog.h>

#include "base/err.h"

/* Key and value pairs after the message, e.g. "DUBAN_SEQ", "17", NULL. */
void log_event(int priority, const char *message_id, const char *message, ...)
    __attribute__((sentinel));
void log_text(int priority, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Logs "…: strerror" and returns r, so that callers write `return log_err(r, …)`. */
int log_err(int r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void log_set_level(int priority); /* default LOG_INFO */

#define log_debug(...) log_text(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_text(LOG_INFO, __VA_ARGS__)
#define log_warning(...) log_text(LOG_WARNING, __VA_ARGS__)
