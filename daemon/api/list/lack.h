/* What a project lacks of what a list asks for: entry requirements at 调入, and `list check`
 * for those that are members already. */
#pragma once

#include "proto/model.pb-c.h"

struct request;

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
int lacks_of(struct request *rq, const Duban__Project *p, const Duban__Money *min_total,
	     unsigned *ret);
/* What `list check` asks a member for. `l` NULL: a plain label. */
unsigned lacks_checked(const Duban__List *l, const Duban__Project *p);
/* Of a list's entry requirements. */
unsigned lacks_asked_for(const Duban__List *l);
const char *lack_name(int lack); /* "six.team" */
