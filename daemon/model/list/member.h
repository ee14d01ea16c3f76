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
/* Was it a member at the end of that day? 调出 counts from its day on. */
bool member_on(const Duban__Member *m, date_t day);
/* 计入: the one definition by which a project counts on a list on a day, in figures, lists and
 * control totals: it was a member at the day's end and had not withdrawn (退出) by then.
 * `withdrawn_from` is that of life_withdrawn_from(). */
bool member_counts(const Duban__Member *m, uint32_t withdrawn_from, date_t day);
/* The same of a project and a list by name. */
bool member_counts_on(struct txn *t, struct arena *a, const Duban__Project *p, const char *list,
		      date_t day);
void member_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		   const Duban__Project *was);
