#include "model/pending/person.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/principal/principal.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static bool same_owner(const Duban__Principal *one, const Duban__Principal *other)
{
	return one->num == other->num || (*one->owner && strcmp(one->owner, other->owner) == 0);
}

bool person_is_same(struct txn *t, struct arena *a, uint32_t one, uint32_t other)
{
	const Duban__Principal *p = principal_get(t, a, one), *q = principal_get(t, a, other);

	return one == other || (p && q && same_owner(p, q));
}

int persons_of_role(struct txn *t, usec_t now, Duban__Role role, uint32_t *ret)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct scan s = scan_start(t, TABLE_principal, BYTES("", 0));
	Duban__Principal **seen = NULL;
	uint32_t n = 0;
	int r = arena_new(&a, WIRE_ARENA_MAX);

	while (!r && scan_next(&s)) {
		Duban__Principal *p = record_unpack(t, s.value, &duban__principal__descriptor, a);
		bool again = false;

		if (!p || p->role != role || !principal_valid(p, now))
			continue;
		for (uint32_t i = 0; i < n && !again; i++)
			again = same_owner(p, seen[i]);
		if (again)
			continue;
		seen = arena_grow(a, seen, n, sizeof *seen);
		if (!seen)
			return -ENOMEM;
		seen[n++] = p;
	}
	*ret = n;
	return r ? r : txn_error(t);
}
