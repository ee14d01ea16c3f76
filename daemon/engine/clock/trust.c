#include "engine/clock/trust.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/core/engine_private.h"
#include "store/db/key.h"
#include "store/db/txn.h"

#define TRUST_KEY() key_bytes(key_text(KEY(), "clock"))

/* The two clocks are read one after the other, and NTP slews. */
#define TRUST_STEP_USEC USEC_PER_SEC

bool engine_trust(const struct engine *e, struct clock_trust *ret)
{
	if (e->trusts)
		*ret = e->trust;
	return e->trusts;
}

void engine_set_trust(struct engine *e, const struct clock_trust *trust)
{
	if (e->trusts && memcmp(e->trust.boot, trust->boot, sizeof trust->boot) == 0 &&
	    llabs(trust->offset - e->trust.offset) < TRUST_STEP_USEC)
		return;
	e->trust = *trust;
	e->trusts = e->dirty = true;
}

void trust_load(struct engine *e)
{
	struct bytes v;
	struct key_reader r;

	e->trusts = false;
	if (!txn_get(e->txn, TABLE_mark, TRUST_KEY(), &v))
		return;
	if (v.size != sizeof e->trust.boot + sizeof(uint64_t)) {
		txn_fail(e->txn, -EBADMSG);
		return;
	}
	memcpy(e->trust.boot, v.data, sizeof e->trust.boot);
	r = (struct key_reader){
	    .rest = BYTES((const uint8_t *)v.data + sizeof e->trust.boot, sizeof(uint64_t)),
	    .ok = true};
	e->trust.offset = (usec_t)key_read_u64(&r);
	e->trusts = true;
}

void trust_mark(struct engine *e)
{
	struct key *v = key_raw(KEY(), BYTES(e->trust.boot, sizeof e->trust.boot));

	if (e->trusts)
		txn_put(e->txn, TABLE_mark, TRUST_KEY(),
			key_bytes(key_u64(v, (uint64_t)e->trust.offset)));
	else
		txn_del(e->txn, TABLE_mark, TRUST_KEY());
}
