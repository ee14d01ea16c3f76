#include "model/principal/principal.h"

#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/txn.h"

Duban__Principal *principal_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_principal, key_bytes(key_u32(KEY(), num)),
			  &duban__principal__descriptor, a);
}

uint32_t principal_by_key(struct txn *t, const uint8_t key[32])
{
	return txn_get_u32(t, TABLE_principal_key,
			   key_bytes(key_raw(KEY(), BYTES(key, CURVE_KEY_SIZE))));
}

uint32_t principal_by_name(struct txn *t, const char *name)
{
	if (!*name || strlen(name) > ID_MAX)
		return 0;
	return txn_get_u32(t, TABLE_principal_name, key_bytes(key_text(KEY(), name)));
}

bool principal_valid(const Duban__Principal *p, usec_t now)
{
	usec_t end = principal_ends(p);

	return !p->revoked_at && (!p->not_before_at || now >= p->not_before_at) &&
	       (!end || now < end);
}

usec_t principal_ends(const Duban__Principal *p)
{
	return p->ends_at && (!p->not_after_at || p->ends_at < p->not_after_at) ? p->ends_at
										: p->not_after_at;
}

static void fold_principal_added(struct txn *t, struct arena *a, const Duban__Event *e,
				 const void *body)
{
	const Duban__PrincipalAdded *b = body;
	const Duban__Principal *p = b->principal;

	(void)a;
	(void)e;
	record_put(t, TABLE_principal, key_bytes(key_u32(KEY(), p->num)), p);
	txn_put_u32(t, TABLE_principal_key,
		    key_bytes(key_raw(KEY(), BYTES(p->public_key.data, p->public_key.len))),
		    p->num);
	txn_put_u32(t, TABLE_principal_name, key_bytes(key_text(KEY(), p->name)), p->num);
	counter_raise(t, "principal", p->num);
}
FOLD(PRINCIPAL_ADDED, fold_principal_added, .family = FOLD_ALONE);

/* One that ends later is revoked by the time alone. The key stays known, so that it can never be
 * given to another principal; the name may be used again. */
static void fold_principal_revoked(struct txn *t, struct arena *a, const Duban__Event *e,
				   const void *body)
{
	const Duban__PrincipalRevoked *b = body;
	Duban__Principal *p = principal_get(t, a, b->num);

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	if (b->ends_at) {
		p->ends_at = b->ends_at;
		record_put(t, TABLE_principal, key_bytes(key_u32(KEY(), p->num)), p);
		return;
	}
	p->revoked_at = e->at;
	record_put(t, TABLE_principal, key_bytes(key_u32(KEY(), p->num)), p);
	if (principal_by_name(t, p->name) == p->num)
		txn_del(t, TABLE_principal_name, key_bytes(key_text(KEY(), p->name)));
}
FOLD(PRINCIPAL_REVOKED, fold_principal_revoked, .family = FOLD_ALONE);
