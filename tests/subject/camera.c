#include "subject/camera.h"

#include <string.h>

#include "base/arena.h"
#include "model/core/counter.h"
#include "model/principal/principal.h"
#include "rules/subject.h"
#include "store/db/txn.h"

/* NULL: no such camera. */
static const Duban__Principal *camera(struct txn *t, struct arena *a, uint32_t num)
{
	const Duban__Principal *p = principal_get(t, a, num);
	bool there = p && p->unit && !(p->revoked_at && strncmp(p->name, "gone", 4) == 0);

	return there ? p : NULL;
}

static int load(struct subject_scan *s)
{
	const Duban__Principal *p = camera(s->txn, s->arena, s->of->number);
	struct camera_view view = {.calendar = s->calendar, .zone_minutes = s->zone_minutes};
	struct subject one = {.id = *s->of, .view = &view};

	if (!p)
		return txn_error(s->txn);
	one.unit = p->unit;
	view.offline = p->n_key > 0 ? p->key[0]->not_after_at : 0;
	view.back = p->revoked_at;
	return s->see(s, &one);
}

static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	uint32_t last = counter_last(t, "principal");

	while (io->number < last)
		if (camera(t, a, ++io->number))
			return true;
	return false;
}

static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_PRINCIPAL_ADDED:
		ret->number = ev->principal_added->principal->num;
		return true;
	case DUBAN__EVENT__BODY_PRINCIPAL_REVOKED:
		ret->number = ev->principal_revoked->num;
		return true;
	default:
		return false;
	}
}

static bool about(struct subject_about *io)
{
	const Duban__Principal *p = camera(io->txn, io->arena, io->id->number);

	if (!p)
		return false;
	io->unit = p->unit;
	io->name = p->name;
	io->person = p->owner;
	io->words = arena_printf(io->arena, "%u", p->num);
	return io->words;
}

SUBJECT_KIND(camera, .page = "camera show", .load = load, .next = next, .touched = touched,
	     .about = about);
