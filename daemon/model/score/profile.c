/* The profiles of the score: the shipped lines, and the office's own in their place. */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/data.h"
#include "model/core/record.h"
#include "model/score/score.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { LINES_MAX = 64, COLUMNS = 12, TEXT_BYTES = 16 * 1024, ORDER_STEP = 10 };

static Duban__ScoreItem lines[LINES_MAX];
static char text[TEXT_BYTES];
static size_t n_lines;

static int64_t points(const char *s)
{
	int64_t v = 0;
	bool fine = !*s || score_parse(s, &v);

	assert(fine);
	(void)fine;
	return v;
}

static uint32_t number(const char *s)
{
	return (uint32_t)(points(s) / 100);
}

static void add(char **cell)
{
	Duban__ScoreItem *i = &lines[n_lines];

	assert(n_lines < LINES_MAX);
	duban__score_item__init(i);
	i->profile = cell[0];
	i->item = cell[1];
	i->name = cell[2];
	i->part = (Duban__ScorePart)wire_enum_value(&duban__score_part__descriptor, cell[3]);
	i->basis = (Duban__ScoreBasis)wire_enum_value(&duban__score_basis__descriptor, cell[4]);
	i->weight = points(cell[5]);
	i->each = points(cell[6]);
	i->beyond = points(cell[7]);
	i->bend = number(cell[8]);
	i->without = number(cell[9]);
	i->redistribute = strcmp(cell[10], "yes") == 0;
	i->source = cell[11];
	i->order = (uint32_t)(n_lines + 1) * ORDER_STEP;
	assert(score_basis_fits(i->part, i->basis));
	n_lines++;
}

static size_t shipped(void)
{
	if (n_lines == 0)
		data_rows(data_scores(), (struct data_text){text, sizeof text}, COLUMNS, add);
	return n_lines;
}

const Duban__ScoreItem *score_item_shipped(const char *profile, const char *item)
{
	size_t n = shipped();

	for (size_t i = 0; i < n; i++)
		if (strcmp(lines[i].profile, profile) == 0 && strcmp(lines[i].item, item) == 0)
			return &lines[i];
	return NULL;
}

bool score_basis_fits(Duban__ScorePart part, Duban__ScoreBasis basis)
{
	static const unsigned fits[] = {
	    [SCORE_PART(BASE)] = 1u << SCORE_BASIS(INVESTMENT) | 1u << SCORE_BASIS(STARTS) |
				 1u << SCORE_BASIS(LIBRARY) | 1u << SCORE_BASIS(LINKS) |
				 1u << SCORE_BASIS(PROBLEMS) | 1u << SCORE_BASIS(QUALITY) |
				 1u << SCORE_BASIS(ENTRIES),
	    [SCORE_PART(BONUS)] = 1u << SCORE_BASIS(EXCESS) | 1u << SCORE_BASIS(GROWTH) |
				  1u << SCORE_BASIS(CIRCULARS) | 1u << SCORE_BASIS(ENTRIES),
	    [SCORE_PART(DEDUCTION)] = 1u << SCORE_BASIS(YELLOW) | 1u << SCORE_BASIS(RED) |
				      1u << SCORE_BASIS(CIRCULARS) | 1u << SCORE_BASIS(ENTRIES),
	};

	return (size_t)part < sizeof fits / sizeof *fits && (fits[part] >> (unsigned)basis & 1);
}

size_t score_item_place(const struct score_profile *p, const char *item)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->item[i]->item, item) == 0)
			return i;
	return SIZE_MAX;
}

/* In its place by order; of the same order, the one that came first. */
static void place(struct score_profile *p, const Duban__ScoreItem *item)
{
	size_t at = p->n;

	if (item->withdrawn || p->n == SCORE_ITEMS_MAX)
		return;
	while (at > 0 && p->item[at - 1]->order > item->order) {
		p->item[at] = p->item[at - 1];
		at--;
	}
	p->item[at] = item;
	p->n++;
}

int score_profile_load(struct txn *t, struct arena *a, const char *name, struct score_profile *ret)
{
	size_t n = shipped();
	struct scan s = scan_start(t, TABLE_score_item, key_bytes(key_text(KEY(), name)));

	*ret = (struct score_profile){.name = arena_str(a, name)};
	if (!ret->name)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (strcmp(lines[i].profile, name) == 0 &&
		    !txn_has(t, TABLE_score_item,
			     key_bytes(key_text(key_text(KEY(), name), lines[i].item))))
			place(ret, &lines[i]);
	while (scan_next(&s)) {
		const Duban__ScoreItem *own =
		    record_unpack(t, s.value, &duban__score_item__descriptor, a);

		if (own)
			place(ret, own);
	}
	return txn_error(t);
}
