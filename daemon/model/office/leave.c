#include "model/office/leave.h"

#include "model/core/record.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Leave *leave_on(struct txn *t, struct arena *a, uint32_t person, uint32_t ymd)
{
	struct scan s = scan_start(t, TABLE_leave, key_bytes(key_u32(KEY(), person)));
	Duban__Leave *found = NULL;

	while (scan_next(&s)) {
		Duban__Leave *l = record_unpack(t, s.value, &duban__leave__descriptor, a);

		if (l && l->from_date <= ymd && ymd <= l->until_date)
			found = l;
	}
	return found;
}
