/* Drafts a publication: its figures come from the tallies, which must be settled, its words from
 * the series' template. Lists by name (starts, red lamps, links that are due) need a look at each
 * project of the list; a list of more than DRAFT_NAMED_MAX projects has none of them, so that a
 * draft never takes longer than the tallies of a city. */
#pragma once

#include <stdint.h>

#include "proto/bytes.h"
#include "proto/model.pb-c.h"
#include "rules/subject.h"
#include "text/date.h"

enum { DRAFT_NAMED_MAX = 5000 };

struct draft_asked {
	Duban__PublicationSeries series;
	const char *list;
	date_t from, until; /* from DATE_NONE: from the day after the last issued one */
	const char *drafter;
	uint64_t head_seq;
	struct bytes head_hash;
	/* of a correction */
	const Duban__Publication *corrected;
	const char *text;
};

/* What `s` gives is txn, memory, calendar and time. STATUS_TOO_MANY: it does not fit into a record;
 * STATUS_NOT_FOUND: no project is on the list;
 * STATUS_INVALID: there is nothing to say (no milestone was passed); STATUS_CONFLICT: a correction
 * of rankings of which no rank is another one now. */
int publication_draft(struct subject_scan *s, const struct draft_asked *q,
		      Duban__Publication **ret);
/* The office's parameter as text. NULL: no memory or a damaged row. */
const char *publication_param(struct txn *t, struct arena *a, const char *key);
