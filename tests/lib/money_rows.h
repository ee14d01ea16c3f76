/* Rows of amounts and their values. The tests of files, command-line options and workbooks all use
 * them, so that every parser accepts the same grammar.
 */
#pragma once

#include <stddef.h>

#include "text/money.h"

#define YUAN MONEY_UNIT_YUAN
#define QIAN MONEY_UNIT_QIAN
#define WAN MONEY_UNIT_WAN
#define YI MONEY_UNIT_YI
#define NONE MONEY_UNIT_NONE

struct money_row {
	const char *text;
	enum money_unit column;
	enum money_fault fault;
	int64_t fen;
};

extern const struct money_row money_rows[];
extern const size_t n_money_rows;
