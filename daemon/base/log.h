/* Structured log, to the systemd journal or, where there is none, to stderr. Only main.c,
 * daemon.c, engine/ and bus/ log at info or above. */
#pragma once

#include <stdarg.h>
#include <syslog.h>

#include "base/err.h"

/* After the message come pairs of key and value and a NULL: "DUBAN_SEQ", "17", NULL. */
void log_event(int priority, const char *message_id, const char *message, ...)
    __attribute__((sentinel));
void log_text(int priority, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Logs the text with ": " and strerror(-r) appended, and returns r, so that callers can write
 * `return log_err(r, ...)`. */
int log_err(int r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void log_set_level(int priority); /* LOG_ERR ... LOG_DEBUG; default LOG_INFO */

#define log_debug(...) log_text(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_text(LOG_INFO, __VA_ARGS__)
#define log_warning(...) log_text(LOG_WARNING, __VA_ARGS__)
