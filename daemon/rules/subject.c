#include "rules/subject.h"

#include <string.h>

#include "model/warning/subject.h"

const struct subject_kind *subject_kind_after(const struct subject_kind *k)
{
	const struct subject_kind *first = NULL;

	SECTION_FOREACH(duban_subject_kinds, struct subject_kind, it)
	{
		if (k && strcmp((*it)->name, k->name) <= 0)
			continue;
		if (!first || strcmp((*it)->name, first->name) < 0)
			first = *it;
	}
	return first;
}

const struct subject_kind *subject_kind_find(const char *name)
{
	SECTION_FOREACH(duban_subject_kinds, struct subject_kind, it)
	{
		if (strcmp((*it)->name, name) == 0)
			return *it;
	}
	return NULL;
}

const struct subject_kind *subject_kind_of(const Duban__Subject *s)
{
	return subject_kind_find(subject_kind_name(s));
}
