/* Memberships of projects in lists; each stay is a spell. Readers return records in the arena, NULL
 * when there is none; `_follow` is a step of fold_project_put. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"
#include "text/date.h"

struct arena;
struct txn;

struct members {
	Duban__Member **member;
	size_t n;
};
Duban__Member *member_get(struct txn *t, struct arena *a, uint32_t project, const char *list);
int members_load(struct txn *t, struct arena *a, uint32_t project, struct members *ret);
Duban__Spell *member_spell(const Duban__Member *m); /* the open one; NULL: not a member now */
bool spell_on(const Duban__Spell *s, uint32_t ymd);
/* Was it a member at the end of that day? */
bool member_on(const Duban__Member *m, date_t day);
void member_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		   const Duban__Project *was);
