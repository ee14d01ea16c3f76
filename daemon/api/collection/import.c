/* The making of a year's list as an opening balance: where it stood. Its candidates, what
 * its rounds froze, comments and elements follow by their own files. */
#include "api/core/put.h"
#include "api/records/kind.h"
#include "api/records/row.h"

static bool derive_collection(struct record_row *r)
{
	if (!row_find(r))
		return false;
	if (!r->was)
		((Duban__Collection *)r->now)->opening = true;
	return true;
}

/* One that is known moves by its verbs, not by a file. */
static bool check_collection(struct record_row *r)
{
	return !r->was || row_same(r) || cell_refuse(row_cell(r, "year"), "collection.known", NULL);
}

RECORD_KIND(COLLECTIONS, .derive = derive_collection, .check = check_collection);
