/* The making of a year's list as an opening balance: where it stood. Its candidates, what
 * its rounds froze, comments and elements follow by their own files. */
#include <string.h>

#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/collection/collection.h"
#include "model/core/record.h"
#include "proto/limits.h"

enum {
	COLLECTION_YEAR,
	COLLECTION_STATE,
	COLLECTION_ROUND,
	COLLECTION_OPENED,
	COLLECTION_UNTIL,
	COLLECTION_DOCUMENT,
	COLLECTION_APPROVED_DOCUMENT,
	COLLECTION_APPROVED,
};
static const struct import_column collection_columns[] = {
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"state", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"round", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"opened", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"until", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"document", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"approved_document", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"approved", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {NULL, 0},
};

#define STATE(x) DUBAN__COLLECTION_STATE__COLLECTION_STATE_##x
static const struct cell_word state_word[] = {{"征集", STATE(OPEN)},
					      {"本轮截止", STATE(FROZEN)},
					      {"要素匹配", STATE(MATCHING)},
					      {"下达", STATE(APPROVED)}};
static const struct cell_words state_words = {.names = &duban__collection_state__descriptor,
					      .code = "collection.unknown_state",
					      .word = state_word,
					      .n = sizeof state_word / sizeof *state_word};

static bool read_texts(struct import *im, Duban__Collection *now)
{
	struct cell document = import_cell(im, COLLECTION_DOCUMENT);
	struct cell approved = import_cell(im, COLLECTION_APPROVED_DOCUMENT);

	return cell_text(&document, NAME_MAX_BYTES, &now->document) &
	       cell_text(&approved, NAME_MAX_BYTES, &now->approved_document);
}

static bool read_fields(struct import *im, Duban__Collection *now)
{
	struct cell state = import_cell(im, COLLECTION_STATE);
	struct cell round = import_cell(im, COLLECTION_ROUND);
	struct cell opened = import_cell(im, COLLECTION_OPENED);
	struct cell until = import_cell(im, COLLECTION_UNTIL);
	struct cell approved = import_cell(im, COLLECTION_APPROVED);
	int value = (int)now->state;
	bool fine = cell_enum(&state, &state_words, &value) & read_texts(im, now);

	now->state = (Duban__CollectionState)value;
	fine &= cell_number(&round, 1, 99, &now->round) & cell_date(&opened, &now->opened_date);
	fine &= cell_date(&until, &now->until_date) & cell_date(&approved, &now->approved_date);
	if (fine && !now->state)
		return cell_required(&state);
	return fine && (now->round || cell_required(&round));
}

/* One that is known moves by its verbs, not by a file. */
static bool known_alike(const Duban__Collection *now, const Duban__Collection *was)
{
	return now->state == was->state && now->round == was->round &&
	       now->opened_date == was->opened_date && now->until_date == was->until_date &&
	       now->approved_date == was->approved_date &&
	       strcmp(now->document, was->document) == 0 &&
	       strcmp(now->approved_document, was->approved_document) == 0;
}

static void read_collection(struct import *im, struct import_map *seen)
{
	struct cell year = import_cell(im, COLLECTION_YEAR);
	Duban__Collection now = DUBAN__COLLECTION__INIT, *was;

	if (!cell_required(&year) || !cell_year(&year, &now.year) ||
	    !import_key(im, seen, &year, year.text))
		return;
	was = collection_get(im->in.rq->txn, im->in.scratch, now.year);
	if (was)
		now = *was;
	else
		now.opening = true;
	if (!read_fields(im, &now))
		return;
	if (was && !known_alike(&now, was)) {
		(void)cell_refuse(&year, "collection.known", NULL);
		return;
	}
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_COLLECTION_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

static int read_collections(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_collection(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_collection(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Collection *c = out_record(s, value, &duban__collection__descriptor);

	(void)key;
	if (!c || !out_city(s, 0, c->year))
		return;
	out_row(s);
	out_number(s, COLLECTION_YEAR, c->year);
	out_enum(s, COLLECTION_STATE, &duban__collection_state__descriptor, (int)c->state);
	out_number(s, COLLECTION_ROUND, c->round);
	out_date(s, COLLECTION_OPENED, c->opened_date);
	out_date(s, COLLECTION_UNTIL, c->until_date);
	out_text(s, COLLECTION_DOCUMENT, c->document);
	out_text(s, COLLECTION_APPROVED_DOCUMENT, c->approved_document);
	out_date(s, COLLECTION_APPROVED, c->approved_date);
}

IMPORT_KIND(collections, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_COLLECTIONS,
	    .column = collection_columns, .n_key = 1, .roles = IMPORT_BY_OFFICE,
	    .read = read_collections, .table = TABLE_collection, .write = write_collection);
