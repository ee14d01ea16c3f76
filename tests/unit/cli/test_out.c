#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/cli/print/out.h"
#include "client/cli/print/out_xlsx.h"
#include "client/cli/print/table.h"

static char *slurp(const char *path)
{
	FILE *in = fopen(path, "re");
	static char text[8192];
	assert_non_null(in);
	text[fread(text, 1, sizeof text - 1, in)] = '\0';
	assert_int_equal(fclose(in), 0);
	return text;
}

static void a_formula_is_text_and_a_number_a_number(void **state)
{
	static const struct {
		const char *text, *csv;
	} rows[] = {
	    {"plain", "plain"},
	    {"=1+2", "'=1+2"},
	    {"+cmd", "'+cmd"},
	    {"-2+3", "'-2+3"},
	    {"@SUM(A1)", "'@SUM(A1)"},
	    {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
	    {"'=1", "''=1"},
	    {"''-x", "'''-x"},
	    {"'-3", "''-3"},
	    {"'quoted'", "'quoted'"},
	    {"-3", "-3"},
	    {"-3.50%", "-3.50%"},
	    {"-%", "'-%"},
	    {"+1.5", "+1.5"},
	    {"a,b", "\"a,b\""},
	    {"say \"so\"", "\"say \"\"so\"\"\""},
	    {"两行\n之间", "\"两行\n之间\""},
	    {"", ""},
	};
	static const char *const heads[] = {"code", NULL};
	char path[] = "/tmp/duban-out.XXXXXX";
	int fd = mkstemp(path);
	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char expect[256];
		struct print_table *t = table_new(heads);
		table_head(t, 0, "x");
		table_cell(t, rows[i].text);
		assert_int_equal(out_csv(path, t), 0);
		(void)snprintf(expect, sizeof expect, "\xEF\xBB\xBFx\r\n%s\r\n", rows[i].csv);
		assert_string_equal(slurp(path), expect);
		table_free(t);
	}
	assert_int_equal(unlink(path), 0);
}

static void money_is_a_number_under_a_head_with_its_unit(void **state)
{
	static const char *const heads[] = {">total", "", NULL};
	static const struct {
		int64_t fen;
		const char *unit, *text;
	} rows[] = {{123456789, "万元", "123.456789"},
		    {100000000, "万元", "100"},
		    {1, "亿元", "0.0000000001"},
		    {150, "元", "1.5"},
		    {-150, "元", "-1.5"},
		    {0, "元", "0"}};
	char path[] = "/tmp/duban-out.XXXXXX", expect[256];
	int fd = mkstemp(path);
	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct print_table *t = table_new(heads);
		table_head(t, 0, "总投资");
		table_money(t, &rows[i].fen, rows[i].unit);
		table_cell(t, "");
		table_drop_empty(t);
		assert_int_equal(out_csv(path, t), 0);
		(void)snprintf(expect, sizeof expect, "\xEF\xBB\xBF总投资（%s）\r\n%s\r\n",
			       rows[i].unit, rows[i].text);
		assert_string_equal(slurp(path), expect);
		table_free(t);
	}
	assert_int_equal(unlink(path), 0);
}

/* In a sheet to be filled in, the head names the unit for the amounts to come. */
static void unknown_money_leaves_its_unit_in_the_head(void **state)
{
	static const char *const heads[] = {"", ">total", NULL};
	char path[] = "/tmp/duban-out.XXXXXX";
	int fd = mkstemp(path);
	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	struct print_table *t = table_new(heads);
	table_head(t, 0, "编号");
	table_head(t, 1, "总投资");
	table_cell(t, "A");
	table_money(t, NULL, "万元");
	assert_int_equal(out_csv(path, t), 0);
	assert_string_equal(slurp(path), "\xEF\xBB\xBF编号,总投资（万元）\r\nA,\r\n");
	table_free(t);
	assert_int_equal(unlink(path), 0);
}

static void a_workbook_is_written(void **state)
{
	static const char *const heads[] = {"code", ">total", "due", "period", ">no", NULL};
	char path[] = "/tmp/duban-out.XXXXXX";
	int64_t fen = 123456;
	int fd = mkstemp(path);
	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	struct print_table *t = table_new(heads);
	table_cell(t, "=1+2");
	table_money(t, &fen, "元");
	table_date(t, 20200229);
	table_month(t, 202002);
	table_number(t, 7);
	assert_int_equal(out_xlsx(path, t), 0);
	assert_memory_equal(slurp(path), "PK", 2);
	assert_true(out_xlsx("/nowhere/x.xlsx", t) < 0);
	assert_true(out_csv("/nowhere/x.csv", t) < 0);
	table_free(t);
	assert_int_equal(unlink(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_formula_is_text_and_a_number_a_number),
	    cmocka_unit_test(money_is_a_number_under_a_head_with_its_unit),
	    cmocka_unit_test(unknown_money_leaves_its_unit_in_the_head),
	    cmocka_unit_test(a_workbook_is_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
