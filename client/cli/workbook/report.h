/* What an import of projects read, would import and did not: one report for both modes. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

struct cli;
struct json;
struct workbook;

struct workbook_report {
	const char *path;
	struct workbook *s; /* rows skipped, errors, checks; of a strict file only errors */
	uint32_t rows_read, imported;
	int64_t total, plan;		 /* 分 */
	const Duban__ImportReply *reply; /* NULL: refused */
	bool dry_run;
	uint64_t seq; /* of its last event, 0 = nothing came in */
};

/* Into the open object. */
void workbook_report_json(struct json *j, const struct workbook_report *r);
/* The whole report, JSON or text; the verdict of a refusal, already told, or 0. */
int workbook_report_print(struct cli *c, const struct workbook_report *r);
/* The daemon's problems, or those found here, as errors of the report. */
void workbook_report_problems(struct workbook *s, Duban__Problem *const *p, size_t n, bool sheets);
