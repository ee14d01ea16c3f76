#include "engine/restate/rule_changes.h"

#include <errno.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/restate/restate.h"
#include "model/core/event.h"
#include "model/core/record.h"
#include "proto/status.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

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
		if (r && w->lit_at <= c->e->restate.at && w->inputs->rule_version > r->from_version)
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
		c->rule[i].from_version = restate_version(c->e, rules[i]->num);
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

/* The events since it began tell what the rules changed. */
static int count_all(struct rule_changes *c)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec;
	bool found = c->e->applied > c->e->restate.seq;
	int r = found ? journal_read(&rd, c->e->journal, c->e->restate.seq + 1) : 0;

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

int rule_changes_tell(struct engine *e)
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
		return 0;
	return r ? r : tell(&c);
}
