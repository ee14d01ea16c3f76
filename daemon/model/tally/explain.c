/* Names a tally that is not what a recount says. */
#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/tally/tally.h"
#include "store/db/key.h"

/* The row's cell with that number; 0: it has none. */
static int64_t cell(const Duban__TallyRow *row, uint32_t at)
{
	for (size_t i = 0; row && i < row->n_at && i < row->n_amount; i++)
		if (row->at[i] == at)
			return row->amount[i];
	return 0;
}

static uint32_t first_difference(const Duban__TallyRow *a, const Duban__TallyRow *b)
{
	for (uint32_t at = 0; at < (TALLY_MONTHS + 1) * TALLY_SLOTS; at++)
		if (cell(a, at) != cell(b, at))
			return at;
	return 0;
}

static char *group_text(struct arena *a, enum tally_group kind, struct key_reader *k)
{
	static const char *const names[TALLY_GROUP_MAX_] = {[TALLY_GROUP_UNIT] = "unit",
							    [TALLY_GROUP_SECTOR] = "sector",
							    [TALLY_GROUP_BAND] = "size band",
							    [TALLY_GROUP_CATEGORY] = "category",
							    [TALLY_GROUP_BATCH] = "batch"};
	const char *name = kind < TALLY_GROUP_MAX_ && names[kind] ? names[kind] : "group";

	if (kind == TALLY_GROUP_CATEGORY || kind == TALLY_GROUP_BATCH)
		return arena_printf(a, "%s %s", name, key_read_text(k));
	return arena_printf(a, "%s number %u", name, key_read_u32(k));
}

char *tally_explain(struct arena *a, struct txn *stored, struct txn *counted, struct bytes key)
{
	struct key_reader k = {.rest = key, .ok = true};
	const char *list = arena_str(a, key_read_text(&k));
	enum tally_group kind = (enum tally_group)key_read_u8(&k);
	uint32_t year = key_read_u32(&k), at;
	char *group = group_text(a, kind, &k);
	const Duban__TallyRow *s =
	    record_get(stored, TABLE_tally, key, &duban__tally_row__descriptor, a);
	const Duban__TallyRow *c =
	    record_get(counted, TABLE_tally, key, &duban__tally_row__descriptor, a);

	if (!list || !group)
		return NULL;
	at = first_difference(s, c);
	return arena_printf(a,
			    "list %s, %s, %u-%02u: the change of %s is %" PRId64
			    " in the store, and %" PRId64 " counted anew",
			    *list ? list : "(all projects)", group, year, at / TALLY_SLOTS,
			    tally_measure(at % TALLY_SLOTS)->name, cell(s, at), cell(c, at));
}
