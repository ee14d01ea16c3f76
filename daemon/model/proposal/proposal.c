#include "model/proposal/proposal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/clock_repair.h"
#include "model/core/event.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/proposal/state.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* The part of the key that all proposals about one lamp or matter have. */
static struct key *ground_key(struct key *k, const struct proposal_name *n)
{
	return key_u32(key_u32(subject_key(k, n->subject), n->rule), n->occurrence);
}

struct key *proposal_key(struct key *k, const struct proposal_name *n)
{
	return key_u32(key_u32(ground_key(k, n), (uint32_t)n->kind), n->step);
}

struct proposal_name proposal_name(const Duban__Proposal *p)
{
	return (struct proposal_name){.kind = p->kind,
				      .subject = p->subject,
				      .rule = p->rule,
				      .occurrence = p->occurrence,
				      .step = p->step};
}

bool proposal_exists(struct txn *t, const struct proposal_name *n)
{
	return txn_has(t, TABLE_proposal, key_bytes(proposal_key(KEY(), n)));
}

Duban__Proposal *proposal_get(struct txn *t, struct arena *a, const struct proposal_name *n)
{
	return record_get(t, TABLE_proposal, key_bytes(proposal_key(KEY(), n)),
			  &duban__proposal__descriptor, a);
}

int proposal_fill(struct arena *a, Duban__Event *ev, const struct proposal_name *n, uint32_t unit,
		  usec_t since)
{
	Duban__ProposalMade *b = arena_alloc(a, sizeof *b);
	Duban__Proposal *p = arena_alloc(a, sizeof *p);
	Duban__Subject *s = arena_alloc(a, sizeof *s);

	if (!b || !p || !s)
		return -ENOMEM;
	duban__proposal_made__init(b);
	duban__proposal__init(p);
	*s = *n->subject;
	s->kind = arena_str(a, s->kind);
	if (!s->kind)
		return -ENOMEM;
	p->kind = n->kind;
	p->subject = s;
	p->rule = n->rule;
	p->occurrence = n->occurrence;
	p->step = n->step;
	p->unit = unit;
	p->since_at = since;
	b->proposal = p;
	if (p->kind == PROPOSAL_KIND(REFER)) /* a lead: not for the project's readers */
		ev->project = ev->project_unit = 0;
	ev->body_case = DUBAN__EVENT__BODY_PROPOSAL_MADE;
	ev->proposal_made = b;
	return 0;
}

static void put(struct txn *t, const Duban__Proposal *p)
{
	struct proposal_name n = proposal_name(p);
	struct key *k = proposal_key(KEY(), &n);

	record_put(t, TABLE_proposal, key_bytes(k), p);
	if (p->state == PROPOSAL_STATE(OPEN))
		txn_put(t, TABLE_proposal_open, key_bytes(k), BYTES("", 0));
	else
		txn_del(t, TABLE_proposal_open, key_bytes(k));
}

static void fold_made(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProposalMade *b = body;
	Duban__Proposal now;

	(void)a;
	if (!b->proposal || !b->proposal->subject) {
		txn_fail(t, -EBADMSG);
		return;
	}
	now = *b->proposal;
	now.made_at = e->at;
	now.state = PROPOSAL_STATE(OPEN);
	put(t, &now);
}
FOLD(PROPOSAL_MADE, fold_made, .tallies = TALLY_NOTHING, .family = "proposals",
     .subject = "kind subject rule occurrence step");

static void fold_decided(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProposalDecided *b = body;
	struct proposal_name n = {.kind = b->kind,
				  .subject = b->subject,
				  .rule = b->rule,
				  .occurrence = b->occurrence,
				  .step = b->step};
	Duban__Proposal *p = b->subject ? proposal_get(t, a, &n) : NULL;

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->state = b->state;
	p->decided_by = event_sender(e);
	p->decided_at = e->at;
	p->decided_date = e->on_date;
	p->reason = b->reason;
	p->document = b->document;
	p->effect = b->effect;
	put(t, p);
}
FOLD(PROPOSAL_DECIDED, fold_decided, .tallies = TALLY_NOTHING, .family = "proposals",
     .subject = "kind subject rule occurrence step");

void proposals_lapse(struct txn *t, struct arena *a, const struct proposal_name *of,
		     const Duban__Event *e)
{
	struct scan s = scan_start(t, TABLE_proposal_open, key_bytes(ground_key(KEY(), of)));

	while (scan_next(&s)) {
		Duban__Proposal *p =
		    record_get(t, TABLE_proposal, s.key, &duban__proposal__descriptor, a);

		if (!p)
			return;
		p->state = proposal_next(p->state, PROPOSAL_MOVE_LAPSE);
		p->decided_at = e->at;
		p->decided_date = e->on_date;
		put(t, p);
	}
}
CLOCK_MOVES(proposal, .table = TABLE_proposal, .fields = "made_at decided_at");

/* ---- its id */

char *proposal_id(struct arena *a, const struct proposal_name *n)
{
	const char *kind = wire_enum_name(&duban__proposal_kind__descriptor, (int)n->kind);
	char buf[WARNING_ID_MAX];
	const char *of = warning_id_print(buf, n->subject, n->rule, n->occurrence);

	if (!n->rule) /* the id of a lamp, without its rule */
		of = strchr(of, '-') + 1;
	return n->step ? arena_printf(a, "%s/%s/%u", kind, of, n->step)
		       : arena_printf(a, "%s/%s", kind, of);
}

static bool parse_step(const char *text, uint32_t *ret)
{
	size_t n = strspn(text, "0123456789");

	if (!n || n > 9 || text[n] || *text == '0')
		return false;
	*ret = (uint32_t)strtoul(text, NULL, 10);
	return true;
}

bool proposal_id_parse(const char *text, struct proposal_id *ret)
{
	size_t kind = strcspn(text, "/"), n;
	const char *of = text + kind + 1, *step;
	char word[32], id[WARNING_ID_MAX];
	bool lamp = text[kind] && *of == 'W';

	*ret = (struct proposal_id){};
	if (!text[kind] || kind >= sizeof word)
		return false;
	(void)snprintf(word, sizeof word, "%.*s", (int)kind, text);
	n = strcspn(of, "/");
	step = of[n] ? of + n + 1 : NULL;
	if (n + 4 >= sizeof id)
		return false;
	(void)snprintf(id, sizeof id, "%s%.*s", lamp ? "" : "W00-", (int)n, of);
	ret->name.kind =
	    (Duban__ProposalKind)wire_enum_value(&duban__proposal_kind__descriptor, word);
	if (!ret->name.kind || (step && !parse_step(step, &ret->name.step)) ||
	    !warning_id_parse(id, &ret->of))
		return false;
	ret->name.subject = &ret->of.subject;
	ret->name.rule = lamp ? ret->of.rule : 0;
	ret->name.occurrence = ret->of.occurrence;
	return true;
}
