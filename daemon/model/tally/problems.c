/* The part of a share that follows from its problems: those raised in a year, and of these the
 * cleared ones. One that was withdrawn or not accepted was none. */
#include "model/problem/problem.h"
#include "model/tally/cells.h"
#include "model/tally/share.h"
#include "proto/enums.h"
#include "store/db/txn.h"

int share_problems(const struct tally_of *x, const Duban__Project *p, struct tally_cells *c)
{
	uint32_t num = 0;

	while (problem_next_of(x->txn, p->num, &num)) {
		const Duban__ProblemCase *problem = problem_get(x->txn, x->arena, num);

		if (!problem)
			break;
		if (problem->state == PROBLEM_STATE(RETURNED) ||
		    problem->state == PROBLEM_STATE(WITHDRAWN))
			continue;
		cells_add(c, problem->raised_date / 100, TALLY_PROBLEMS_RAISED, 1);
		if (problem->state == PROBLEM_STATE(CLEARED) &&
		    problem->cleared_date / 10000 == problem->raised_date / 10000)
			cells_add(c, problem->cleared_date / 100, TALLY_PROBLEMS_CLEARED, 1);
	}
	return txn_error(x->txn);
}
