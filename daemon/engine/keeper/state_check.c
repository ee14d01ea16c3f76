#include "engine/keeper/state_check.h"

#include <errno.h>
#include <stdio.h>

#include "engine/core/engine_private.h"
#include "store/db/db.h"
#include "store/db/sum_walk.h"
#include "store/db/txn.h"

/* The week begins with the start, which has looked at everything. */
static bool begin(struct engine *e, int *ret)
{
	if (!e->check_at)
		e->check_at = e->now;
	if (e->check || e->now < e->check_at + STATE_CHECK_DAYS * USEC_PER_DAY)
		return e->check;
	*ret = sum_walk_new(&e->check, e->db);
	return *ret == 0;
}

int engine_check_state(struct engine *e, bool *ret_ended)
{
	enum table table = 0;
	int r = 0;

	*ret_ended = false;
	if (!begin(e, &r))
		return r;
	r = sum_walk_step(e->check, e->txn, STATE_CHECK_ROWS, ret_ended, &table);
	if (r == -EBADMSG)
		(void)snprintf(e->distrust, sizeof e->distrust,
			       "the rows of the table %s do not add up to its sum",
			       table_name(table));
	if (!r && !*ret_ended)
		return 0;
	e->check = sum_walk_free(e->check);
	e->check_at = e->now;
	return r;
}
