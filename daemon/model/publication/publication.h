/* Publications (刊物): what the office publishes, weekly, monthly, each quarter. Its text is words,
 * which may be edited while it is a draft, with places like {rate}, which figures fill in; the
 * figures are frozen when it is drafted. Once it is issued nothing changes it: what was wrong is
 * said in a correction (更正通报).
 *
 *	DRAFT --review--> REVIEWED --issue--> ISSUED
 *	  ^                  | |
 *	  +------back--------+ +--drop--> DROPPED <--drop-- DRAFT
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

#define PUBLICATION_SERIES(value) DUBAN__PUBLICATION_SERIES__PUBLICATION_SERIES_##value
#define PUBLICATION_STATE(value) DUBAN__PUBLICATION_STATE__PUBLICATION_STATE_##value

/* Readers return records in the arena; NULL: there is none, or the txn's error is set. */
struct publication_name {
	Duban__PublicationSeries series;
	uint32_t year, number;
};
Duban__Publication *publication_get(struct txn *t, struct arena *a,
				    const struct publication_name *n);
/* The number of the year's last one; 0: there is none. */
uint32_t publication_last_number(struct txn *t, Duban__PublicationSeries series, uint32_t year);
/* The last one of the series about the list that was issued, of this year or the one before. */
Duban__Publication *publication_last_issued(struct txn *t, struct arena *a,
					    Duban__PublicationSeries series, const char *list,
					    uint32_t year);
/* The next one after *io in the order of numbers; from zeros the first of the series. False: no
 * more. */
bool publication_after(struct txn *t, struct publication_name *io);

/* The value of a figure; NULL: it has none of that key. */
const char *publication_figure(const Duban__Publication *p, const char *key);
/* The section of that key; NULL. */
Duban__PublicationSection *publication_section(const Duban__Publication *p, const char *key);

/* Bytes of the name of a section or figure, and how many sections there are at most. */
enum { PUBLICATION_KEY_MAX = 32, PUBLICATION_SECTIONS_MAX = 40, PUBLICATION_PHOTOS_MAX = 16 };
