/* The part of a share that follows from its lamps: those raised in a year, and of these the cleared
 * ones (销号率). The rules are those of `clearing rate` (daemon/api/clearing/rate.c): a root
 * counts, a follower does not; what went out without a deed was nobody's duty and counts no more;
 * what was lit again (反弹) goes on as the same lamp. */
#include "base/arena.h"
#include "model/core/record.h"
#include "model/tally/cells.h"
#include "model/tally/share.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

struct lamps {
	const struct tally_of *x;
	struct tally_cells *c;
	const Duban__Warning *last; /* of the lamp that counts; NULL: none */
	uint32_t year;		    /* in which it was raised */
};

static uint32_t month_at(const struct lamps *l, int64_t at)
{
	return date_ymd(date_at(at, l->x->zone_minutes)) / 100;
}

/* What happens after the year in which the lamp was raised changes that year's numbers no more. */
static void put(struct lamps *l, int64_t at, enum tally_measure m, int64_t amount)
{
	uint32_t month = month_at(l, at);

	if (month / 100 == l->year)
		cells_add(l->c, month, m, amount);
}

/* A period that is over is no excuse: the work was not done in it. */
static bool is_excused(const Duban__Warning *w)
{
	return !warning_by_deed(w) && w->cause != CLEAR_CAUSE(PERIOD);
}

/* Adds (1) or takes back (-1) what its going out meant. */
static void put_out(struct lamps *l, const Duban__Warning *w, int64_t at, int64_t sign)
{
	if (w->state != WARNING_STATE(CLEARED))
		return;
	if (warning_by_deed(w))
		put(l, at, TALLY_LAMPS_CLEARED, sign);
	else if (is_excused(w))
		put(l, at, TALLY_LAMPS_RAISED, -sign);
}

static bool goes_on(const struct lamps *l, const Duban__Warning *w)
{
	return l->last && l->last->rule == w->rule && subject_same(l->last->subject, w->subject) &&
	       w->reopened_from == l->last->occurrence;
}

static void take(struct lamps *l, const Duban__Warning *w)
{
	if (goes_on(l, w)) {
		put_out(l, l->last, w->raised_at, -1);
	} else {
		l->last = NULL;
		if (w->level < LEVEL(YELLOW) || w->root ||
		    (w->state == WARNING_STATE(CLEARED) && w->cause == CLEAR_CAUSE(CLOCK_REPAIRED)))
			return;
		l->year = month_at(l, w->raised_at) / 100;
		put(l, w->raised_at, TALLY_LAMPS_RAISED, 1);
	}
	l->last = w;
	put_out(l, w, w->cleared_at, 1);
}

int share_lamps(const struct tally_of *x, const Duban__Project *p, struct tally_cells *c)
{
	struct scan s = scan_start(x->txn, TABLE_warning, key_bytes(key_u32(KEY(), p->num)));
	struct lamps l = {.x = x, .c = c};

	while (scan_next(&s)) {
		const Duban__Warning *w =
		    record_unpack(x->txn, s.value, &duban__warning__descriptor, x->arena);

		if (!w)
			break;
		take(&l, w);
	}
	return txn_error(x->txn);
}
