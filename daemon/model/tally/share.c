#include "model/tally/share.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/list/band.h"
#include "model/project/project.h"
#include "model/tally/cells.h"
#include "store/db/txn.h"

/* The number of the project's size band, from 1; 0: its total is not known. */
static uint32_t band_of(const Duban__Project *p)
{
	const char *name = size_band(p->total), *const * all;
	size_t n = size_bands(&all);

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i], name) == 0)
			return (uint32_t)i + 1;
	return 0;
}

static int compute(const struct tally_of *x, const Duban__Project *p, unsigned parts,
		   struct tally_cells *c, Duban__TallyShare *io)
{
	int r = 0;

	if (parts & TALLY_BASE)
		r = share_base(x, p, c, io);
	if (!r && parts & TALLY_LINKS)
		r = share_links(x, p, c);
	if (!r && parts & TALLY_LAMPS)
		r = share_lamps(x, p, c);
	if (!r && parts & TALLY_PROBLEMS)
		r = share_problems(x, p, c);
	return r ? r : txn_error(x->txn);
}

int tally_share_of(const struct tally_of *x, uint32_t project, unsigned parts,
		   const Duban__TallyShare *was, Duban__TallyShare **ret)
{
	const Duban__Project *p = project_get(x->txn, x->arena, project);
	struct tally_cells c = {.arena = x->arena};
	Duban__TallyShare *share;
	int r;

	*ret = NULL;
	if (!p)
		return txn_error(x->txn);
	share = arena_alloc(x->arena, sizeof *share);
	if (!share)
		return -ENOMEM;
	duban__tally_share__init(share);
	parts = was ? parts : TALLY_ALL;
	cells_keep(&c, was, parts);
	if (!(parts & TALLY_BASE)) {
		share->stay = was->stay;
		share->n_stay = was->n_stay;
	}
	r = compute(x, p, parts, &c, share);
	share->unit = p->unit;
	share->sector = p->sector;
	share->category = p->category;
	share->batch = p->batch;
	share->band = band_of(p);
	if (!r)
		r = cells_end(&c, share);
	*ret = share;
	return r;
}
