/* Tables for people: columns as wide as their widest cell, counted as a terminal shows them
 * (a Chinese character takes two places). Cells are copied. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table;

/* Heads, ended by NULL; one that begins with '>' is a column of numbers, set to the right.
 * NULL: memory. */
struct table *table_new(const char *const *heads);
struct table *table_free(struct table *t);

/* The next cell, row by row; NULL is "". Memory trouble is kept and told by table_print. */
void table_cell(struct table *t, const char *text);
void table_cellf(struct table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A lamp's name, coloured on a terminal ("red", "yellow", "note", ""). */
void table_lamp(struct table *t, const char *level);

int table_print(struct table *t, FILE *out);

/* Places taken on a terminal. */
size_t text_width(const char *utf8);
