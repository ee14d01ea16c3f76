/* What a project lacks of what a list asks for: entry requirements at 调入, and `list check`
 * for those that are members already. */
#pragma once

#include "api/handler.h"

enum {
	LACK_TOTAL,
	LACK_CODE,
	LACK_LEADER, /* 挂点 */
	LACK_CHAIN,
	/* 六个一: one project, one leader, one responsible person, ... The project is there. */
	LACK_SIX_LEADER,
	LACK_SIX_RESPONSIBLE,
	LACK_SIX_TEAM,
	LACK_SIX_SCHEME,
	LACK_SIX_CREW,
	LACK_MAX_
};

/* A set of these: 1 << LACK_x. */
int lacks_of(struct ask *a, const Duban__Project *p, const Duban__Money *min_total, unsigned *ret);
/* Of a list's entry requirements. */
unsigned lacks_asked_for(const Duban__List *l);
const char *lack_name(int lack); /* "six.team" */
