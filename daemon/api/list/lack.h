/* What a project lacks of what a list asks for: entry requirements at 调入, and `list check`
 * for those that are members already. */
#pragma once

#include "api/core/handler.h"

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

/* list_promise.c: 容缺. What a list that grants it lets follow after 调入: what is to be arranged
 * or written. A code and a total are what the project is, and do not follow. */
unsigned lacks_may_follow(const Duban__List *l);
/* Of a file: what is promised and until when, both or none. */
struct cell;
bool promise_cells(const struct cell *promised, const struct cell *date, Duban__Spell *io);
bool promise_same(const Duban__Spell *a, const Duban__Spell *b);
