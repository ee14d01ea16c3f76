/* The report on an import of projects: what was read, what is or would be imported, what is not. It
 * is the same for a file with our headers and for an office's own list. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "proto/api.pb-c.h"

struct cli;
struct json;
struct workbook;

struct workbook_report {
	const char *path;
	struct workbook
	    *s; /* rows skipped, errors, checks; only errors for a file with our headers */
	uint32_t rows_read, imported;
	int64_t total, plan;		 /* 分 */
	const Duban__ImportReply *reply; /* NULL: refused */
	bool dry_run;
	uint64_t seq; /* of the last event; 0 = nothing was imported */
};

/* Writes the report into the open JSON object. */
void workbook_report_json(struct json *j, const struct workbook_report *r);
/* The remarks alone, for kinds that have no report: as `notes`, and as lines. */
void workbook_notes_json(struct json *j, const struct workbook *s);
void workbook_notes_print(FILE *out, const struct workbook *s);
/* Prints the whole report as JSON or text; returns 0 or the verdict of a refusal, which has been
 * reported. */
int workbook_report_print(struct cli *c, const struct workbook_report *r);
/* Adds problems, found by the daemon or here, to the report as errors. */
void workbook_report_problems(struct workbook *s, Duban__Problem *const *p, size_t n, bool sheets);
