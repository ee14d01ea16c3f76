/* A series of duties for the tables of W13 and W20. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar;

enum { TDUTY_LATE_MAX = 4 };

/* The instants "2020-10-10T00:00" from when on the open ones are late; the rest NULL. */
struct tduty {
	const char *why;
	const char *late[TDUTY_LATE_MAX];
	const char *lines; /* "2020-10-12T00:00 yellow due 2020-10-09\n" */
};

/* Goes from one `next` to the next, and compares the changes of the level. */
void tduty_cases(uint32_t rule, bool held, const struct calendar *cal, const struct tduty *c,
		 size_t n);
