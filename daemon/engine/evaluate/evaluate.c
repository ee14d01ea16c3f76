/* The rules look at one project: all links of its chains, and the project itself, against what
 * is lit already. What they say becomes events, folded in the same group; the earliest "look
 * again" is filed. */
#include "engine/evaluate/evaluate.h"

#include "base/arena.h"
#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/core/resolved.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/links.h"
#include "engine/evaluate/project.h"
#include "model/project/project.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"

static int evaluate_chains(struct evaluation *l, const struct notice *notice)
{
	struct scan s =
	    scan_start(l->e->txn, TABLE_chain, key_bytes(key_u32(KEY(), l->project->num)));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_u32(&k);
		r = evaluate_chain(l, key_read_u32(&k), notice);
	}
	return r ? r : txn_error(l->e->txn);
}

static int evaluate_all(struct evaluation *l, const struct notice *notice)
{
	int r = evaluate_chains(l, notice);

	return r ? r : evaluate_itself(l);
}

static int begin(struct evaluation *l, struct engine *e, struct arena *a, uint32_t project)
{
	*l = (struct evaluation){.e = e, .arena = a, .next = USEC_NEVER};
	l->project = project_get(e->txn, a, project);
	if (!l->project)
		return txn_error(e->txn);
	return params_for(e, l->project, &l->params);
}

int evaluate_project(struct engine *e, uint32_t project, const struct notice *notice)
{
	struct evaluation l;
	int r;

	arena_reset(e->scratch);
	r = begin(&l, e, e->scratch, project);
	if (r || !l.project)
		return r;
	r = evaluate_all(&l, notice);
	if (!r && l.n_event) {
		/* Rules must go on speaking: they may use the reserve. */
		r = journal_room(e->journal, group_bytes_of(l.event, l.n_event), true);
		if (!r)
			r = group_write(e, l.event, l.n_event, &author_system);
	}
	if (r)
		return r > 0 ? -ENOSPC : r;
	due_arm(e->txn, SUBJECT_PROJECT, project, l.next);
	return txn_error(e->txn);
}

int evaluate_dry(struct engine *e, struct arena *a, uint32_t project, struct lit_list *ret)
{
	struct evaluation l;
	int r = begin(&l, e, a, project);

	if (r)
		return r;
	l.dry = true;
	r = l.project ? evaluate_all(&l, NULL) : 0;
	if (r)
		return r;
	*ret = (struct lit_list){.lit = l.lit, .n = l.n_lit, .next = l.next};
	return 0;
}
