/* One publication while it is drafted; shared by the files of this folder. */
#pragma once

#include <stdint.h>

#include "model/ranking/lines.h"
#include "model/tally/tally.h"
#include "rules/publication/draft.h"
#include "rules/publication/template.h"
#include "rules/publication/values.h"

struct drafting {
	struct subject_scan *s;
	const struct draft_asked *q;
	struct template template_;
	struct draft_values values;
	const Duban__Publication *last; /* of the series and list, that was issued; NULL */
	uint32_t from, until;		/* yyyymmdd */
	uint32_t year, month;		/* of `until` */
	unsigned months_over;		/* of the year, by `until` */
	struct tally_years units;	/* the list by unit */
	int64_t projects;
	uint32_t items, rows; /* of a list by name, of a board: so many are shown */
};

/* Each adds its values and lists. 0, a verdict, or -errno. */
int draft_overall(struct drafting *x);
int draft_boards(struct drafting *x);
int draft_groups(struct drafting *x);
int draft_names(struct drafting *x);
int draft_changes(struct drafting *x);
int draft_correction(struct drafting *x);

/* A list of the template while its items are written. */
struct draft_list {
	struct drafting *x;
	const char *key, *item; /* NULL: the template does not ask for it */
	char *text;
	uint32_t n;
};
struct draft_list draft_list_of(struct drafting *x, const char *key);
/* Adds an item with these values. */
int draft_item(struct draft_list *l, const struct draft_values *v);
/* The list becomes the value of its key. */
void draft_list_end(struct draft_list *l);
