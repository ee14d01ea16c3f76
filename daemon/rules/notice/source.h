/* Matters that are told beside warnings: each kind of subject that is one has a row.
 *	NOTICE_SOURCE(order, .look = look, .recipients = recipients, .touched = touched);
 * Its fold calls news_put(subject, NOTICE_WHOLE) whenever how it stands has changed. */
#pragma once

#include <stdbool.h>

#include "proto/event.pb-c.h"
#include "proto/section.h"

struct notice_look;
struct recipients;
struct subject_scan;

struct notice_source {
	const char *kind; /* of the subject */
	/* Sets open, state and due_date of l; a matter that is gone is not open. */
	int (*look)(struct subject_scan *s, struct notice_look *l);
	/* Who is to be told of it while it is open. */
	int (*recipients)(struct subject_scan *s, const struct notice_look *l,
			  struct recipients *ret);
	/* Does the event change how one stands? */
	bool (*touched)(const Duban__Event *ev);
	/* The texts: of its beginning, of a change, of its end, and that it is another's now. */
	const char *begun, *changed, *ended, *left;
};

SECTION_DECLARE(duban_notice_sources, struct notice_source);
#define NOTICE_SOURCE(name_, ...)                                                                  \
	static const struct notice_source notice_source_##name_ = {.kind = #name_, __VA_ARGS__};   \
	SECTION_ROW(duban_notice_sources, struct notice_source, notice_source_##name_)

/* NULL: there is none. */
const struct notice_source *notice_source_of(const Duban__Subject *s);
bool notice_source_touched(const Duban__Event *ev);
