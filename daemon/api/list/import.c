/* Lists of projects (清单): what each asks of those that enter, what its members get. */
#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_refer.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/list/list.h"
#include "proto/limits.h"

enum {
	LIST_NAME,
	LIST_AUTHORITY,
	LIST_ELSEWHERE,
	LIST_MIN_TOTAL,
	LIST_NEEDS_CODE,
	LIST_NEEDS_LEADER,
	LIST_NEEDS_SIX,
	LIST_NEEDS_CHAIN,
	LIST_FAST_TRACK,
	LIST_LINKED_LEADER,
	LIST_TIMELY_REWARD,
};

#define TEXT DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT
static const struct import_column list_columns[] = {
    [LIST_NAME] = {"name", TEXT},
    [LIST_AUTHORITY] = {"authority", TEXT},
    [LIST_ELSEWHERE] = {"elsewhere", TEXT},
    [LIST_MIN_TOTAL] = {"min_total", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    [LIST_NEEDS_CODE] = {"needs_code", TEXT},
    [LIST_NEEDS_LEADER] = {"needs_leader", TEXT},
    [LIST_NEEDS_SIX] = {"needs_six", TEXT},
    [LIST_NEEDS_CHAIN] = {"needs_chain", TEXT},
    [LIST_FAST_TRACK] = {"fast_track", TEXT},
    [LIST_LINKED_LEADER] = {"linked_leader", TEXT},
    [LIST_TIMELY_REWARD] = {"timely_reward", TEXT},
    {NULL, 0},
};

static bool read_yes(struct import *im, size_t column, protobuf_c_boolean *io)
{
	struct cell c = import_cell(im, column);
	bool yes = *io;

	if (!cell_bool(&c, &yes))
		return false;
	*io = yes;
	return true;
}

static void read_list(struct import *im, struct import_map *seen)
{
	struct cell name = import_cell(im, LIST_NAME), authority = import_cell(im, LIST_AUTHORITY);
	struct cell total = import_cell(im, LIST_MIN_TOTAL);
	Duban__List now = DUBAN__LIST__INIT, *was;

	if (!cell_required(&name) || !cell_text(&name, NAME_MAX_BYTES, &now.name) ||
	    !import_key(im, seen, &name, now.name))
		return;
	was = list_get(im->in.rq->txn, im->in.scratch, now.name);
	if (was)
		now = *was;
	if (!cell_text(&authority, NAME_MAX_BYTES, &now.authority) |
	    !cell_money(&total, &now.min_total) | !read_yes(im, LIST_ELSEWHERE, &now.elsewhere) |
	    !read_yes(im, LIST_NEEDS_CODE, &now.needs_code) |
	    !read_yes(im, LIST_NEEDS_LEADER, &now.needs_leader) |
	    !read_yes(im, LIST_NEEDS_SIX, &now.needs_six) |
	    !read_yes(im, LIST_NEEDS_CHAIN, &now.needs_chain) |
	    !read_yes(im, LIST_FAST_TRACK, &now.fast_track) |
	    !read_yes(im, LIST_LINKED_LEADER, &now.linked_leader) |
	    !read_yes(im, LIST_TIMELY_REWARD, &now.timely_reward))
		return;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_LIST_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

static int read_lists(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_list(im, &seen);
		arena_reset(im->in.scratch);
	}
	import_absent(im, TABLE_list, &seen);
	return 0;
}

static void write_list(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__List *l = out_record(s, value, &duban__list__descriptor);

	(void)key;
	if (!l || !out_city(s, 0, 0))
		return;
	out_row(s);
	out_text(s, LIST_NAME, l->name);
	out_text(s, LIST_AUTHORITY, l->authority);
	out_bool(s, LIST_ELSEWHERE, l->elsewhere);
	out_money(s, LIST_MIN_TOTAL, l->min_total);
	out_bool(s, LIST_NEEDS_CODE, l->needs_code);
	out_bool(s, LIST_NEEDS_LEADER, l->needs_leader);
	out_bool(s, LIST_NEEDS_SIX, l->needs_six);
	out_bool(s, LIST_NEEDS_CHAIN, l->needs_chain);
	out_bool(s, LIST_FAST_TRACK, l->fast_track);
	out_bool(s, LIST_LINKED_LEADER, l->linked_leader);
	out_bool(s, LIST_TIMELY_REWARD, l->timely_reward);
}

IMPORT_KIND(lists, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_LISTS, .column = list_columns,
	    .n_key = 1, .roles = IMPORT_BY_OFFICE, .read = read_lists, .table = TABLE_list,
	    .write = write_list);
