/* Import of collections as an opening balance: only the state. The candidates, their frozen copies,
 * the comments and the matches are imported from files of their own. */
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

/* A collection that exists is moved by commands only; the row must not change it. */
static bool check_collection(struct record_row *r)
{
	return !r->was || row_same(r) || cell_refuse(row_cell(r, "year"), "collection.known", NULL);
}

RECORD_KIND(COLLECTIONS, .derive = derive_collection, .check = check_collection);
