/* The requirements of a list that a project does not meet: checked at 调入, and by `list check` for
 * present members. */
#pragma once

#include "proto/model.pb-c.h"

struct request;

enum {
	LACK_TOTAL,
	LACK_CODE,
	LACK_LEADER, /* 挂点 */
	LACK_CHAIN,
	/* 六个一: one project, one leader, one responsible person, ... The project itself needs no
	 * check. */
	LACK_SIX_LEADER,
	LACK_SIX_RESPONSIBLE,
	LACK_SIX_TEAM,
	LACK_SIX_SCHEME,
	LACK_SIX_CREW,
	/* 全覆盖, of a list whose projects have leaders (挂点帮扶): one of the city and one of the
	 * county, and the unit's first leader (一把手) */
	LACK_LEADER_CITY,
	LACK_LEADER_COUNTY,
	LACK_HEAD,
	LACK_MAX_
};

/* Returns a set of these: 1 << LACK_x. */
int lacks_of(struct request *rq, const Duban__Project *p, const Duban__Money *min_total,
	     unsigned *ret);
/* The requirements that `list check` checks for a member. `l` NULL: a plain label. */
unsigned lacks_checked(const Duban__List *l, const Duban__Project *p);
/* The entry requirements of a list. */
unsigned lacks_asked_for(const Duban__List *l);
const char *lack_name(int lack); /* "six.team" */
