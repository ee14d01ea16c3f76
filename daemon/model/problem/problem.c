#include "model/problem/problem.h"

#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/problem/state.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__ProblemCase *problem_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_problem, key_bytes(key_u32(KEY(), num)),
			  &duban__problem_case__descriptor, a);
}

uint32_t problem_by_id(struct txn *t, const char *id)
{
	if (!*id || strlen(id) > ID_MAX)
		return 0;
	return txn_get_u32(t, TABLE_problem_id, key_bytes(key_text(KEY(), id)));
}

bool problem_last_id(struct txn *t, uint32_t year, uint32_t *ret)
{
	enum { DIGITS = 4, LAST = 9999 };
	char prefix[16];
	size_t size = (size_t)snprintf(prefix, sizeof prefix, "%u-", year);
	struct bytes key, value;
	const uint8_t *digit;

	*ret = 0;
	if (!txn_last(t, TABLE_problem_id, BYTES(prefix, size), &key, &value))
		return true;
	digit = key.data + size;
	if (key.size != size + DIGITS + 1) /* the key of a text ends by a byte 0 */
		return false;
	for (size_t i = 0; i < DIGITS; i++) {
		if (digit[i] < '0' || digit[i] > '9')
			return false;
		*ret = 10 * *ret + (uint32_t)(digit[i] - '0');
	}
	return *ret < LAST;
}

bool problem_next_of(struct txn *t, uint32_t project, uint32_t *io)
{
	struct key *of = key_u32(KEY(), project);
	struct scan s = scan_after(t, TABLE_problem_project, key_bytes(of),
				   key_bytes(key_u32(key_u32(KEY(), project), *io)));
	struct key_reader k;

	if (!scan_next(&s))
		return false;
	k = (struct key_reader){.rest = s.key, .ok = true};
	(void)key_read_u32(&k);
	*io = key_read_u32(&k);
	return true;
}

Duban__Subject problem_subject(const Duban__ProblemCase *p)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;

	s.project = p->project;
	s.kind = (char *)(uintptr_t) "problem";
	s.number = p->num;
	return s;
}

static date_t limit_end(const Duban__Limit *l, date_t from, const struct calendar *c)
{
	if (l->kind == LIMIT_KIND(FIXED))
		return date_from_ymd(l->fixed_date);
	if (from == DATE_NONE)
		return DATE_NONE;
	if (l->kind == LIMIT_KIND(WORKDAYS))
		return calendar_add(c, from, (int)l->n);
	if (l->kind == LIMIT_KIND(MONTHS))
		return date_add_months(from, (int)l->n);
	return l->kind == LIMIT_KIND(DAYS) ? from + (date_t)l->n : DATE_NONE;
}

date_t problem_due(const Duban__ProblemCase *p, const struct calendar *c)
{
	if (p->extended_date)
		return date_from_ymd(p->extended_date);
	return p->limit ? limit_end(p->limit, date_from_ymd(p->clock_date), c) : DATE_NONE;
}

date_t problem_chase_day(const Duban__ProblemCase *p, uint32_t months)
{
	if (p->tier != PROBLEM_TIER(L5) || !problem_runs((int)p->state))
		return DATE_NONE;
	return date_add_months(date_from_ymd(p->tier_date), (int)months);
}

Duban__ProblemTier problem_next_tier(const Duban__ProblemCase *p, const Duban__Project *of)
{
	bool department = of && of->sector && of->sector != p->unit;

	switch (p->tier) {
	case PROBLEM_TIER(L1):
		return department ? PROBLEM_TIER(L2) : PROBLEM_TIER(L2B);
	case PROBLEM_TIER(L2):
	case PROBLEM_TIER(L2B):
		return PROBLEM_TIER(L3);
	case PROBLEM_TIER(L3):
		return PROBLEM_TIER(L4);
	case PROBLEM_TIER(L4):
		return PROBLEM_TIER(L5);
	default:
		return PROBLEM_TIER(INVALID);
	}
}

const char *problem_tier_text(Duban__ProblemTier tier)
{
	static const char *const texts[] = {"", "L1", "L2", "L2b", "L3", "L4", "L5"};

	return tier > 0 && tier <= PROBLEM_TIER(L5) ? texts[tier] : "";
}

Duban__ProblemTier problem_tier_of(Duban__ProblemCriterion c)
{
	static const Duban__ProblemTier tiers[] = {
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_ORDINARY] = PROBLEM_TIER(L1),
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_DIFFICULT] = PROBLEM_TIER(L2),
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_CONSTRUCTION] = PROBLEM_TIER(L2B),
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_BEYOND] = PROBLEM_TIER(L3),
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_WIDE] = PROBLEM_TIER(L4),
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_COMPLEX] = PROBLEM_TIER(L4),
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_IMPACT] = PROBLEM_TIER(L4),
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_CITYWIDE] = PROBLEM_TIER(L4),
	    [DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_PROVINCE] = PROBLEM_TIER(L5),
	};

	return (size_t)c < sizeof tiers / sizeof *tiers ? tiers[c] : PROBLEM_TIER(INVALID);
}

Duban__ProblemCriterion problem_criterion_of(Duban__ProblemTier tier)
{
	int c = 1;

	while (problem_tier_of((Duban__ProblemCriterion)c) != tier &&
	       c < (int)DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_PROVINCE)
		c++;
	return (Duban__ProblemCriterion)c;
}
