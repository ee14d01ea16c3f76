#include "model/principal/principal.h"

#include "base/arena.h"
#include "model/core/clock_repair.h"
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

static bool is_over(const Duban__PrincipalKey *k, usec_t now)
{
	return k->not_after_at && now >= k->not_after_at;
}

static bool key_valid(const Duban__PrincipalKey *k, usec_t now)
{
	return (!k->not_before_at || now >= k->not_before_at) && !is_over(k, now);
}

/* Whatever its keys say. */
static bool has_ended(const Duban__Principal *p, usec_t now)
{
	return p->revoked_at || (p->ends_at && now >= p->ends_at);
}

usec_t principal_key_ends(const Duban__Principal *p, const Duban__PrincipalKey *k)
{
	return p->ends_at && (!k->not_after_at || p->ends_at < k->not_after_at) ? p->ends_at
										: k->not_after_at;
}

bool principal_valid(const Duban__Principal *p, usec_t now)
{
	for (size_t i = 0; !has_ended(p, now) && i < p->n_key; i++)
		if (key_valid(p->key[i], now))
			return true;
	return false;
}

const Duban__PrincipalKey *principal_key(const Duban__Principal *p, struct bytes key)
{
	for (size_t i = 0; i < p->n_key; i++)
		if (bytes_equal(BYTES(p->key[i]->public_key.data, p->key[i]->public_key.len), key))
			return p->key[i];
	return NULL;
}

bool principal_admits(const Duban__Principal *p, const uint8_t key[32], usec_t now)
{
	const Duban__PrincipalKey *k = principal_key(p, BYTES(key, CURVE_KEY_SIZE));

	return k && !has_ended(p, now) && key_valid(k, now);
}

size_t principal_live_keys(const Duban__Principal *p, usec_t now)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_key; i++)
		n += !is_over(p->key[i], now);
	return n;
}

static void put(struct txn *t, const Duban__Principal *p)
{
	record_put(t, TABLE_principal, key_bytes(key_u32(KEY(), p->num)), p);
}

/* A key stays known for ever, so that it can never be given to another principal. */
static void know_key(struct txn *t, const Duban__PrincipalKey *k, uint32_t num)
{
	txn_put_u32(t, TABLE_principal_key,
		    key_bytes(key_raw(KEY(), BYTES(k->public_key.data, k->public_key.len))), num);
}

static void fold_principal_added(struct txn *t, struct arena *a, const Duban__Event *e,
				 const void *body)
{
	const Duban__PrincipalAdded *b = body;
	Duban__Principal p = *b->principal;
	Duban__PrincipalKey first = DUBAN__PRINCIPAL_KEY__INIT, *keys[] = {&first};

	(void)a;
	(void)e;
	first.public_key = p.public_key;
	first.not_before_at = p.not_before_at;
	first.not_after_at = p.not_after_at;
	p.public_key = (ProtobufCBinaryData){};
	p.not_before_at = p.not_after_at = 0;
	p.key = keys;
	p.n_key = 1;
	put(t, &p);
	know_key(t, &first, p.num);
	txn_put_u32(t, TABLE_principal_name, key_bytes(key_text(KEY(), p.name)), p.num);
	counter_raise(t, "principal", p.num);
}
FOLD(PRINCIPAL_ADDED, fold_principal_added, .family = FOLD_ALONE);

/* One that ends later is revoked by the time alone. The name may be used again. */
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
		put(t, p);
		return;
	}
	p->revoked_at = e->at;
	put(t, p);
	if (principal_by_name(t, p->name) == p->num)
		txn_del(t, TABLE_principal_name, key_bytes(key_text(KEY(), p->name)));
}
FOLD(PRINCIPAL_REVOKED, fold_principal_revoked, .family = FOLD_ALONE);

static void fold_key_added(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__PrincipalKeyAdded *b = body;
	Duban__Principal *p = principal_get(t, a, b->num);
	Duban__PrincipalKey **keys = p ? arena_alloc(a, (p->n_key + 1) * sizeof *keys) : NULL;
	size_t n = 0;

	if (!keys) {
		txn_fail(t, p ? -ENOMEM : -EBADMSG);
		return;
	}
	for (size_t i = 0; i < p->n_key; i++)
		if (!is_over(p->key[i], e->at))
			keys[n++] = p->key[i];
	keys[n++] = b->key;
	p->key = keys;
	p->n_key = n;
	put(t, p);
	know_key(t, b->key, p->num);
}
FOLD(PRINCIPAL_KEY_ADDED, fold_key_added, .family = FOLD_ALONE);

static void fold_key_revoked(struct txn *t, struct arena *a, const Duban__Event *e,
			     const void *body)
{
	const Duban__PrincipalKeyRevoked *b = body;
	Duban__Principal *p = principal_get(t, a, b->num);
	const Duban__PrincipalKey *gone =
	    p ? principal_key(p, BYTES(b->public_key.data, b->public_key.len)) : NULL;
	size_t n = 0;

	(void)e;
	if (!gone) {
		txn_fail(t, -EBADMSG);
		return;
	}
	for (size_t i = 0; i < p->n_key; i++)
		if (p->key[i] != gone)
			p->key[n++] = p->key[i];
	p->n_key = n;
	put(t, p);
}
FOLD(PRINCIPAL_KEY_REVOKED, fold_key_revoked, .family = FOLD_ALONE);
CLOCK_MOVES(principal, .table = TABLE_principal, .fields = "revoked_at ends_at");
