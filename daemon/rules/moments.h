/* The arithmetic that the rules share: at which instants a warning is raised. A lamp has two
 * thresholds, yellow and red; each is an instant. All functions are pure. */
#pragma once

#include "rules/rule.h"

struct moments {
	usec_t yellow, red;
};

/* 00:00 of the n-th working day after `d`; for n < 0 of the n-th working day before it; for n = 0
 * of `d` itself. */
usec_t moment_wd(const struct link_view *v, date_t d, int64_t n);
/* 00:00 of the day d + n (calendar days). */
usec_t moment_cd(const struct link_view *v, date_t d, int64_t n);

/* Can a warning about the link's deadline be raised, now or later, unless another event happens? A
 * link with a duration counts only once its clock is set, that is, when its prerequisites are
 * done. A step that a rule of the project tells has no lamp of its own. */
bool moments_apply(const struct link_view *v);
/* `t`, but at the earliest 00:00 of the day after the clock started. A fixed date has no clock: `t`
 * is returned as it is. */
usec_t moment_clamp(const struct link_view *v, usec_t t);

/* The thresholds of W01 and W02. W00 needs them too: its note ends where the lamp begins. */
bool moments_is_approval(const struct link_view *v); /* class approval or service */
struct moments moments_approval(const struct link_view *v, int64_t y_before_wd, int64_t r_after_wd);
struct moments moments_construction(const struct link_view *v, int64_t y_after_cd,
				    int64_t r_after_cd);

/* The outcome "no warning" for the link's deadline; only an event can change it (next is never). */
struct outcome outcome_dark(const struct link_view *v);
/* Sets level, since, level_since and next of a lamp with these thresholds. */
void outcome_light(struct outcome *o, struct moments m, usec_t now);
