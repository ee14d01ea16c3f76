/* What a stage change, a new code and 入库纳统 do to a project. Decide has checked them; a move
 * that the state table does not allow means a damaged journal. */
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/project/stage.h"
#include "model/report/fold.h"
#include "store/db/txn.h"

static void project_store(struct txn *t, const Duban__Project *p)
{
	record_put(t, TABLE_project, key_bytes(key_u32(KEY(), p->num)), p);
}

static void life_store(struct txn *t, const Duban__Life *l)
{
	record_put(t, TABLE_life, key_bytes(key_u32(KEY(), l->project)), l);
}

/* A correction: the project never began, so the dates after 前期 were wrong and are cleared. */
static void start_over(Duban__Life *l)
{
	l->started_date = l->begun_by_date = l->stopped_date = l->resumed_date = 0;
	l->completed_date = l->accepted_date = l->operating_date = 0;
	l->on_target_date = l->withdrawn_date = 0;
	l->corrections++;
}

static void life_move(Duban__Life *l, enum stage_move move, uint32_t day)
{
	uint32_t *const date[STAGE_MOVE_MAX_] = {
	    [STAGE_MOVE_START] = &l->started_date,     [STAGE_MOVE_STOP] = &l->stopped_date,
	    [STAGE_MOVE_RESUME] = &l->resumed_date,    [STAGE_MOVE_COMPLETE] = &l->completed_date,
	    [STAGE_MOVE_ACCEPT] = &l->accepted_date,   [STAGE_MOVE_OPERATE] = &l->operating_date,
	    [STAGE_MOVE_REACH] = &l->on_target_date,   [STAGE_MOVE_ARCHIVE] = &l->archived_date,
	    [STAGE_MOVE_WITHDRAW] = &l->withdrawn_date};

	if (move == STAGE_MOVE_RESUME)
		l->stopped_date = 0;
	if (move == STAGE_MOVE_CORRECT)
		start_over(l);
	if (date[move])
		*date[move] = day;
	l->stage_date = day;
}

static void fold_stage_moved(struct txn *t, struct arena *a, const Duban__Event *e,
			     const void *body)
{
	const Duban__StageMoved *b = body;
	Duban__Project *p = project_get(t, a, e->project);
	Duban__Life *l = life_get(t, a, e->project);
	enum stage_move move =
	    p ? stage_move_between((int)p->stage, (int)b->to, b->correction) : STAGE_MOVE_INVALID;

	if (!move || !l) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->stage = b->to;
	/* The stage no longer comes from an opening balance: this move was checked. */
	p->opening = false;
	project_store(t, p);
	life_move(l, move, b->moved_date);
	life_store(t, l);
	if (b->replaces)
		report_replace(t, a, b->replaces);
	if (b->replaces_link)
		report_replace(t, a, b->replaces_link);
}
FOLD(STAGE_MOVED, fold_stage_moved, .tallies = TALLY_PROJECT, .touches = true, .family = "projects",
     .subject = "");

/* The former code still finds the project. */
static void fold_code_set(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ProjectCodeSet *b = body;
	Duban__Project *p = project_get(t, a, e->project);

	if (!p) {
		txn_fail(t, -EBADMSG);
		return;
	}
	p->former = arena_longer(a, p->former, p->n_former, sizeof *p->former);
	if (!p->former) {
		txn_fail(t, -ENOMEM);
		return;
	}
	p->former[p->n_former++] = p->code;
	p->code = b->code;
	project_store(t, p);
	txn_put_u32(t, TABLE_project_code, key_bytes(key_text(KEY(), p->code)), p->num);
}
FOLD(PROJECT_CODE_SET, fold_code_set, .family = "projects", .subject = "");

static void fold_library_entered(struct txn *t, struct arena *a, const Duban__Event *e,
				 const void *body)
{
	const Duban__LibraryEntered *b = body;
	Duban__Life *l = life_get(t, a, e->project);

	if (!l)
		return;
	l->library_date = b->entered_date;
	l->library_document = b->document;
	life_store(t, l);
	if (b->replaces)
		report_replace(t, a, b->replaces);
}
FOLD(LIBRARY_ENTERED, fold_library_entered, .tallies = TALLY_PROJECT, .touches = true,
     .family = "library", .subject = "");

static void fold_library_left(struct txn *t, struct arena *a, const Duban__Event *e,
			      const void *body)
{
	const Duban__LibraryLeft *b = body;
	Duban__Life *l = life_get(t, a, e->project);

	if (!l)
		return;
	l->library_date = 0;
	l->library_document = (char *)(uintptr_t)protobuf_c_empty_string;
	l->library_left_date = b->left_date;
	life_store(t, l);
}
FOLD(LIBRARY_LEFT, fold_library_left, .tallies = TALLY_PROJECT, .touches = true,
     .family = "library", .subject = "");
