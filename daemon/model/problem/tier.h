/* Who a tier belongs to: the unit that handles a problem there, who sees whether it is solved, and
 * who is one tier above. A unit 0 is the office (市重点办), if it has no unit of its own. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* The first unit of a kind; 0: there is none. */
uint32_t problem_unit_of(struct txn *t, struct arena *a, Duban__UnitKind kind);
/* The unit that handles a problem on the tier. `of`: its project, NULL for one of the city. 0: the
 * office, or, on L1 and L2, nobody follows from the project. */
uint32_t problem_handler(struct txn *t, struct arena *a, Duban__ProblemTier tier,
			 const Duban__Project *of);
/* Who verifies an answer: its raiser; if that is the handler or below it, on L1 the project's
 * department; else the office, and where the office handles it, 督查问责办. */
uint32_t problem_verifier(struct txn *t, struct arena *a, const Duban__ProblemCase *p,
			  const Duban__Project *of);
/* Who may put off its deadline: on L1 the department of the project, else the office. */
uint32_t problem_above(struct txn *t, struct arena *a, const Duban__ProblemCase *p,
		       const Duban__Project *of);
/* Whose turn it is. */
uint32_t problem_turn(struct txn *t, struct arena *a, const Duban__ProblemCase *p,
		      const Duban__Project *of);
