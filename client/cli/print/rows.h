/* Rows that several verbs print: projects and warnings, the worst first. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;

/* A growing list of rows. The rows themselves belong to the replies that the run keeps. */
struct rows {
	const void **row;
	size_t n, room;
};
int rows_add(struct rows *r, const void *row);
void rows_done(struct rows *r);

/* Red, then yellow, then note; within a level the longest overdue first, then by project and
 * link. */
void warning_sort(struct rows *r);
/* Who must act: the name of a unit, or the word for the office. */
const char *warning_turn(const Duban__WarningRow *w);
int warning_table(struct cli *c, const struct rows *r);

/* Worst lamp first, then the most lamps, then by code. */
void project_sort(struct rows *r);
int project_table(struct cli *c, const struct rows *r, const char *money_unit);
/* The value of --in: 元, 万元 or 亿元. */
int project_money_unit(struct cli *c, const char **ret);
