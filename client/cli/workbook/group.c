#include "client/cli/workbook/group.h"

#include <string.h>

#include "client/cli/workbook/check.h"
#include "client/cli/workbook/columns/words.h"

bool workbook_group_of_stage(const struct workbook_group *g)
{
	return workbook_stage(g->words) != NULL;
}

bool workbook_group_of_owner(const struct workbook_group *g)
{
	return g->style == WORKBOOK_OWNER;
}

bool workbook_group_of_trade(const struct workbook_group *g)
{
	return *g->words && g->style != WORKBOOK_OWNER && !workbook_stage(g->words) &&
	       strlen(g->words) <= WORKBOOK_TRADE_BYTES;
}
