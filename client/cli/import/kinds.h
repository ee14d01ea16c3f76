/* The kinds of records that come and go as files, in the order in which they depend on each
 * other: what a row names is in a kind before it. */
#pragma once

#include "client/cli/frame/verb.h"

struct kind {
	const char *name; /* of ImportKind: "units" */
	Duban__ImportKind number;
};
/* Ends with a kind without name. */
extern const struct kind kinds[];
/* NULL: there is none of this name. */
const struct kind *kind_find(const char *name);
