/* A sheet with our own headers is read as strictly as a CSV file. Two things differ in a
 * spreadsheet: empty cells at the end of a row are missing, and dates are numbers. */
#include "client/cli/workbook/strict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/import/columns.h"
#include "client/cli/workbook/columns/months.h"
#include "text/room.h"

#define DIGITS_SHOWN 15

/* The length of a date in this column: of "2024-11" or "2024-11-01"; 0 = the column has no
 * dates. */
static size_t date_length(const char *column)
{
	if (strcmp(column, "planned_start") == 0 || strcmp(column, "planned_finish") == 0)
		return strlen("2024-11");
	return strcmp(column, "finance_assessed") == 0 ? strlen("2024-11-01") : 0;
}

/* A formula can leave 0.30000000000000004 for 0.3: a spreadsheet calculates in binary and shows 15
 * digits. Rounds to 15 digits. */
static bool shown_number(const char *s, char *buf)
{
	const char *dot = strchr(s, '.');
	uint64_t v = 0, scale = 1;
	int digits = 0, decimals = 0;
	bool round = false, cut = false;
	if (!dot || dot - s > DIGITS_SHOWN || s[strspn(s, "0123456789")] != '.' ||
	    dot[1 + strspn(dot + 1, "0123456789")])
		return false;
	for (const char *c = s; *c && !cut; c++) {
		if (c == dot)
			continue;
		cut = digits == DIGITS_SHOWN && c > dot;
		round = cut && *c >= '5';
		v = cut ? v : v * 10 + (uint64_t)(*c - '0');
		digits += v > 0 && !cut;
		decimals += c > dot && !cut;
	}
	for (v += round; decimals > 0 && v % 10 == 0; v /= 10)
		decimals--;
	if (decimals > DIGITS_SHOWN)
		return false;
	for (int k = 0; k < decimals; k++)
		scale *= 10;
	if (decimals > 0)
		(void)snprintf(buf, TEXT_ROOM, "%" PRIu64 ".%0*" PRIu64, v / scale, decimals,
			       v % scale);
	else
		(void)snprintf(buf, TEXT_ROOM, "%" PRIu64, v);
	return strcmp(buf, s) != 0;
}

static bool is_number_column(const char *column)
{
	return import_column_is_money("projects", column) || strcmp(column, "year") == 0;
}

int workbook_strict(struct csvfile *f, bool from_1904)
{
	char text[TEXT_ROOM];
	int r = csv_square(f);
	for (size_t k = 0; k < f->row[0].n; k++) {
		const char *column = import_column_of("projects", csv_cell(f, 0, k));
		size_t n = date_length(column);
		bool number = is_number_column(column);
		for (size_t i = 1; r == 0 && i < f->n_rows; i++)
			if (n > 0 && workbook_day(csv_cell(f, i, k), from_1904, text)) {
				text[n] = '\0';
				r = csv_set(f, i, k, text);
			} else if (number && shown_number(csv_cell(f, i, k), text)) {
				r = csv_set(f, i, k, text);
			}
	}
	return r;
}
