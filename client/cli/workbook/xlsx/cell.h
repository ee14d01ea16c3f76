/* What one cell says: its text as people see it, or why it cannot be read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/xlsx/format.h"
#include "client/cli/workbook/xlsx/number.h"

/* The order is that of the answer between the two processes. */
enum cell_state {
	CELL_FINE,
	/* it cannot be read; its text is an error value (#N/A) */
	CELL_ERROR,	     /* an error value of the spreadsheet */
	CELL_NOT_CALCULATED, /* a formula without its result */
	CELL_NOT_A_NUMBER,
	CELL_TOO_LONG, /* a number of more digits than are stored */
	CELL_NO_DAY,   /* a date that does not exist: 1900-02-29, before 1900 */
	CELL_SCALED,   /* another number is shown than is stored */
	/* it is read, with a remark */
	CELL_DAY_DOUBTFUL, /* a date with the time of day that a foreign clock leaves */
	CELL_STORED_ZERO,  /* a 0 that the program which wrote it did not calculate */
	CELL_STATE_MAX_,
};

/* As it is stored. */
struct cell_stored {
	const char *type; /* attribute t; NULL = n */
	const char *text; /* of <v>, or of <is>; "" = none */
	bool has_value, has_formula;
};

struct cell_rules {
	bool from_1904;
	bool uncalculated; /* the workbook says that all is to be calculated when it is opened */
};

struct xlsx_cell {
	enum cell_state state;
	const char *text; /* in `room`, or that of the stored cell; "" = an empty cell */
	char room[NUMBER_ROOM];
};

/* Numbers, dates, booleans, errors and formula strings; texts by reference are looked up by the
 * caller. False: no such type of cell exists. */
bool cell_read(const struct cell_stored *s, const struct format *f, const struct cell_rules *rules,
	       struct xlsx_cell *ret);
bool cell_is_error(enum cell_state s);
/* The code of messages.csv for a state; NULL for CELL_FINE. */
const char *cell_code(enum cell_state s);
