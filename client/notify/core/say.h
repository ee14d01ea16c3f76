/* What the gateway tells its operator, on stderr, in the form that systemd's journal reads
 * priorities from. Never a telephone number, a text or a secret: notices are named by their keys.
 */
#pragma once

#include <syslog.h>

void say(int priority, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Appends strerror(-r) and returns r. */
int say_err(int r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define say_info(...) say(LOG_INFO, __VA_ARGS__)
#define say_warning(...) say(LOG_WARNING, __VA_ARGS__)
