/* When things light: the arithmetic that the rules share. A threshold is an instant; a lamp
 * has two. All pure. */
#pragma once

#include "rules/rule.h"

struct moments {
	usec_t yellow, red;
};

/* 00:00 of the n-th working day after `d` (n < 0: strictly before it, 0: d itself). */
usec_t moment_wd(const struct link_view *v, date_t d, int64_t n);
/* 00:00 of d + n. */
usec_t moment_cd(const struct link_view *v, date_t d, int64_t n);

/* May a lamp or note about the link's deadline light at all, now or later, without a new
 * event? A duration's only once its clock is set: its prerequisites are done. */
bool moments_apply(const struct link_view *v);
/* Not before the day after the clock's start; a fixed date has no clock. */
usec_t moment_clamp(const struct link_view *v, usec_t t);

/* The lamps of W01 and W02 (of W00 too: its note ends where they begin). */
bool moments_is_approval(const struct link_view *v); /* class approval or service */
struct moments moments_approval(const struct link_view *v, int64_t y_before_wd, int64_t r_after_wd);
struct moments moments_construction(const struct link_view *v, int64_t y_after_cd,
				    int64_t r_after_cd);

/* A dark look about the link's deadline that nothing but an event changes. */
struct outcome outcome_dark(const struct link_view *v);
/* Level, since and next of a lamp with these moments. */
void outcome_light(struct outcome *evaluate, struct moments m, usec_t now);
