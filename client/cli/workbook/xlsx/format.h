/* What a number format makes of a number, as a class: a date, a percentage, so many decimals. Cells
 * are not painted as a spreadsheet would, but read in the form in which people see and write them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum format_class {
	FORMAT_NUMBER, /* with at least `whole` and `decimals` digits, and perhaps a unit */
	FORMAT_PERCENT,
	FORMAT_SCALED, /* shows a thousandth of what is stored, or less: it cannot be read */
	FORMAT_MONTH,  /* year and month */
	FORMAT_YEAR,
	FORMAT_DATE,
	FORMAT_MOMENT, /* date and time */
	FORMAT_TIME,
	FORMAT_DURATION,
};

struct format {
	enum format_class class;
	uint8_t whole, decimals;
	uint8_t unit; /* enum money_unit: 0.00"亿元" */
};

/* The class of a format code such as `yyyy"年"m"月"`. Any text is accepted. */
struct format format_of(const char *code);
/* The same for a number of the list that every spreadsheet knows, with those of a Chinese one. */
struct format format_built_in(uint32_t id);
