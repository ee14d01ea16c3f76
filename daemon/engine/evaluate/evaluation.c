/* The warnings that are open already, of one chain or of the project itself. */
#include "engine/evaluate/evaluation.h"

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "model/warning/warning.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

int evaluation_load_open(struct evaluation *l, uint32_t year)
{
	struct key *k = key_u32(key_u32(KEY(), l->project->num), year);
	struct scan s = scan_start(l->e->txn, TABLE_warning_open, key_bytes(k));

	l->open = NULL;
	l->n_open = 0;
	while (scan_next(&s)) {
		Duban__Subject of = DUBAN__SUBJECT__INIT;

		l->open = arena_grow(l->arena, l->open, l->n_open, sizeof *l->open);
		if (!l->open)
			return -ENOMEM;
		warning_key_read(s.key, &of, &l->open[l->n_open].rule);
		l->open[l->n_open].link = of.link;
		l->open[l->n_open++].occurrence = txn_get_u32(l->e->txn, TABLE_warning_open, s.key);
	}
	return txn_error(l->e->txn);
}

uint32_t evaluation_occurrence(const struct evaluation *l, uint32_t link, uint32_t rule)
{
	for (size_t i = 0; i < l->n_open; i++)
		if (l->open[i].link == link && l->open[i].rule == rule)
			return l->open[i].occurrence;
	return 0;
}
