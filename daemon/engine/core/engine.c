#include "engine/core/engine.h"

#include <sys/stat.h>

#include "base/arena.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine_private.h"
#include "engine/core/recover.h"
#include "engine/core/refold.h"
#include "engine/keeper/damage.h"
#include "engine/past/past.h"
#include "engine/tally/tallying.h"
#include "model/calendar/calendar.h"
#include "model/tally/tally.h"
#include "store/db/db.h"
#include "store/db/sum_walk.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"

/* One evaluation may load a long chain; a group may hold a large import. */
enum {
	SCRATCH_BYTES = 16 * 1024 * 1024,
	GROUP_ARENA_BYTES = 64 * 1024 * 1024,
	LADDER_BYTES = 1024 * 1024,
};

struct engine *engine_free(struct engine *e)
{
	if (!e)
		return NULL;
	if (e->txn && e->journal && e->synced && e->dirty && !txn_error(e->txn))
		/* A checkpoint at the end makes the next start short. If it fails, the start folds
		 * the tail. */
		(void)engine_checkpoint(e);
	e->past = past_free(e->past);
	e->damages = damages_free(e->damages);
	e->check = sum_walk_free(e->check);
	e->txn = txn_abort(e->txn);
	e->journal = journal_free(e->journal);
	e->db = db_free(e->db);
	e->calendar = calendar_free(e->calendar);
	e->before.calendar = calendar_free(e->before.calendar);
	e->after.calendar = calendar_free(e->after.calendar);
	e->scratch = arena_free(e->scratch);
	e->pad = arena_free(e->pad);
	e->group = arena_free(e->group);
	e->ladder_memory = arena_free(e->ladder_memory);
	e->tally_memory = arena_free(e->tally_memory);
	e->tallies = tallies_free(e->tallies);
	free(e->published);
	free(e->dir);
	free(e);
	return NULL;
}

static int open_database(struct engine *e, const struct engine_config *c)
{
	uint32_t schema = 0;
	struct db_config dc = {
	    .dir = c->dir, .map_bytes = c->map_bytes, .sync = true, .ret_schema = &schema};
	int r = refold_wanted(c->dir) ? -EBADMSG : db_open(&e->db, &dc);

	if (r == -EPROTO && schema && schema < DB_SCHEMA) {
		r = refold_put_aside(c->dir, schema);
		if (!r)
			r = db_open(&e->db, &dc);
	}
	if (r == -EBADMSG) {
		r = refold_put_damaged_aside(c->dir, db_open_fault());
		if (!r)
			r = db_open(&e->db, &dc);
	}
	if (r == -EPROTO)
		engine_open_says("%s/data.mdb is of a newer duband's schema, or of another "
				 "program: start it with the duband that wrote it",
				 c->dir);
	else if (r == -ENOSPC)
		engine_open_says("%s: %s; the disk is full: free some space", c->dir,
				 *db_open_fault() ? db_open_fault() : strerror(ENOSPC));
	else if (r && *db_open_fault())
		engine_open_says("%s; make it this user's (chown)", db_open_fault());
	return r;
}

static int open_parts(struct engine *e, const struct engine_config *c)
{
	int r;

	e->dir = strdup(c->dir);
	if (!e->dir)
		return -ENOMEM;
	if (mkdir(c->dir, 0700) < 0 && errno != EEXIST) {
		engine_open_says("cannot make the data folder %s: %s", c->dir, strerror(errno));
		return -errno;
	}
	r = damages_new(&e->damages);
	if (!r)
		r = arena_new(&e->scratch, SCRATCH_BYTES);
	if (!r)
		r = arena_new(&e->pad, SCRATCH_BYTES);
	if (!r)
		r = arena_new(&e->group, GROUP_ARENA_BYTES);
	if (!r)
		r = arena_new(&e->ladder_memory, LADDER_BYTES);
	if (!r)
		r = arena_new(&e->tally_memory, SCRATCH_BYTES);
	if (!r)
		r = tallies_new(&e->tallies);
	if (!r)
		r = open_database(e, c);
	if (!r)
		r = txn_begin(&e->txn, e->db, true);
	return r;
}

int engine_open(struct engine **ret, const struct engine_config *c)
{
	_cleanup_(engine_freep) struct engine *e = calloc(1, sizeof *e);
	int r;

	if (!e)
		return -ENOMEM;
	engine_open_says("%s", "");
	e->checkpoint_at_commands = CHECKPOINT_COMMANDS_MIN * 4;
	r = open_parts(e, c);
	if (!r)
		r = recover(e, c);
	if (r == -ENOSPC && !*engine_open_fault())
		engine_open_says("the disk of %s is full: free some space", c->dir);
	if (r < 0 && !e->refold.on && engine_distrusts(e)) {
		engine_open_says("%s/data.mdb is damaged: a row of it could not be read; the next "
				 "start builds it again from the journal",
				 c->dir);
		(void)engine_rebuild_next(c->dir, "a row of it could not be read at the start");
	}
	if (r < 0 && !*engine_open_fault())
		engine_open_says("cannot open the store in %s: %s", c->dir, strerror(-r));
	if (r)
		return r;
	*ret = TAKE_PTR(e);
	return 0;
}

struct txn *engine_txn(struct engine *e)
{
	return e->txn;
}

const struct calendar *engine_calendar(struct engine *e)
{
	return e->calendar;
}

struct journal *engine_journal(struct engine *e)
{
	return e->journal;
}

usec_t engine_now(const struct engine *e)
{
	return e->now;
}

bool engine_simulated(const struct engine *e)
{
	return e->simulated;
}

int engine_zone(const struct engine *e)
{
	return e->zone_minutes;
}

date_t engine_today(const struct engine *e)
{
	return date_at(e->now, e->zone_minutes);
}

uint64_t engine_seq(const struct engine *e)
{
	return e->applied;
}

int engine_settle_tallies(struct engine *e)
{
	return tallying_settle(e);
}
