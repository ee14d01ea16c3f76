/* The cadence (调度制度): which duty is due when, by profiles. A profile is shipped
 * (data/cadences.csv); a row that the office puts stands in the place of the shipped one of the
 * same profile and form. Parameter cadence.profile tells which profile is in force. */
#pragma once

#include <stdbool.h>

#include "model/cadence/when.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

struct cadence {
	const Duban__Cadence *row;
	struct when when;
};

/* The shipped row; NULL: none. Static. */
const Duban__Cadence *cadence_shipped(const char *profile, Duban__DutyForm form);
bool cadence_profile_known(const char *profile);
/* The profile in force; "": none. */
const char *cadence_profile(struct txn *t, struct arena *a);
/* The row that counts, the office's or the shipped one; NULL: none. */
const Duban__Cadence *cadence_row(struct txn *t, struct arena *a, const char *profile,
				  Duban__DutyForm form);
/* False: the profile has no such duty here. */
bool cadence_of(struct txn *t, struct arena *a, const char *profile, Duban__DutyForm form,
		struct cadence *ret);
