/* How the rows of a list are numbered: 1, （1）, ①, 1.1, 1-1. The deeper number belongs to a part
 * of the row above. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORKBOOK_NUMBER_DEEP 4

/* Each is deeper than those before it. */
enum workbook_form {
	WORKBOOK_UNNUMBERED,
	WORKBOOK_FIGURE,  /* 1  1、 1.  第1  ⒈, and with dots 1.1  1-1  1.1.2 */
	WORKBOOK_SPELLED, /* (一), mostly a section's */
	WORKBOOK_PAREN,	  /* (1)  1)  [1]  ⑴ */
	WORKBOOK_RING,	  /* ① */
};

struct workbook_number {
	enum workbook_form form;
	uint32_t figure[WORKBOOK_NUMBER_DEEP];
	size_t n; /* figures */
};

/* The number of a row: of its sequence cell, or, if `label`, the one that its name begins with.
 * Both are the result of workbook_plain(). */
struct workbook_number workbook_number(const char *plain, bool label);
/* A spreadsheet makes 1.1 of 1.10: after 1.9 it is read as 1.10. */
void workbook_number_restore(struct workbook_number *n, const struct workbook_number *last);
/* Is `n` a number one level below `above`, and the next after `last`? `last` is `above` itself for
 * the first one. */
bool workbook_number_follows(const struct workbook_number *n, const struct workbook_number *above,
			     const struct workbook_number *last);
/* Is it deeper than the next level? */
bool workbook_number_deeper(const struct workbook_number *n, const struct workbook_number *than);
