#include "engine/restate/restate.h"

#include <errno.h>

#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "rules/rules.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

#define ON_KEY() key_bytes(key_text(KEY(), "upgrade"))

static struct key *settled_key(struct key *k, const Duban__Subject *of)
{
	return due_place(key_text(k, "upgrade settled"), of);
}

static struct key *version_key(struct key *k, uint32_t rule)
{
	return key_u32(key_text(k, "rule version"), rule);
}

void restate_load(struct engine *e)
{
	struct bytes v;
	struct key_reader r;

	e->restate = (struct restate){.on = false};
	if (!txn_get(e->txn, TABLE_mark, ON_KEY(), &v))
		return;
	r = (struct key_reader){.rest = v, .ok = true};
	e->restate.on = true;
	e->restate.seq = key_read_u64(&r);
	e->restate.at = key_read_time(&r);
	e->restate.by = r.ok && r.rest.size ? (Duban__ChangeCause)key_read_u32(&r)
					    : DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED;
	if (!r.ok)
		txn_fail(e->txn, -EBADMSG);
}

static void forget_settled(struct engine *e)
{
	struct scan s =
	    scan_start(e->txn, TABLE_mark, key_bytes(key_text(KEY(), "upgrade settled")));

	while (scan_next(&s)) {
		struct key k = {.size = 0};

		key_raw(&k, s.key);
		txn_del(e->txn, TABLE_mark, key_bytes(&k));
	}
}

void restate_begin(struct engine *e, const struct restate *r)
{
	struct key *v = KEY();

	if (!e->restate.on)
		e->restate = *r;
	e->restate.on = true;
	forget_settled(e);
	key_time(key_u64(v, e->restate.seq), e->restate.at);
	txn_put(e->txn, TABLE_mark, ON_KEY(), key_bytes(key_u32(v, e->restate.by)));
}

uint32_t restate_version(struct engine *e, uint32_t rule)
{
	return txn_get_u32(e->txn, TABLE_mark, key_bytes(version_key(KEY(), rule)));
}

static void note_versions(struct engine *e)
{
	for (size_t i = 0; i < rules_count; i++)
		txn_put_u32(e->txn, TABLE_mark, key_bytes(version_key(KEY(), rules[i]->num)),
			    rules[i]->version);
}

void restate_over(struct engine *e)
{
	e->restate = (struct restate){.on = false};
	forget_settled(e);
	txn_del(e->txn, TABLE_mark, ON_KEY());
	note_versions(e);
}

bool restate_awaits(struct engine *e, const Duban__Subject *of)
{
	return e->restate.on && !txn_has(e->txn, TABLE_mark, key_bytes(settled_key(KEY(), of)));
}

void restate_settled(struct engine *e, const Duban__Subject *of)
{
	if (e->restate.on)
		txn_put(e->txn, TABLE_mark, key_bytes(settled_key(KEY(), of)), BYTES("", 0));
}
