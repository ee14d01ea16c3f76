/* Who holds a post (职务) on a day. Whoever tells people names recipients (责任人, 分管领导,
 * 督查问责办); they become persons at the moment of telling, so that who took a post over is told,
 * and whoever is on leave (请假) is stood in for by a substitute. A post without a holder is told
 * as a gap, never passed over in silence. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

struct holder_of {
	Duban__Recipient to;
	uint32_t day;		       /* yyyymmdd */
	const Duban__Project *project; /* NULL: it is about no project */
	/* who the subject itself names (a link's leader and person): number, or the name alone */
	uint32_t leader, person;
	const char *leader_name, *person_name; /* NULL or "": none */
	uint32_t unit;			       /* that is responsible; 0: the project's */
	uint32_t sector;		       /* 0: the project's */
};

struct holder {
	uint32_t person; /* 0: not registered, or nobody */
	const char *name, *title;
	uint32_t unit;	      /* of the post; 0: of the city, or of no post */
	uint32_t instead_of;  /* the person who is on leave; 0: nobody */
	Duban__HolderGap gap; /* why this one cannot be told; 0: can be */
};

struct holders {
	struct holder *holder;
	size_t n; /* 0: nobody is asked for here, as for a county's post of a city's project */
};

/* Telephone numbers stand outside the journal, so folds and evaluations must not depend on them:
 * nobody is a gap here for the lack of one (holder_has_number). */
int holders_of(struct txn *t, struct arena *a, const struct holder_of *ask, struct holders *ret);
/* The holders of posts that do not depend on the project, as they were found before: for many
 * matters at one instant, while nothing is written. */
enum { HOLDERS_KNOWN = 256 };
struct holder_memo {
	struct arena *arena;
	struct holder_known {
		Duban__Recipient to; /* 0: nothing is known at this place */
		uint32_t unit, sector, day;
		struct holders found;
	} of[HOLDERS_KNOWN];
};
/* The same; NULL: nothing is kept. */
int holders_again(struct txn *t, struct arena *a, struct holder_memo *m,
		  const struct holder_of *ask, struct holders *ret);
/* The county or zone that the unit is, or lies in; 0: it is a unit of the city. */
uint32_t holder_county(struct txn *t, struct arena *a, uint32_t unit);
/* For queries, and when people are told. */
bool holder_has_number(struct txn *t, struct arena *a, uint32_t person);
