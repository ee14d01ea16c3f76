#include "model/plan/target.h"

#include "model/core/fold.h"
#include "model/core/record.h"
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

bool target_key_fits(const char *indicator)
{
	return *indicator && strlen(indicator) <= NAME_MAX_BYTES;
}
