/* Points as text, and the records of a year's score. The table holds a frozen year in pieces: its
 * head under the year, and each unit under (year, place), for all units together are too large for
 * one value. */
#include "model/score/score.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/number.h"

enum { WHOLE = 100 };

char *score_text(int64_t points, char buf[SCORE_TEXT_MAX])
{
	int64_t size = points < 0 ? -points : points;

	(void)snprintf(buf, SCORE_TEXT_MAX, "%s%lld.%02lld", points < 0 ? "-" : "",
		       (long long)(size / WHOLE), (long long)(size % WHOLE));
	return buf;
}

bool score_parse(const char *s, int64_t *ret)
{
	int64_t v;
	size_t n = number_hundredths(s, SCORE_POINTS_MAX, &v);

	if (!n || s[n])
		return false;
	*ret = v;
	return true;
}

static int add_unit(struct arena *a, Duban__ScoreYear *y, Duban__ScoreYear *piece)
{
	Duban__ScoreUnit **grown;

	if (piece->n_unit == 0)
		return 0;
	grown = arena_grow(a, y->unit, y->n_unit, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	y->unit = grown;
	grown[y->n_unit++] = piece->unit[0];
	return 0;
}

Duban__ScoreYear *score_year_get(struct txn *t, struct arena *a, uint32_t year)
{
	struct key *k = key_u32(KEY(), year);
	Duban__ScoreYear *y =
	    record_get(t, TABLE_score_year, key_bytes(k), &duban__score_year__descriptor, a);
	struct scan s = scan_after(t, TABLE_score_year, key_bytes(k), key_bytes(k));

	while (y && scan_next(&s)) {
		Duban__ScoreYear *piece =
		    record_unpack(t, s.value, &duban__score_year__descriptor, a);

		if (piece && add_unit(a, y, piece) < 0)
			txn_fail(t, -ENOMEM);
	}
	return txn_error(t) ? NULL : y;
}

static struct key *appeal_key(struct key *k, const Duban__ScoreAppeal *p)
{
	return key_text(key_u32(key_u32(k, p->year), p->unit), p->item);
}

Duban__ScoreAppeal *score_appeal_get(struct txn *t, struct arena *a, const Duban__ScoreAppeal *ref)
{
	return record_get(t, TABLE_score_appeal, key_bytes(appeal_key(KEY(), ref)),
			  &duban__score_appeal__descriptor, a);
}

/* ---- folds */

static void put_head(struct txn *t, const Duban__ScoreYear *y)
{
	Duban__ScoreYear head;

	if (!y) {
		txn_fail(t, -EBADMSG);
		return;
	}
	head = *y;
	head.n_unit = 0;
	head.unit = NULL;
	record_put(t, TABLE_score_year, key_bytes(key_u32(KEY(), y->year)), &head);
}

/* What the units were told is in the event; it can still change. */
static void fold_consulted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	(void)a;
	(void)e;
	put_head(t, ((const Duban__ScoreConsulted *)body)->score_year);
}
FOLD(SCORE_CONSULTED, fold_consulted, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void fold_frozen(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ScoreYear *y = ((const Duban__ScoreFrozen *)body)->score_year;

	(void)a;
	(void)e;
	put_head(t, y);
	for (size_t i = 0; y && i < y->n_unit; i++) {
		Duban__ScoreYear piece = DUBAN__SCORE_YEAR__INIT;

		piece.n_unit = 1;
		piece.unit = &y->unit[i];
		record_put(t, TABLE_score_year,
			   key_bytes(key_u32(key_u32(KEY(), y->year), (uint32_t)i)), &piece);
	}
}
FOLD(SCORE_FROZEN, fold_frozen, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void fold_appealed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ScoreAppeal *p = ((const Duban__ScoreAppealed *)body)->score_appeal;

	(void)a;
	(void)e;
	if (p)
		record_put(t, TABLE_score_appeal, key_bytes(appeal_key(KEY(), p)), p);
	else
		txn_fail(t, -EBADMSG);
}
FOLD(SCORE_APPEALED, fold_appealed, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void fold_decided(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ScoreAppealDecided *b = body;
	Duban__ScoreAppeal ref = DUBAN__SCORE_APPEAL__INIT, *p;

	(void)e;
	ref.year = b->year;
	ref.unit = b->unit;
	ref.item = b->item;
	p = score_appeal_get(t, a, &ref);
	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->state = b->state;
	p->answer = b->answer;
	p->answered_date = b->answered_date;
	record_put(t, TABLE_score_appeal, key_bytes(appeal_key(KEY(), p)), p);
}
FOLD(SCORE_APPEAL_DECIDED, fold_decided, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);
