#include "model/warning/subject.h"

#include <string.h>

const char *subject_kind_name(const Duban__Subject *s)
{
	if (*s->kind)
		return s->kind;
	return s->link ? "link" : "project";
}

uint32_t subject_number(const Duban__Subject *s)
{
	return *s->kind ? s->number : s->link;
}

bool subject_same(const Duban__Subject *a, const Duban__Subject *b)
{
	return a->project == b->project && subject_number(a) == subject_number(b) &&
	       a->sub == b->sub && a->year == b->year && strcmp(a->kind, b->kind) == 0;
}

Duban__Subject subject_of_link(uint32_t project, uint32_t year, uint32_t no)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;

	s.project = project;
	s.year = year;
	s.link = no;
	return s;
}

struct key *subject_key(struct key *k, const Duban__Subject *s)
{
	key_text(key_u32(k, s->project), s->kind);
	return key_u32(key_u32(key_u32(k, s->year), subject_number(s)), s->sub);
}

void subject_key_read(struct key_reader *r, Duban__Subject *ret)
{
	uint32_t number;

	*ret = (Duban__Subject)DUBAN__SUBJECT__INIT;
	ret->project = key_read_u32(r);
	ret->kind = (char *)(uintptr_t)key_read_text(r);
	ret->year = key_read_u32(r);
	number = key_read_u32(r);
	if (*ret->kind)
		ret->number = number;
	else
		ret->link = number;
	ret->sub = key_read_u32(r);
}

const Duban__Subject *event_subject(const Duban__Event *e)
{
	switch (e->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
		return e->warning_raised->warning ? e->warning_raised->warning->subject : NULL;
	case DUBAN__EVENT__BODY_WARNING_REPEATED:
		return e->warning_repeated->subject;
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
		return e->warning_escalated->subject;
	case DUBAN__EVENT__BODY_WARNING_MOVED:
		return e->warning_moved->subject;
	case DUBAN__EVENT__BODY_WARNING_PASSED:
		return e->warning_passed->subject;
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		return e->warning_cleared->subject;
	case DUBAN__EVENT__BODY_WARNING_STEPPED:
		return e->warning_stepped->subject;
	case DUBAN__EVENT__BODY_WARNING_HELD:
		return e->warning_held->subject;
	case DUBAN__EVENT__BODY_WARNING_ACKED:
		return e->warning_acked->subject;
	case DUBAN__EVENT__BODY_WARNING_ANSWERED:
		return e->warning_answered->subject;
	case DUBAN__EVENT__BODY_WARNING_ROOTED:
		return e->warning_rooted->subject;
	case DUBAN__EVENT__BODY_WARNING_UPHELD:
		return e->warning_upheld->subject;
	case DUBAN__EVENT__BODY_WARNING_REOPENED:
		return e->warning_reopened->warning ? e->warning_reopened->warning->subject : NULL;
	default:
		return NULL;
	}
}
