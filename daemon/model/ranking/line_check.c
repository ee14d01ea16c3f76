#include "model/ranking/line_check.h"

#include <errno.h>

#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/key.h"
#include "store/db/txn.h"

static struct key *key_of(struct key *k, const struct line_name *n)
{
	return key_u32(key_u32(key_text(k, n->list), n->month), n->unit);
}

Duban__LineCheck *line_check_get(struct txn *t, struct arena *a, const struct line_name *n)
{
	return record_get(t, TABLE_line_check, key_bytes(key_of(KEY(), n)),
			  &duban__line_check__descriptor, a);
}

Duban__LineCheck *line_check_of(struct txn *t, struct arena *a, const struct line_name *n)
{
	struct line_name any = {"", n->month, n->unit};
	Duban__LineCheck *c = line_check_get(t, a, n);

	return c || !*n->list ? c : line_check_get(t, a, &any);
}

static void put(struct txn *t, const Duban__LineCheck *c)
{
	struct line_name n = {c->list, c->month, c->unit};

	record_put(t, TABLE_line_check, key_bytes(key_of(KEY(), &n)), c);
}

static void fold_checked(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LineCheck *c = ((const Duban__LineChecked *)body)->line_check;

	(void)a;
	(void)e;
	if (c)
		put(t, c);
	else
		txn_fail(t, -EBADMSG);
}
FOLD(LINE_CHECKED, fold_checked, .tallies = TALLY_NOTHING, .family = "line_checks",
     .subject = "list month unit");

static void fold_answered(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LineAnswered *b = body;
	struct line_name n = {b->list, b->month, b->unit};
	Duban__LineCheck *c = line_check_get(t, a, &n);

	(void)e;
	if (!c) {
		txn_fail(t, -EBADMSG);
		return;
	}
	c->state = LINE_CHECK(ANSWERED);
	c->answer = b->answer;
	c->answered_date = b->answered_date;
	put(t, c);
}
FOLD(LINE_ANSWERED, fold_answered, .tallies = TALLY_NOTHING, .family = "line_checks",
     .subject = "list month unit");
