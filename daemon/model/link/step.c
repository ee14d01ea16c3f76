#include "model/link/step.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "model/chain/template.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "store/db/txn.h"

/* Each step: the stages in which it was taken, and the life's date of it. A project that left the
 * list (退出) has taken the steps that have a date. */
static const struct step_row {
	Duban__LinkStep step;
	Duban__Stage stage; /* INVALID: it is no stage */
	size_t date;	    /* offset in Life */
} table[] = {
    {LINK_STEP(START), STAGE(BUILDING), offsetof(Duban__Life, started_date)},
    {LINK_STEP(LIBRARY), STAGE(INVALID), offsetof(Duban__Life, library_date)},
    {LINK_STEP(COMPLETION), STAGE(COMPLETED), offsetof(Duban__Life, completed_date)},
    {LINK_STEP(ACCEPTANCE), STAGE(ACCEPTED), offsetof(Duban__Life, accepted_date)},
    {LINK_STEP(OPERATING), STAGE(OPERATING), offsetof(Duban__Life, operating_date)},
    {LINK_STEP(ON_TARGET), STAGE(ON_TARGET), offsetof(Duban__Life, on_target_date)},
};

static const struct step_row *row_of(Duban__LinkStep step)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].step == step)
			return &table[i];
	return NULL;
}

Duban__LinkStep link_step(const Duban__Link *l)
{
	const struct template_link *made = l->is ? NULL : template_link_find(l->template_);

	if (l->is)
		return l->is;
	return made && made->step ? (Duban__LinkStep)made->step : LINK_STEP(NONE);
}

Duban__Stage step_stage(Duban__LinkStep step)
{
	const struct step_row *r = row_of(step);

	return r ? r->stage : STAGE(INVALID);
}

Duban__LinkStep step_of_stage(Duban__Stage stage)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].stage == stage && stage)
			return table[i].step;
	return LINK_STEP(NONE);
}

bool step_taken(const Duban__Project *p, const Duban__Life *l, Duban__LinkStep step, uint32_t *ret)
{
	const struct step_row *r = row_of(step);

	*ret = r ? *(const uint32_t *)(const void *)((const char *)l + r->date) : 0;
	if (!r)
		return false;
	if (!r->stage || p->stage == STAGE(WITHDRAWN))
		return *ret != 0;
	return p->stage >= r->stage;
}

static bool left(const Duban__LinkProgress *p)
{
	return p->state == LINK_STATE(CANCELLED) || p->state == LINK_STATE(CARRIED);
}

/* A finish of a link that never began was recorded with the same day as its start. */
void step_take_back(Duban__LinkProgress *io)
{
	if (io->started_date == io->finished_date)
		io->started_date = 0;
	io->finished_date = 0;
	io->state = io->started_date ? LINK_STATE(ACTIVE) : LINK_STATE(NOT_STARTED);
}

void step_follow(const Duban__Project *p, const Duban__Life *l, Duban__LinkStep step,
		 Duban__LinkProgress *io)
{
	uint32_t day = 0;

	if (!row_of(step) || left(io))
		return;
	if (!step_taken(p, l, step, &day)) {
		if (io->state == LINK_STATE(DONE))
			step_take_back(io);
		return;
	}
	io->state = LINK_STATE(DONE);
	io->finished_date = day;
	if (!io->started_date || (day && io->started_date > day))
		io->started_date = day;
	if (io->suspended_date && day > io->resumed_date)
		io->resumed_date = day;
	io->suspended_date = 0;
}

int step_progress(struct txn *t, struct arena *a, const Duban__Link *l, Duban__LinkProgress *io)
{
	Duban__LinkStep step = link_step(l);
	const Duban__Project *p;
	const Duban__Life *life;

	if (!row_of(step))
		return 0;
	p = project_get(t, a, l->project);
	life = life_get(t, a, l->project);
	if (!p || !life)
		return txn_error(t) ? txn_error(t) : -EBADMSG;
	step_follow(p, life, step, io);
	return 0;
}

bool step_apart(const Duban__LinkProgress *recorded, const Duban__LinkProgress *counted)
{
	if (recorded->state != LINK_STATE(DONE))
		return false;
	return counted->state != LINK_STATE(DONE) ||
	       counted->finished_date != recorded->finished_date;
}
