/* Tables for people: columns as wide as their widest cell, counted as a terminal shows them
 * (a Chinese character takes two places). Cells are copied. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "text/width.h"

struct table;

/* Heads, ended by NULL; one that begins with '>' is a column of numbers, set to the right.
 * NULL: memory. */
struct table *table_new(const char *const *heads);
struct table *table_free(struct table *t);

/* The next cell, row by row; NULL is "". Memory trouble is kept and told by table_print. */
void table_cell(struct table *t, const char *text);
void table_cellf(struct table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Values that a file gets as such (out.h): what they are and how a terminal shows them. */
void table_number(struct table *t, int64_t n);
void table_date(struct table *t, uint32_t date);			 /* 0: "" */
void table_month(struct table *t, uint32_t month);			 /* 0: "" */
void table_money(struct table *t, const int64_t *fen, const char *unit); /* NULL: "" */
/* A lamp's name, coloured on a terminal ("red", "yellow", "note", ""). */
void table_lamp(struct table *t, const char *level);

/* A column's head that is no message: `text` outlives the table. */
void table_head(struct table *t, size_t column, const char *text);
/* Columns without any value are not printed. */
void table_drop_empty(struct table *t);

int table_print(struct table *t, FILE *out);

/* What is in it, for other writers. */
enum table_kind { TABLE_TEXT, TABLE_NUMBER, TABLE_DATE, TABLE_MONTH, TABLE_MONEY };
struct table_cell {
	char *text;	    /* as a terminal shows it */
	const char *colour; /* or NULL */
	enum table_kind kind;
	int64_t value;	  /* number, date, month, fen */
	const char *unit; /* of money, unknown money too */
};
bool table_failed(const struct table *t); /* no memory */
size_t table_columns(const struct table *t);
size_t table_rows(const struct table *t);
bool table_shown(const struct table *t, size_t column);
const char *table_head_text(const struct table *t, size_t column, bool *ret_right);
const struct table_cell *table_at(const struct table *t, size_t row, size_t column);

/* A column's head, with the unit of its money: "总投资（万元）". malloc'ed; NULL: memory. */
char *table_headline(const struct table *t, size_t column);
