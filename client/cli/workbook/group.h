/* A group of rows under a title. */
#pragma once

#include <stdbool.h>

struct workbook_group;

/* Does the title of a group of rows name a stage, an owner of the projects, a category? */
bool workbook_group_of_stage(const struct workbook_group *g);
bool workbook_group_of_owner(const struct workbook_group *g);
bool workbook_group_of_trade(const struct workbook_group *g);
