#include "rules/notice/source.h"

#include <string.h>

#include "model/warning/subject.h"

const struct notice_source *notice_source_of(const Duban__Subject *s)
{
	SECTION_FOREACH(duban_notice_sources, struct notice_source, it)
	if (strcmp((*it)->kind, subject_kind_name(s)) == 0)
		return *it;
	return NULL;
}

bool notice_source_touched(const Duban__Event *ev)
{
	SECTION_FOREACH(duban_notice_sources, struct notice_source, it)
	if ((*it)->touched(ev))
		return true;
	return false;
}
