#include "engine/upgrade/upgrade.h"

#include <errno.h>

#include "base/arena.h"
#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "model/core/event.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "proto/status.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

#define UPGRADE_KEY() key_bytes(key_text(KEY(), "upgrade"))

static struct key *settled_key(struct key *k, const Duban__Subject *of)
{
	return due_place(key_text(k, "upgrade settled"), of);
}

static struct key *version_key(struct key *k, uint32_t rule)
{
	return key_u32(key_text(k, "rule version"), rule);
}

void upgrade_load(struct engine *e)
{
	struct bytes v;
	struct key_reader r;

	e->upgrade = (struct upgrade){.on = false};
	if (!txn_get(e->txn, TABLE_mark, UPGRADE_KEY(), &v))
		return;
	r = (struct key_reader){.rest = v, .ok = true};
	e->upgrade.on = true;
	e->upgrade.seq = key_read_u64(&r);
	e->upgrade.at = key_read_time(&r);
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

void upgrade_begin(struct engine *e)
{
	const Duban__Store *s = store_row(e->txn, e->scratch);

	if (!e->upgrade.on && s)
		e->upgrade = (struct upgrade){.on = true, .seq = e->applied, .at = s->clock_at};
	forget_settled(e);
	txn_put(e->txn, TABLE_mark, UPGRADE_KEY(),
		key_bytes(key_time(key_u64(KEY(), e->upgrade.seq), e->upgrade.at)));
}

static void note_versions(struct engine *e)
{
	for (size_t i = 0; i < rules_count; i++)
		txn_put_u32(e->txn, TABLE_mark, key_bytes(version_key(KEY(), rules[i]->num)),
			    rules[i]->version);
}

void upgrade_over(struct engine *e)
{
	e->upgrade = (struct upgrade){.on = false};
	forget_settled(e);
	txn_del(e->txn, TABLE_mark, UPGRADE_KEY());
	note_versions(e);
}

bool upgrade_awaits(struct engine *e, const Duban__Subject *of)
{
	return e->upgrade.on && !txn_has(e->txn, TABLE_mark, key_bytes(settled_key(KEY(), of)));
}

void upgrade_settled(struct engine *e, const Duban__Subject *of)
{
	if (e->upgrade.on)
		txn_put(e->txn, TABLE_mark, key_bytes(settled_key(KEY(), of)), BYTES("", 0));
}

/* ---- the event at its end */

struct rule_changes {
	struct engine *e;
	Duban__RuleChange rule[RULES_MAX];
};

static Duban__RuleChange *change_of(struct rule_changes *c, uint32_t rule)
{
	for (size_t i = 0; i < rules_count; i++)
		if (rules[i]->num == rule)
			return &c->rule[i];
	return NULL;
}

/* A store of an older duband holds no table of versions; what it holds of each rule is the version
 * that judged the rule's warnings. */
static void versions_of_warnings(struct rule_changes *c)
{
	struct scan s = scan_start(c->e->txn, TABLE_warning, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Warning *w;
		Duban__RuleChange *r;

		arena_reset(c->e->pad);
		w = record_unpack(c->e->txn, s.value, &duban__warning__descriptor, c->e->pad);
		r = w && w->inputs && w->raised_by == DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_INVALID
			? change_of(c, w->rule)
			: NULL;
		if (r && w->lit_at <= c->e->upgrade.at && w->inputs->rule_version > r->from_version)
			r->from_version = w->inputs->rule_version;
	}
}

static void load_versions(struct rule_changes *c)
{
	bool noted = false;

	for (size_t i = 0; i < rules_count; i++) {
		duban__rule_change__init(&c->rule[i]);
		c->rule[i].rule = rules[i]->num;
		c->rule[i].to_version = rules[i]->version;
		c->rule[i].from_version = txn_get_u32(c->e->txn, TABLE_mark,
						      key_bytes(version_key(KEY(), rules[i]->num)));
		noted = noted || c->rule[i].from_version;
	}
	if (!noted)
		versions_of_warnings(c);
}

static void count_event(struct rule_changes *c, const Duban__Event *ev)
{
	Duban__RuleChange *r;

	if (!event_by_changed_rules(ev))
		return;
	r = change_of(c, event_rule(ev));
	if (!r)
		return;
	r->raised += ev->body_case == DUBAN__EVENT__BODY_WARNING_RAISED;
	r->escalated += ev->body_case == DUBAN__EVENT__BODY_WARNING_ESCALATED;
	r->moved += ev->body_case == DUBAN__EVENT__BODY_WARNING_MOVED;
	r->cleared += ev->body_case == DUBAN__EVENT__BODY_WARNING_CLEARED;
}

/* The events since the upgrade began tell what it changed. */
static int count_all(struct rule_changes *c)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec;
	bool found = c->e->applied > c->e->upgrade.seq;
	int r = found ? journal_read(&rd, c->e->journal, c->e->upgrade.seq + 1) : 0;

	while (!r && found) {
		const Duban__Event *ev;

		r = journal_reader_next(rd, &rec, &found);
		if (r || !found)
			break;
		arena_reset(c->e->pad);
		ev = duban__event__unpack(arena_pb(c->e->pad), rec.event.size, rec.event.data);
		if (!ev)
			return -EBADMSG;
		count_event(c, ev);
	}
	return r;
}

static bool changed(const Duban__RuleChange *r)
{
	return (r->from_version && r->from_version != r->to_version) || r->raised || r->escalated ||
	       r->moved || r->cleared;
}

static int tell(struct rule_changes *c)
{
	Duban__RuleChange *list[RULES_MAX];
	Duban__RulesChanged b = DUBAN__RULES_CHANGED__INIT;
	Duban__Event ev = DUBAN__EVENT__INIT, *one = &ev;

	b.rule = list;
	for (size_t i = 0; i < rules_count; i++)
		if (changed(&c->rule[i]))
			list[b.n_rule++] = &c->rule[i];
	if (!b.n_rule)
		return 0;
	ev.body_case = DUBAN__EVENT__BODY_RULES_CHANGED;
	ev.rules_changed = &b;
	return group_write(c->e, &one, 1, &author_system);
}

int upgrade_end(struct engine *e)
{
	struct rule_changes c = {.e = e};
	int r;

	load_versions(&c);
	r = txn_error(e->txn);
	if (!r)
		r = count_all(&c);
	/* Some of the events cannot be read: what changed is not told, for it would be told
	 * wrongly. The lamps are right all the same. */
	if (r == STATUS_DAMAGED)
		r = 0;
	else if (!r)
		r = tell(&c);
	if (!r)
		upgrade_over(e);
	return r ? r : txn_error(e->txn);
}
