#include "engine/keeper/restored.h"

#include <string.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/keeper/backup_mark.h"
#include "model/core/store.h"
#include "store/db/txn.h"

bool engine_restored(const struct engine *e, struct backup_mark *ret)
{
	if (e->held && ret)
		*ret = e->restored;
	return e->held;
}

int restored_load(struct engine *e, const char **ret_fault)
{
	bool found;
	int r = backup_mark_read(e->dir, &e->restored, &found);
	const Duban__Store *s;

	*ret_fault = r == -EBADMSG ? "is damaged" : NULL;
	if (r || !found)
		return r;
	arena_reset(e->scratch);
	s = store_row(e->txn, e->scratch);
	if (!s)
		return txn_error(e->txn) ? txn_error(e->txn) : -EBADMSG;
	if (s->epoch.len != EPOCH_SIZE ||
	    memcmp(s->epoch.data, e->restored.epoch, EPOCH_SIZE) != 0) {
		*ret_fault = "is of another store's backup";
		return -EBADMSG;
	}
	e->accepted = s->restored_seq == e->restored.seq && s->restored_at == e->restored.at;
	e->held = !e->accepted;
	return 0;
}

void restored_accept(struct engine *e)
{
	e->accepted = e->held;
	e->held = false;
}

/* A mark that cannot be removed says nothing any more: the store's row has its backup. */
void restored_forget(struct engine *e)
{
	if (e->accepted)
		(void)backup_mark_remove(e->dir);
	e->accepted = false;
}
