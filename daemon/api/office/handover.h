/* What a person hands over (交接): the open records that name the person, by the columns of their
 * kinds that hold people. `person replace` puts another person there, `person handover` lists them.
 * A kind whose open records must go on adds a row, beside its handlers:
 *	HANDOVER(ORDERS, .open = open_order);
 * Posts and groups are split by date instead; the two commands do so themselves. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"
#include "proto/record/record.h"
#include "proto/section.h"

struct arena;
struct request;

struct handover_row;

struct handover {
	struct request *rq;
	const struct handover_row *row; /* of the kind that is walked */
	struct arena *arena;		/* for one record */
	const Duban__Person *old;
	bool only_name; /* no other person has the old one's name */
	uint32_t from;	/* yyyymmdd: from that day on another one acts */
	/* The project of the record before: records of a project come together. */
	const Duban__Project *project;
	struct arena *project_arena;
	/* Called for each open record that names the person, with the columns that do. */
	int (*take)(struct handover *h, const struct record *kind, const void *noun,
		    const struct record_column *const *column, size_t n);
	void *user;
};

struct handover_row {
	Duban__ImportKind kind;
	/* Must somebody go on with it? h->project: that of the record, NULL: of the city. */
	bool (*open)(struct handover *h, const void *noun);
	/* Columns that say what was done, parted by blanks: they are listed, and no successor takes
	 * them over. NULL: none. */
	const char *kept;
	bool of_ended; /* also those of a project that has ended */
	/* May the caller read it? NULL: whoever reads its project; of the city everybody. */
	bool (*reads)(struct request *rq, const void *noun, const Duban__Project *p);
	/* Its id and what it is, if the description's words do not tell. Both in h->arena; NULL: no
	 * memory. */
	void (*named)(struct handover *h, const void *noun, const char **ret_id,
		      const char **ret_what);
	/* Who reads the event of the change, if the record narrows that. */
	void (*address)(Duban__Event *ev, const Duban__Project *p);
};

SECTION_DECLARE(duban_handovers, struct handover_row);
#define HANDOVER(name_, ...)                                                                       \
	static const struct handover_row handover_row_##name_ = {                                  \
	    .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_##name_, __VA_ARGS__};                         \
	SECTION_ROW(duban_handovers, struct handover_row, handover_row_##name_)

/* The person of a field, or a name that was written before the person was registered. */
bool handover_names(const struct handover *h, const Duban__Who *who);
/* Walks all kinds, by their order. 0, or what `take` returned. */
int handover_walk(struct handover *h);
/* Does a successor take the column over? */
bool handover_passes(const struct handover *h, const struct record_column *column);
/* Finds the person for a command, by id or a name that is unique. Verdicts with problems. */
int request_person(struct request *rq, const char *name, Duban__Person **ret);
