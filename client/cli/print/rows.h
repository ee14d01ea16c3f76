/* Rows that several verbs show: projects and warnings, worst first. */
#pragma once

#include "proto/model.pb-c.h"

struct cli;

/* A growing list of rows that belong to the replies held by the run. */
struct rows {
	const void **row;
	size_t n, room;
};
int rows_add(struct rows *r, const void *row);
void rows_done(struct rows *r);

/* Red before yellow before note, most days late first; then by project and link. */
void warning_sort(struct rows *r);
int warning_table(struct cli *c, const struct rows *r);

/* Worst lamp first, then most lamps, then by code. */
void project_sort(struct rows *r);
int project_table(struct cli *c, const struct rows *r, const char *money_unit);
/* --in: 元, 万元 or 亿元. */
int project_money_unit(struct cli *c, const char **ret);
/* "12.30亿元", "" when not known. */
char *project_money(const Duban__Money *m, const char *unit, char *buf, size_t size);
