/* Numbers, number formats and days of workbooks, without a workbook. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/workbook/xlsx/cell.h"
#include "client/cli/workbook/xlsx/number.h"
#include "proto/array.h"

static void numbers_are_decimals_of_15_digits(void **state)
{
	static const struct {
		const char *stored, *want; /* NULL: no number, "": too long to be trusted */
	} rows[] = {
	    {"0", "0"},
	    {"-0", "0"},
	    {"007", "7"},
	    {"12.50", "12.5"},
	    {"-3.25", "-3.25"},
	    {"+1", "1"},
	    {".5", "0.5"},
	    {"5.", "5"},
	    {"0.30000000000000004", "0.3"},
	    {"3.3000000000000003", "3.3"},
	    {"113939.98499999999", "113939.985"},
	    {"99999.9999999999999", "100000"},
	    {"0.99999999999999999", "1"},
	    {"1.5286E6", "1528600"},
	    {"1.5e-3", "0.0015"},
	    {"12E+2", "1200"},
	    {"1528601.5600000001", "1528601.56"},
	    {"123456789012345", "123456789012345"},
	    {"123456789012345.6", "123456789012346"},
	    {"1234567890123456", ""},
	    {"3.60111200001010E17", ""},
	    {"1e308", ""},
	    {"5.5511151231257827E-17", "0"},
	    {"1e-400", "0"},
	    {"0.000000000000001", "0.000000000000001"},
	    {"1e99999", NULL},
	    {"", NULL},
	    {".", NULL},
	    {"1,5", NULL},
	    {"1e", NULL},
	    {"1 2", NULL},
	    {"--1", NULL},
	    {"INF", NULL},
	    {"0x10", NULL},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[NUMBER_ROOM] = "";
		struct xlsx_number d;
		bool read = decimal_read(rows[i].stored, &d);
		assert_int_equal(read, rows[i].want != NULL);
		if (!read)
			continue;
		if (!decimal_too_long(&d))
			decimal_text(&d, 0, 0, text);
		assert_string_equal(text, rows[i].want);
	}
}

static const char *shown(struct format f, const char *stored, bool from_1904, struct xlsx_cell *c)
{
	const struct cell_stored s = {NULL, stored, true, false};
	const struct cell_rules rules = {.from_1904 = from_1904};
	assert_true(cell_read(&s, &f, &rules, c));
	return cell_is_error(c->state) ? cell_code(c->state) + strlen("sheet.") : c->text;
}

static void check_format(const char *code, const char *stored, const char *want)
{
	struct xlsx_cell c;
	assert_string_equal(shown(format_of(code), stored, false, &c), want);
}

static void formats_are_classes(void **state)
{
	static const struct {
		const char *code, *stored, *want;
	} rows[] = {
	    {"General", "12.5", "12.5"},
	    {"G/通用格式", "12.5", "12.5"},
	    {"General\"人\"", "12", "12"},
	    {"@", "12.5", "12.5"},
	    /* at least so many digits; none is rounded away */
	    {"0.00", "2024.1", "2024.10"},
	    {"0.00", "113939.985", "113939.985"},
	    {"0", "5.005", "5.005"},
	    {"#,##0.00_);[Red](#,##0.00)", "1200", "1200.00"},
	    {"_ \"¥\"* #,##0.00_ ;_ \"¥\"* -#,##0.00_ ", "1200", "1200.00"},
	    {"#,##0.00########", "1.234", "1.234"},
	    {"00000", "123", "00123"},
	    {"0.0\"km\"", "12.5", "12.5"},
	    {"[$-804][>=100]0.0", "12", "12.0"},
	    {"[DBNum1][$-804]General", "12", "12"},
	    {"0.00E+00", "12345", "12345"},
	    {"# ?/?", "0.5", "0.5"},
	    {"\"No.\"0", "7", "7"},
	    {"0\".\"", "7", "7"},
	    /* a unit in the format belongs to the amount */
	    {"0.00\"亿元\"", "5", "5.00亿元"},
	    {"#,##0.0万元", "12", "12.0万元"},
	    {"0\\ \"元\"", "12", "12元"},
	    /* another amount is shown than is stored */
	    {"0!.0,\"万\"", "123456", "scaled"},
	    {"0\\.00", "1234", "scaled"},
	    {"#,##0,", "1234567", "scaled"},
	    {"0.0,,\"百万\"", "1234567", "scaled"},
	    {"#,##0,", "0", "0"},
	    {"0%", "0.125", "12.5%"},
	    {"0.00%", "1", "100%"},
	    {"0.0%", "0.07000000000000001", "7%"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_format(rows[i].code, rows[i].stored, rows[i].want);
}

static void formats_of_dates_and_times_are_told_apart(void **state)
{
	static const struct {
		const char *code, *stored, *want;
	} rows[] = {
	    {"yyyy/m/d", "45352", "2024-03-01"},
	    {"yyyy\"年\"m\"月\"d\"日\";@", "45352", "2024-03-01"},
	    {"yyyy年m月d日", "45352", "2024-03-01"},
	    {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "45352", "2024-03-01"},
	    {"m\"月\"d\"日\"", "45352", "2024-03-01"},
	    {"[DBNum1][$-804]yyyy\"年\"m\"月\"", "45352", "2024-03"},
	    {"yyyy\\-mm", "45352", "2024-03"},
	    {"mmm\\-yy", "45352", "2024-03"},
	    {"e\"年\"", "45352", "2024"},
	    {"yyyy/m/d h:mm", "45352", "2024-03-01"},
	    {"yyyy/m/d h:mm", "45352.354166666664", "2024-03-01 08:30"},
	    {"yyyy-mm-dd hh:mm:ss", "45352.35416435", "2024-03-01 08:30"},
	    {"yyyy-mm-dd hh:mm:ss", "45352.354178", "2024-03-01 08:30:01"},
	    {"yyyy/m/d\\ 上午/下午h\"时\"", "45352.75", "2024-03-01 18:00"},
	    {"yyyy/m/d", "45352.9999999", "2024-03-02"},
	    {"h:mm", "0.6458333333333334", "15:30"},
	    {"h\"时\"mm\"分\"ss\"秒\"", "0.6458333333333334", "15:30"},
	    {"mm\"分\"ss\"秒\"", "0.0104166666666667", "00:15"},
	    {"h:mm AM/PM", "0.6458333333333334", "15:30"},
	    {"[h]:mm", "1.2604166666666667", "30:15"},
	    {"[mm]:ss", "1", "24:00"},
	    {"yyyy/m/d", "-1", "no_such_day"},
	    {"yyyy/m/d", "0", "no_such_day"},
	    {"yyyy/m/d", "2958466", "no_such_day"},
	    {"yyyy/m/d", "1e15", "no_such_day"},
	    {"", "1", "1"},
	    {"\"", "1", "1"},
	    {"[", "1", "1"},
	    {"\\", "1", "1"},
	    {";;;", "1", "1"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_format(rows[i].code, rows[i].stored, rows[i].want);
}

static void formats_without_a_code_are_those_of_a_chinese_spreadsheet(void **state)
{
	static const struct {
		uint32_t first, last;
		const char *stored, *want;
	} rows[] = {
	    {0, 0, "45352", "45352"},
	    {1, 1, "12.5", "12.5"},
	    {2, 2, "12.5", "12.50"},
	    {3, 3, "12.5", "12.5"},
	    {4, 4, "12.5", "12.50"},
	    {5, 6, "12", "12"},
	    {7, 8, "12", "12.00"},
	    {9, 10, "0.5", "50%"},
	    {11, 13, "12.5", "12.5"},
	    {14, 16, "45352", "2024-03-01"},
	    {17, 17, "45352", "2024-03"},
	    {18, 21, "0.5", "12:00"},
	    {22, 22, "45352.5", "2024-03-01 12:00"},
	    {27, 27, "45352", "2024-03"},
	    {28, 31, "45352", "2024-03-01"},
	    {32, 35, "0.5", "12:00"},
	    {36, 36, "45352", "2024-03"},
	    {37, 38, "12", "12"},
	    {39, 40, "12", "12.00"},
	    {41, 42, "12", "12"},
	    {43, 44, "12", "12.00"},
	    {45, 45, "0.5", "12:00"},
	    {46, 46, "1.5", "36:00"},
	    {49, 49, "12.5", "12.5"},
	    {50, 50, "45352", "2024-03"},
	    {51, 51, "45352", "2024-03-01"},
	    {52, 52, "45352", "2024-03"},
	    {53, 54, "45352", "2024-03-01"},
	    {55, 56, "0.5", "12:00"},
	    {57, 57, "45352", "2024-03"},
	    {58, 58, "45352", "2024-03-01"},
	    {59, 70, "12", "12"},
	    {163, 4000, "45352", "45352"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (uint32_t id = rows[i].first; id <= rows[i].last; id++) {
			struct xlsx_cell c;
			assert_string_equal(shown(format_built_in(id), rows[i].stored, false, &c),
					    rows[i].want);
		}
}

static void days_are_counted_from_1900_or_1904(void **state)
{
	static const struct {
		const char *stored;
		bool from_1904;
		const char *want;
	} rows[] = {
	    {"1", false, "1900-01-01"},	      {"59", false, "1900-02-28"},
	    {"60", false, "no_such_day"},     {"61", false, "1900-03-01"},
	    {"60", true, "1904-03-01"},	      {"0", true, "1904-01-01"},
	    {"44135", true, "2024-11-01"},    {"45597", false, "2024-11-01"},
	    {"2958465", false, "9999-12-31"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct xlsx_cell c;
		assert_string_equal(
		    shown(format_of("yyyy/m/d"), rows[i].stored, rows[i].from_1904, &c),
		    rows[i].want);
	}
}

/* 16:00 is midnight in China, told in UTC; 43 seconds are what its clock was off until 1900. */
static void a_date_with_the_hour_of_a_foreign_clock_is_doubtful(void **state)
{
	static const struct {
		const char *stored, *want;
		bool doubtful;
	} rows[] = {
	    {"45352", "2024-03-01", false},
	    {"45351.666666666664", "2024-02-29", true},
	    {"45351.99950231481", "2024-02-29", true},
	    {"45351.66269675926", "2024-02-29", true},
	    {"45352.00049768519", "2024-03-01", false},
	    {"45352.604166666664", "2024-03-01", false},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct xlsx_cell c;
		assert_string_equal(shown(format_of("yyyy/m/d"), rows[i].stored, false, &c),
				    rows[i].want);
		assert_int_equal(c.state == CELL_DAY_DOUBTFUL, rows[i].doubtful);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_are_decimals_of_15_digits),
	    cmocka_unit_test(formats_are_classes),
	    cmocka_unit_test(formats_of_dates_and_times_are_told_apart),
	    cmocka_unit_test(formats_without_a_code_are_those_of_a_chinese_spreadsheet),
	    cmocka_unit_test(days_are_counted_from_1900_or_1904),
	    cmocka_unit_test(a_date_with_the_hour_of_a_foreign_clock_is_doubtful),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
