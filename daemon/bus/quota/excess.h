/* Who went over its limits: the log names each principal with the number of its refusals and what
 * the last was for, at once and then at most once in DENY_LOG_SEC. */
#pragma once

#include <stdint.h>

#include <systemd/sd-event.h>

#include "base/err.h"

struct account;
struct accounts;

struct excess;

/* `name`: of a principal, valid until the next call; called between rounds only. */
typedef const char *(*excess_name)(void *user, uint32_t principal);

int excess_new(struct excess **ret, sd_event *event, struct accounts *all, excess_name name,
	       void *user);
/* Tells what was not told yet. */
struct excess *excess_free(struct excess *x);
DEFINE_CLEANUP(struct excess *, excess_free)

/* An account was refused something: `told` of the accounts. */
void excess_add(struct excess *x);
