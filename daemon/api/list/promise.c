/* 容缺 at 调入: a requirement that the project does not meet yet is recorded with the day by which
 * it is promised. */
#include "api/list/promise.h"

#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_value.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/list/lack.h"

unsigned lacks_may_follow(const Duban__List *l)
{
	unsigned set = 1u << LACK_LEADER | 1u << LACK_CHAIN;

	for (int lack = LACK_SIX_LEADER; lack <= LACK_SIX_CREW; lack++)
		set |= 1u << lack;
	return l->fast_track ? set : 0;
}

/* The Chinese terms that people write in list files. */
static const char *const terms[LACK_MAX_] = {
    [LACK_TOTAL] = "总投资",
    [LACK_CODE] = "项目代码",
    [LACK_LEADER] = "挂点领导",
    [LACK_CHAIN] = "链条",
    [LACK_SIX_LEADER] = "六个一：领导",
    [LACK_SIX_RESPONSIBLE] = "六个一：责任人",
    [LACK_SIX_TEAM] = "六个一：工作班子",
    [LACK_SIX_SCHEME] = "六个一：实施方案",
    [LACK_SIX_CREW] = "六个一：施工队伍",
    [LACK_LEADER_CITY] = "市挂点领导",
    [LACK_LEADER_COUNTY] = "县挂点领导",
    [LACK_HEAD] = "第一责任人",
};

static const char *name_of(const char *said)
{
	for (int lack = 0; lack < LACK_MAX_; lack++)
		if (strcmp(lack_name(lack), said) == 0 || strcmp(terms[lack], said) == 0)
			return lack_name(lack);
	return NULL;
}

/* Stores the names of the constant table: the cell's own strings are freed with the row. */
static bool read_promised(const struct cell *c, Duban__Spell *io)
{
	struct arena *a = c->in->rq->arena;
	char **said = NULL, **kept;
	size_t n = 0;

	if (!cell_list(c, LACK_MAX_, &said, &n))
		return false;
	if (!n && !c->clear)
		return true;
	kept = arena_alloc(a, (n + 1) * sizeof *kept);
	if (!kept)
		c->in->full = true;
	for (size_t i = 0; kept && i < n; i++) {
		kept[i] = (char *)(uintptr_t)name_of(said[i]);
		if (!kept[i])
			return cell_refuse(c, "list.unknown_lack", said[i]);
	}
	io->promised = kept;
	io->n_promised = kept ? n : 0;
	return kept;
}

bool promise_cells(const struct cell *promised, const struct cell *date, Duban__Spell *io)
{
	struct checks all = {0};

	checks_fine(&all, read_promised(promised, io));
	checks_fine(&all, cell_date(date, &io->promised_date));
	if (!checks_passed(&all))
		return false;
	if (!io->n_promised != !io->promised_date)
		return cell_refuse(date, "list.promise_halved", NULL);
	if (io->promised_date && io->promised_date <= io->joined_date)
		return cell_refuse(date, "list.promise_early", NULL);
	return true;
}

bool promise_same(const Duban__Spell *a, const Duban__Spell *b)
{
	if (a->promised_date != b->promised_date || a->n_promised != b->n_promised)
		return false;
	for (size_t i = 0; i < a->n_promised; i++)
		if (strcmp(a->promised[i], b->promised[i]) != 0)
			return false;
	return true;
}
