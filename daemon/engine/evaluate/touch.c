#include "engine/evaluate/touch.h"

#include "engine/core/due.h"
#include "rules/subject.h"

bool touched_subject(const struct subject_kind *k, const Duban__Event *ev, Duban__Subject *ret)
{
	*ret = (Duban__Subject)DUBAN__SUBJECT__INIT;
	if (!k->touched || !k->touched(ev, ret))
		return false;
	if (!ret->project)
		ret->kind = (char *)(uintptr_t)k->name;
	return true;
}

void touched_arm(struct txn *t, const Duban__Event *ev, usec_t at)
{
	Duban__Subject of;

	SECTION_FOREACH(duban_subject_kinds, struct subject_kind, it)
	if (touched_subject(*it, ev, &of))
		due_arm(t, &of, at);
}
