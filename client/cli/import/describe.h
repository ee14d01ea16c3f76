/* What the columns of a kind's files take, in words: for `help import KIND`, for docs/cli.md, and
 * for the sheet that explains an empty workbook. All of it follows from the kind's description
 * (proto/record). */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "proto/record/record.h"

struct json;

/* What a cell takes: "整数，1 至 99". malloc'ed; NULL: no memory. */
char *import_takes(const struct record *r, const struct record_column *c, bool chinese);
/* "key": every file must have the column; "required": a new record must say it; "export": exports
 * write it, people need not; else "". The term in either language is column_must.<this>. */
const char *import_must(const struct record_column *c);
/* Word `i` that a column of words takes, from 0, as Chinese files write it; NULL: there are no
 * more. Each value once, by its first word. Valid for ever. */
const char *import_word(const struct record *r, const struct record_column *c, size_t i);

/* The columns of a kind, a line each, for the help. */
void import_columns_help(const struct record *r, FILE *out);
void import_columns_json(const struct record *r, struct json *j);
/* The columns of all kinds, for docs/cli.md. */
void import_columns_markdown(FILE *out);
