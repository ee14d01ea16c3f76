/* Proposals (建议事项): what the daemon puts before a person to decide. It only proposes; a person
 * accepts or refuses, with reason and 文号.
 *
 *	OPEN ── accepted by a person, with its effect ──▶ ACCEPTED
 *	  ├──── refused by a person ────────────────────▶ REFUSED
 *	  └──── its lamp goes out, its matter ends ─────▶ LAPSED
 *
 * A proposal has no number: subject, rule, occurrence, kind and step name it, so that whoever looks
 * twice cannot propose twice. One that was decided or has lapsed is not made again. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/event.pb-c.h"
#include "proto/warning_id.h"

struct arena;
struct key;
struct txn;

struct proposal_name {
	Duban__ProposalKind kind;
	const Duban__Subject *subject;
	uint32_t rule;	     /* of the lamp; 0: it is about no lamp */
	uint32_t occurrence; /* of the lamp, or of the matter */
	uint32_t step;	     /* of the ladder, or the tier; 0: none */
};

bool proposal_exists(struct txn *t, const struct proposal_name *n);
/* NULL: there is none, or the sticky error is set. */
Duban__Proposal *proposal_get(struct txn *t, struct arena *a, const struct proposal_name *n);
struct proposal_name proposal_name(const Duban__Proposal *p);
/* Its key in the tables `proposal` and `proposal_open`. */
struct key *proposal_key(struct key *k, const struct proposal_name *n);

/* Makes `ev` the event that proposes it: to the unit concerned, since the instant at which its
 * condition became true. What it names is copied. -ENOMEM. */
int proposal_fill(struct arena *a, Duban__Event *ev, const struct proposal_name *n, uint32_t unit,
		  usec_t since);
/* For folds: the lamp went out, the matter ended. Open proposals about it lapse. */
void proposals_lapse(struct txn *t, struct arena *a, const struct proposal_name *of,
		     const Duban__Event *e);

/* "talk/W02-17-2020-3-1/6"; of no lamp "raise/problem-3-p17-1/4"; without step 0. NULL: no
 * memory. */
char *proposal_id(struct arena *a, const struct proposal_name *n);
struct proposal_id {
	struct warning_id of;	   /* cannot be copied */
	struct proposal_name name; /* points into `of` */
};
/* False: the text is not the id of a proposal. */
bool proposal_id_parse(const char *text, struct proposal_id *ret);
