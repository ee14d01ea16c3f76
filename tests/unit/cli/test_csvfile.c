#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/import/csvfile.h"
#include "proto/status.h"

static struct csvfile read_text(const char *text)
{
	struct csvfile f = {};
	struct csvfault fault = {};
	assert_int_equal(csv_read(BYTES_STR(text), &f, &fault), 0);
	return f;
}

static void rows_know_the_line_they_begin_at(void **state)
{
	static const char *const texts[] = {
	    "a,b\n1,\"two\nlines\"\n\n3,4\n",
	    "a,b\r\n1,\"two\r\nlines\"\r\n\r\n3,4\r\n",
	    "a,b\r1,\"two\rlines\"\r\r3,4",
	};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct csvfile f = read_text(texts[i]);
		assert_int_equal(f.n_rows, 3);
		assert_int_equal(f.row[0].line, 1);
		assert_int_equal(f.row[1].line, 2);
		assert_int_equal(f.row[2].line, 5);
		assert_string_equal(csv_cell(&f, 2, 1), "4");
		assert_string_equal(csv_cell(&f, 2, 2), "");
		csv_done(&f);
	}
}

static void cells_lose_the_blanks_around_them_and_nothing_else(void **state)
{
	(void)state;
	struct csvfile f = read_text(" a b ,\"  c, \"\"d\"\" \",　x　y　,\xC2\xA0z\t,\n");
	assert_int_equal(f.row[0].n, 5);
	assert_string_equal(csv_cell(&f, 0, 0), "a b");
	assert_string_equal(csv_cell(&f, 0, 1), "c, \"d\"");
	assert_string_equal(csv_cell(&f, 0, 2), "x　y");
	assert_string_equal(csv_cell(&f, 0, 3), "z");
	assert_string_equal(csv_cell(&f, 0, 4), "");
	csv_done(&f);
}

static void bad_quotes_are_refused_with_line_and_column(void **state)
{
	static const struct {
		const char *text;
		uint32_t line, column;
	} rows[] = {
	    {"a,b\n1,x\"y\n", 2, 2},
	    {"a,b\n\"1\"2,3\n", 2, 1},
	    {"a,b\n\n1,2\n3,\"open\nto the end", 4, 2},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct csvfile f = {};
		struct csvfault fault = {};
		assert_int_equal(csv_read(BYTES_STR(rows[i].text), &f, &fault), STATUS_INVALID);
		assert_string_equal(fault.code, "csv.quotes");
		assert_int_equal(fault.line, rows[i].line);
		assert_int_equal(fault.column, rows[i].column);
	}
}

static void encodings_are_told_apart_and_nothing_is_guessed_away(void **state)
{
	static const struct {
		const char *raw, *encoding, *text, *code; /* text NULL: refused */
		uint32_t line;
	} rows[] = {
	    {"南昌", "auto", "南昌", NULL, 0},
	    {"\xEF\xBB\xBF南昌", "auto", "南昌", NULL, 0},
	    {"\xEF\xBB\xBF南昌", "utf-8", "南昌", NULL, 0},
	    {"\xC4\xCF\xB2\xFD", "auto", "南昌", NULL, 0},
	    {"\xC4\xCF\xB2\xFD", "GB18030", "南昌", NULL, 0},
	    {"\xC4\xCF\xB2\xFD", "utf-8", NULL, "csv.not_utf8", 1},
	    {"\x81\x37\x9B\x34", "gb18030", "▪", NULL, 0}, /* in GB18030 only, not in GBK */
	    {"\x84\x31\x95\x33\xC4\xCF", "auto", "南", NULL,
	     0}, /* with the byte order mark of GB18030 */
	    {"a\n\t\xC4\xCF\n", "utf-8", NULL, "csv.not_utf8", 2},
	    {"\xEF\xBB\xBFx\ny\xC4\xCF\n", "auto", NULL, "csv.encoding", 2},
	    {"ok\nok\n\xC4\xCF\xFF\xFF", "auto", NULL, "csv.encoding", 3},
	    {"PK\x03\x04zip", "auto", NULL, "csv.workbook", 1},
	    {"\xFF\xFEn", "auto", NULL, "csv.utf16", 1},
	    {"", "auto", "", NULL, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *text = NULL;
		size_t size = 0;
		struct csvfault fault = {};
		int r = csv_decode(BYTES_STR(rows[i].raw), rows[i].encoding, &text, &size, &fault);
		assert_int_equal(r, rows[i].text ? 0 : STATUS_INVALID);
		if (rows[i].text) {
			assert_string_equal(text, rows[i].text);
			assert_int_equal(size, strlen(text));
		} else {
			assert_string_equal(fault.code, rows[i].code);
			assert_int_equal(fault.line, rows[i].line);
		}
		free(text);
	}
}

static void a_nul_is_refused_with_its_line(void **state)
{
	char *text = NULL;
	size_t size;
	struct csvfault fault = {};
	(void)state;
	assert_int_equal(csv_decode(BYTES("a\nb\0c", 5), "auto", &text, &size, &fault),
			 STATUS_INVALID);
	assert_string_equal(fault.code, "csv.nul");
	assert_int_equal(fault.line, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_know_the_line_they_begin_at),
	    cmocka_unit_test(cells_lose_the_blanks_around_them_and_nothing_else),
	    cmocka_unit_test(bad_quotes_are_refused_with_line_and_column),
	    cmocka_unit_test(encodings_are_told_apart_and_nothing_is_guessed_away),
	    cmocka_unit_test(a_nul_is_refused_with_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
