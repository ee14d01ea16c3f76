/* The link that a move is about, found and checked, and the events of moves. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/link/link.h"
#include "model/link/state.h"
#include "proto/api.pb-c.h"
#include "text/date.h"

struct target {
	Duban__Project *project;
	struct chain chain;
	size_t i;
	const Duban__Link *link;
	const Duban__LinkProgress *progress;
	const struct schedule_link *plan;
};

/* Finds the link; checks that the caller may move links of its units and that its state allows the
 * move. Verdicts with problems. */
int target_find(struct request *rq, const Duban__LinkRef *ref, enum link_move move,
		struct target *ret);
/* The same for a move that a report asked for: its reviewer has judged it. */
int target_of_report(struct request *rq, const Duban__Project *p, const Duban__Report *r,
		     enum link_move move, struct target *ret);
/* The number of the link as text, for problems. */
char *target_no(struct request *rq, const struct target *t);

Duban__Event *target_event(struct request *rq, const struct target *t, date_t on);
/* Adds an event with its body, year and link filled in; NULL: no memory. */
#define LINK_EVENT(rq, t, on, CASE, field, type, init)                                             \
	({                                                                                         \
		Duban__Event *ev_ = target_event((rq), (t), (on));                                 \
		type *b_ = REQUEST_NEW((rq), type, init);                                          \
		if (ev_ && b_) {                                                                   \
			ev_->body_case = DUBAN__EVENT__BODY_##CASE;                                \
			ev_->field = b_;                                                           \
			b_->year = (t)->chain.year;                                                \
			b_->link = (t)->link->no;                                                  \
		}                                                                                  \
		ev_ ? b_ : NULL;                                                                   \
	})

/* Doers move the links of their units; reviewers return links. Commands that finish or clear
 * something may use the disk reserve (.frees). */
#define DOERS                                                                                      \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))
#define REVIEWERS (ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) | ROLE_BIT(SUPERVISION) | ROLE_BIT(LOCAL))
#define MOVE(CASE, who, fn, ...)                                                                   \
	HANDLER(CASE, .kind = HANDLER_COMMAND, .roles = (who), .decide = (fn),                     \
		.simulated_only_for_local = true, __VA_ARGS__)
