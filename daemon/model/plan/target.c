#include "model/plan/target.h"

#include <string.h>

#include "model/core/record.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static struct key *target_key(struct key *k, uint32_t unit, uint32_t year, const char *indicator)
{
	return key_text(key_u32(key_u32(k, unit), year), indicator);
}

Duban__Target *target_get(struct txn *t, struct arena *a, uint32_t unit, uint32_t year,
			  const char *indicator)
{
	if (!target_key_fits(indicator))
		return NULL;
	return record_get(t, TABLE_target, key_bytes(target_key(KEY(), unit, year, indicator)),
			  &duban__target__descriptor, a);
}

int64_t target_completed(struct txn *t, struct arena *a, uint32_t unit, uint32_t year,
			 const char *list)
{
	struct scan s = scan_start(t, TABLE_target, key_bytes(key_u32(key_u32(KEY(), unit), year)));
	int64_t of_all = 0;

	while (scan_next(&s)) {
		const Duban__Target *g = record_unpack(t, s.value, &duban__target__descriptor, a);

		if (!g)
			return 0;
		if (g->measure != DUBAN__TARGET_MEASURE__TARGET_MEASURE_COMPLETED ||
		    g->kind != DUBAN__TARGET_KIND__TARGET_KIND_AMOUNT)
			continue;
		if (strcmp(g->list, list) == 0)
			return g->value;
		if (!*g->list)
			of_all = g->value;
	}
	return of_all;
}

bool target_key_fits(const char *indicator)
{
	return *indicator && strlen(indicator) <= NAME_MAX_BYTES;
}
