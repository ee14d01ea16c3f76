/* 竣工验收, a row a project: who organised it, the six parties with their verdicts, the open
 * defects. */
#include "api/core/api.h"
#include "api/core/request.h"
#include "api/project/import_papers.h"
#include "api/records/cell.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/project/acceptance.h"
#include "proto/limits.h"

enum { PARTIES = 6, DEFECTS_MAX = 40 };

enum {
	ACCEPTANCE_PROJECT,
	ACCEPTANCE_ORGANISER,
	ACCEPTANCE_DATE,
	ACCEPTANCE_DOCUMENT,
	ACCEPTANCE_PARTY, /* name and result of each, in the order of PartyKind */
	ACCEPTANCE_DEFECTS = ACCEPTANCE_PARTY + 2 * PARTIES,
};
static const struct import_column acceptance_columns[] = {
    {"project", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"organiser", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"accepted", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"document", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"owner", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"owner_result", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"design", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"design_result", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"builder", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"builder_result", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"supervision", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"supervision_result", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"fire", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"fire_result", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"quality", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"quality_result", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"open_defect", DUBAN__SHEET_TYPE__SHEET_TYPE_LIST},
    {NULL, 0},
};

static const struct cell_word result_word[] = {
    {"合格", DUBAN__PARTY_RESULT__PARTY_RESULT_PASSED},
    {"通过", DUBAN__PARTY_RESULT__PARTY_RESULT_PASSED},
    {"不合格", DUBAN__PARTY_RESULT__PARTY_RESULT_FAILED},
    {"不通过", DUBAN__PARTY_RESULT__PARTY_RESULT_FAILED},
};
static const struct cell_words result_words = {
    .names = &duban__party_result__descriptor,
    .code = "acceptance.unknown_result",
    .word = result_word,
    .n = sizeof result_word / sizeof *result_word,
};

/* Room for all six; those that say nothing are left out in the end. */
struct parties {
	Duban__AcceptanceParty one[PARTIES];
	Duban__AcceptanceParty *list[PARTIES];
};

static void take_parties(struct parties *x, const Duban__Acceptance *was)
{
	for (int i = 0; i < PARTIES; i++) {
		duban__acceptance_party__init(&x->one[i]);
		x->one[i].kind = (Duban__PartyKind)(i + 1);
	}
	for (size_t i = 0; was && i < was->n_party; i++) {
		unsigned k = (unsigned)was->party[i]->kind;

		if (k >= 1 && k <= PARTIES)
			x->one[k - 1] = *was->party[i];
	}
}

static bool read_parties(struct import *im, struct parties *x)
{
	bool fine = true;

	for (unsigned i = 0; i < PARTIES; i++) {
		struct cell name = import_cell(im, ACCEPTANCE_PARTY + 2 * i);
		struct cell result = import_cell(im, ACCEPTANCE_PARTY + 2 * i + 1);
		int value = (int)x->one[i].result;

		fine &= cell_text(&name, NAME_MAX_BYTES, &x->one[i].name);
		fine &= cell_enum(&result, &result_words, &value);
		x->one[i].result = (Duban__PartyResult)value;
	}
	return fine;
}

static void put_parties(struct parties *x, Duban__Acceptance *now)
{
	now->party = x->list;
	now->n_party = 0;
	for (int i = 0; i < PARTIES; i++)
		if (*x->one[i].name || x->one[i].result)
			now->party[now->n_party++] = &x->one[i];
}

static void read_acceptance(struct import *im, struct import_map *seen)
{
	struct cell project = import_cell(im, ACCEPTANCE_PROJECT);
	struct cell organiser = import_cell(im, ACCEPTANCE_ORGANISER);
	struct cell date = import_cell(im, ACCEPTANCE_DATE);
	struct cell document = import_cell(im, ACCEPTANCE_DOCUMENT);
	struct cell defects = import_cell(im, ACCEPTANCE_DEFECTS);
	Duban__Acceptance now = DUBAN__ACCEPTANCE__INIT, *was;
	const Duban__Project *p = life_project(&project);
	struct parties parties;

	if (!p || !import_key(im, seen, &project, p->code))
		return;
	was = acceptance_get(im->in.rq->txn, im->in.scratch, p->num);
	if (was)
		now = *was;
	now.project = p->num;
	take_parties(&parties, was);
	if (!cell_needed(&organiser, !was) | !cell_needed(&date, !was) |
	    !cell_text(&organiser, NAME_MAX_BYTES, &now.organiser) |
	    !life_date(&date, &now.accepted_date) |
	    !cell_text(&document, NAME_MAX_BYTES, &now.document) |
	    !cell_list(&defects, DEFECTS_MAX, &now.open_defect, &now.n_open_defect) |
	    !read_parties(im, &parties))
		return;
	put_parties(&parties, &now);
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_ACCEPTANCE_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line,
					    .project = p->num,
					    .project_unit = p->unit});
}

static int read_acceptances(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_acceptance(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_acceptance(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Acceptance *x = out_record(s, value, &duban__acceptance__descriptor);

	(void)key;
	if (!x || !out_project(s, x->project, 0))
		return;
	out_row(s);
	out_code(s, ACCEPTANCE_PROJECT, x->project);
	out_text(s, ACCEPTANCE_ORGANISER, x->organiser);
	out_date(s, ACCEPTANCE_DATE, x->accepted_date);
	out_text(s, ACCEPTANCE_DOCUMENT, x->document);
	for (size_t i = 0; i < x->n_party; i++) {
		size_t column = ACCEPTANCE_PARTY + 2 * ((size_t)x->party[i]->kind - 1);

		out_text(s, column, x->party[i]->name);
		out_enum(s, column + 1, &duban__party_result__descriptor, (int)x->party[i]->result);
	}
	out_list(s, ACCEPTANCE_DEFECTS, x->open_defect, x->n_open_defect);
}

IMPORT_KIND(acceptances, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_ACCEPTANCES,
	    .column = acceptance_columns, .n_key = 1, .roles = IMPORT_BY_OFFICE | ROLE_BIT(SECTOR),
	    .read = read_acceptances, .table = TABLE_acceptance, .write = write_acceptance,
	    .by_project = true);
