/* What the engine's files share. Nobody outside engine/ includes this. */
#pragma once

#include "base/date.h"
#include "engine/core/due.h"
#include "engine/core/engine.h"
#include "model/core/nouns.h"
#include "rules/rule.h"
#include "store/db/db.h"
#include "store/db/key.h"

enum { RULES_MAX = 32, TOUCHED_INLINE_MAX = 32 };

/* Parameters of all rules as one rule set sees them. */
struct rule_params {
	int64_t value[RULES_MAX][RULE_PARAMS_MAX];
	enum schedule_roll roll;
};

struct engine {
	char *dir;
	struct db *db;
	struct txn *txn;
	struct journal *journal;
	struct past *past;     /* the scratch store of past days, once asked for */
	struct arena *scratch; /* one look */
	struct arena *pad;     /* folding one event */
	struct arena *group;   /* events of the open group, packed, for the feed */
	struct calendar *calendar;
	struct dated_calendar {
		struct calendar *calendar;
		uint32_t version;
	} before, after; /* of a sweep: around its notice */

	int zone_minutes;
	bool simulated;
	usec_t now;   /* logical */
	usec_t goal;  /* how far time may go */
	usec_t retry; /* the disk is full to the last byte: work waits until then, 0 = no */

	uint64_t applied;
	bool synced; /* the group is closed: the next apply opens another */
	struct published *published;
	size_t n_published, cap_published;

	struct rule_params defaults; /* no project has its own: most stores, most of the time */
	bool only_defaults, params_known;

	uint64_t commands; /* since the checkpoint */
	uint64_t checkpoint_at_commands;
	usec_t oldest_mono; /* when the first uncommitted change was seen, 0 = none */
	bool dirty, contacts;
	uint64_t reserve_bytes;
};

/* group.c */
int group_write(struct engine *e, Duban__Event **events, size_t n, const struct author *who);
extern const struct author author_system;
/* Room a round's consequences may take beside the command's own events. */
enum { CONSEQUENCE_BYTES = 256 * 1024 };
size_t group_bytes_of(Duban__Event **events, size_t n); /* in the journal, about */

/* The calendars before and after a notice. Where another came behind it, `now` is not yet the
 * one that holds. */
struct notice {
	const struct calendar *was, *now;
};

/* look.c: lets the rules look at a project at e->now, folds what they say, files the next
 * look. `notice`, or NULL: says which open deadlines it moved. */
int evaluate_project(struct engine *e, uint32_t project, const struct notice *notice);
/* What the rules would have lit now, without writing: for the invariants. */
struct lit {
	uint32_t year, link, rule, occurrence;
	struct outcome outcome;
	bool frozen;
};
struct lit_list {
	struct lit *lit;
	size_t n;
	usec_t next; /* the next look */
};
int evaluate_dry(struct engine *e, struct arena *a, uint32_t project, struct lit_list *ret);

/* past.c */
struct past *past_free(struct past *p);
DEFINE_CLEANUP(struct past *, past_free)

/* resolved.c */
int params_for(struct engine *e, const Duban__Project *p, struct rule_params *ret);
void params_forget(struct engine *e);
int calendar_reload(struct engine *e);

/* genesis.c */
int genesis(struct engine *e, const struct engine_config *c);
/* recover.c */
int recover(struct engine *e, const struct engine_config *c);
void engine_open_says(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* checkpoint.c */
bool mark_read(struct txn *t, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
	       uint8_t ret_epoch[EPOCH_SIZE]);
