/* 统计局反馈. Only `close show` reads it: nothing is judged by it, and no tally counts it. */
#include <errno.h>

#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/key.h"
#include "store/db/txn.h"

static void fold_bureau(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__BureauFigure *b = ((const Duban__BureauFigurePut *)body)->bureau_figure;

	(void)a;
	(void)e;
	if (b)
		record_put(t, TABLE_bureau_figure,
			   key_bytes(key_u32(key_u32(KEY(), b->project), b->month)), b);
	else
		txn_fail(t, -EBADMSG);
}
FOLD(BUREAU_FIGURE_PUT, fold_bureau, .tallies = TALLY_NOTHING);
