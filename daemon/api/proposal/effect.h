/* What accepting a proposal does, a row a kind. Each stands beside the noun that it makes:
 *	PROPOSAL_EFFECT(TALK, .takes = ACCEPT_PERSON | ACCEPT_DAY, .accept = accept_talk);
 * A kind without a row cannot be accepted, and so must not be proposed. */
#pragma once

#include "proto/api.pb-c.h"
#include "proto/section.h"

struct request;

/* What may be said about it beyond reason and 文号; anything else is refused. */
enum accept_option {
	ACCEPT_PERSON = 1 << 0,
	ACCEPT_BY = 1 << 1,
	ACCEPT_DAY = 1 << 2, /* on_date */
	ACCEPT_OFFENCE = 1 << 3,
	ACCEPT_POINTS = 1 << 4, /* deducted */
};

struct accepting {
	const Duban__ProposalAcceptRequest *q; /* reason and 文号 were checked */
	const Duban__Proposal *p;
	const Duban__Project *project; /* NULL: it is about a subject of the city */
	const char *ground;	       /* id of the lamp; of no lamp that of the proposal */
	const char *effect;	       /* out: what was made: "talk 约谈〔2020〕3号" */
};

struct proposal_effect {
	Duban__ProposalKind kind;
	unsigned takes; /* enum accept_option */
	/* Adds what it does to the command's draft, and sets `effect`; or a verdict. */
	int (*accept)(struct request *rq, struct accepting *io);
};

SECTION_DECLARE(duban_proposal_effects, struct proposal_effect);
#define PROPOSAL_EFFECT(kind_, ...)                                                                \
	static const struct proposal_effect proposal_effect_##kind_ = {                            \
	    .kind = DUBAN__PROPOSAL_KIND__PROPOSAL_KIND_##kind_, __VA_ARGS__};                     \
	SECTION_ROW(duban_proposal_effects, struct proposal_effect, proposal_effect_##kind_)
