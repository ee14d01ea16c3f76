/* What money is, for every door it comes in by: a cell of a file, an option of the command line, an
 * office's workbook. The test of each goes through all rows, so that none of them reads otherwise.
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
