/* Tables for people: each column is as wide as its widest cell on a terminal, where a Chinese
 * character takes two places. Cells are copied. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "text/width.h"

struct print_table;

/* Heads, ended by NULL. A head that begins with '>' makes a right-aligned column of numbers. NULL:
 * no memory. */
struct print_table *table_new(const char *const *heads);
struct print_table *table_free(struct print_table *t);

/* Adds the next cell, row by row; NULL is "". If there is no memory, table_print() returns it. */
void table_cell(struct print_table *t, const char *text);
void table_cellf(struct print_table *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Typed values: a file gets the value (out.h), a terminal its text. */
void table_number(struct print_table *t, int64_t n);
void table_date(struct print_table *t, uint32_t date);			       /* 0: "" */
void table_month(struct print_table *t, uint32_t month);		       /* 0: "" */
void table_money(struct print_table *t, const int64_t *fen, const char *unit); /* NULL: "" */
/* The term of a level, coloured ("red", "yellow", "note", ""). */
void table_lamp(struct print_table *t, const char *level);
/* The same with another text, for a lamp that is out: green. */
void table_lamp_out(struct print_table *t, const char *text);

/* A head that is not a message; `text` must be valid as long as the table. */
void table_head(struct print_table *t, size_t column, const char *text);
/* A line above the heads, of which files make a title. Copied. */
void table_title(struct print_table *t, const char *title);
/* For a file that is a text (.docx): a title and a first sentence in place of the line above the
 * heads; rows with the same first cell stand together under it as their heading. Copied. */
void table_document(struct print_table *t, const char *title, const char *lead);
/* Hides columns without any value. */
void table_drop_empty(struct print_table *t);
void table_drop_empty_from(struct print_table *t, size_t column); /* the same from here on */

int table_print(struct print_table *t, FILE *out);

/* The content of the table, for the writers of files. */
enum print_table_kind { TABLE_TEXT, TABLE_NUMBER, TABLE_DATE, TABLE_MONTH, TABLE_MONEY };
enum print_table_colour { TABLE_PLAIN, TABLE_RED, TABLE_YELLOW, TABLE_GREEN };
struct table_cell {
	char *text; /* as shown on a terminal */
	enum print_table_colour colour;
	enum print_table_kind kind;
	int64_t value;	  /* number, date, month, fen */
	const char *unit; /* of money, also if the amount is unknown */
};
bool table_failed(const struct print_table *t);		       /* there was no memory */
const char *table_title_text(const struct print_table *t);     /* NULL: none */
const char *table_document_title(const struct print_table *t); /* NULL: table_document() was */
const char *table_document_lead(const struct print_table *t);  /* not called */
size_t table_columns(const struct print_table *t);
size_t table_rows(const struct print_table *t);
bool table_shown(const struct print_table *t, size_t column);
const char *table_head_text(const struct print_table *t, size_t column, bool *ret_right);
const struct table_cell *table_at(const struct print_table *t, size_t row, size_t column);

/* The head of a column with the unit of its money: "总投资（万元）". malloc'ed; NULL: no memory. */
char *table_headline(const struct print_table *t, size_t column);
