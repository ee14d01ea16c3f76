#include "api/import_touch.h"

#include <stdlib.h>
#include <string.h>

#include "model/event.h"
#include "proto/wire.h"

static int add(struct touched *t, struct touch_set *s, uint32_t num)
{
	if (num == 0 || (s->n && s->num[s->n - 1] == num))
		return 0;
	s->num = arena_grow(t->arena, s->num, s->n, sizeof *s->num);
	if (!s->num)
		return -ENOMEM;
	s->num[s->n++] = num;
	return 0;
}

int touch_add(struct touched *t, const Duban__Event *ev)
{
	int r = add(t, &t->project, ev->project);

	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_UNIT_PUT:
		return add(t, ev->unit_put->was ? &t->unit : &t->made_unit,
			   ev->unit_put->unit->num);
	case DUBAN__EVENT__BODY_PERSON_PUT:
		return add(t, ev->person_put->was ? &t->person : &t->made_person,
			   ev->person_put->person->num);
	case DUBAN__EVENT__BODY_PROJECT_PUT:
		if (!ev->project_put->was)
			r = add(t, &t->made_project, ev->project);
		return r;
	default:
		return r;
	}
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void touch_ready(struct touched *t)
{
	struct touch_set *all[] = {&t->made_unit, &t->made_person, &t->made_project,
				   &t->unit,	  &t->person,	   &t->project};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i]->n)
			qsort(all[i]->num, all[i]->n, sizeof *all[i]->num, by_number);
}

static bool has(const struct touch_set *s, uint32_t num)
{
	return num && s->n && bsearch(&num, s->num, s->n, sizeof num, by_number);
}

static bool named(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

/* Whose numbers the field holds; NULL: nobody's. */
static const struct touch_set *set_of(const struct touched *t, const ProtobufCFieldDescriptor *f,
				      const ProtobufCMessageDescriptor *in)
{
	static const char *const units[] = {"unit",	    "sector",	    "co_unit",
					    "service_unit", "reviewer",	    "for_unit",
					    "acting_unit",  "project_unit", NULL};
	static const char *const people[] = {"person", "old_person", "new_person", "for_person",
					     NULL};
	static const char *const projects[] = {"project", "successor", NULL};

	if (f->type != PROTOBUF_C_TYPE_UINT32)
		return NULL;
	if (named(f->name, units) ||
	    (in == &duban__unit__descriptor && strcmp(f->name, "parent") == 0))
		return &t->made_unit;
	if (named(f->name, people))
		return &t->made_person;
	return named(f->name, projects) ? &t->made_project : NULL;
}

static bool mentions(const struct touched *t, const ProtobufCMessage *m);

static bool field_mentions(const struct touched *t, const ProtobufCMessage *m,
			   const ProtobufCFieldDescriptor *f)
{
	const struct touch_set *set = set_of(t, f, m->descriptor);
	const uint8_t *at = (const uint8_t *)m + f->offset;
	size_t n = 1;

	if (f->label == PROTOBUF_C_LABEL_REPEATED) {
		n = *(const size_t *)((const uint8_t *)m + f->quantifier_offset);
		at = *(uint8_t *const *)at;
	}
	for (size_t i = 0; i < n; i++) {
		if (set && has(set, ((const uint32_t *)(const void *)at)[i]))
			return true;
		if (f->type == PROTOBUF_C_TYPE_MESSAGE &&
		    mentions(t, ((ProtobufCMessage *const *)(const void *)at)[i]))
			return true;
	}
	return false;
}

static bool mentions(const struct touched *t, const ProtobufCMessage *m)
{
	for (unsigned i = 0; m && i < m->descriptor->n_fields; i++)
		if (field_mentions(t, m, &m->descriptor->fields[i]))
			return true;
	return false;
}

static bool by_rule(const Duban__Event *ev)
{
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
	case DUBAN__EVENT__BODY_WARNING_REPEATED:
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
	case DUBAN__EVENT__BODY_WARNING_MOVED:
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
	case DUBAN__EVENT__BODY_DEADLINE_MOVED:
		return true;
	default:
		return false;
	}
}

bool touch_rests(const struct touched *t, const Duban__Event *ev)
{
	if (by_rule(ev))
		return false;
	if (has(&t->project, ev->project) || has(&t->made_unit, ev->for_unit) ||
	    has(&t->made_unit, ev->acting_unit) || has(&t->made_person, ev->for_person))
		return true;
	if (ev->body_case == DUBAN__EVENT__BODY_UNIT_PUT &&
	    (has(&t->unit, ev->unit_put->unit->num) || has(&t->made_unit, ev->unit_put->unit->num)))
		return true;
	if (ev->body_case == DUBAN__EVENT__BODY_PERSON_PUT &&
	    (has(&t->person, ev->person_put->person->num) ||
	     has(&t->made_person, ev->person_put->person->num)))
		return true;
	if (ev->body_case == DUBAN__EVENT__BODY_NOUN_REMOVED &&
	    (has(&t->made_unit, ev->noun_removed->num) ||
	     has(&t->made_person, ev->noun_removed->num)))
		return true;
	return mentions(t, event_body(ev));
}
