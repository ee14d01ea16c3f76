/* Rows of things that are to be done (待办), as a table and as JSON. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;
struct json;
struct rows;

/* Asks for all pages. */
int todo_gather(struct cli *c, Duban__TodoListRequest *q, struct rows *rows);
/* The worst first: by level, then the longest overdue, then by date, then by kind and id. */
void todo_sort(struct rows *r);
int todo_table(struct cli *c, const struct rows *r);
void todo_json(struct json *j, const Duban__TodoRow *w);
/* A text that the daemon names by its code; malloc'ed, "" for none. */
char *todo_text(const Duban__Remark *m);
