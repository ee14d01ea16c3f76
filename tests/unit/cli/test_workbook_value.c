#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/workbook/columns/months.h"
#include "client/cli/workbook/columns/text.h"
#include "client/cli/workbook/columns/value.h"
#include "client/cli/workbook/columns/words.h"
#include "lib/money_rows.h"
#include "text/money.h"

#define WAN_FEN 1000000LL /* 万元 in 分 */
#define N(rows) (sizeof rows / sizeof(*(rows)))

static struct pool pool;

static int done(void **state)
{
	(void)state;
	pool_done(&pool);
	return 0;
}

static void money_is_read_in_every_spelling_of_an_office(void **state)
{
	static const struct {
		const char *text, *unit;
		int64_t fen;
	} rows[] = {
	    {"113934.98", "万元", 113934980000},
	    {"1,584,946.56", "万元", 1584946560000},
	    {"12，000", "万元", 12000 * WAN_FEN},
	    {"１２．５", "亿元", 125000 * WAN_FEN},
	    {"120.5亿元", "万元", 1205000 * WAN_FEN},
	    {"3.06万元", "亿元", 30600 * 100},
	    {"8000万元", NULL, 8000 * WAN_FEN},
	    {"3.5亿", NULL, 35000 * WAN_FEN},
	    {"约3.5亿元", NULL, 35000 * WAN_FEN},
	    {"¥1200元", "万元", 120000},
	    {"120000", "元", 12000000},
	    {"2000（含税）", "万元", 2000 * WAN_FEN},
	    {"1.5286E6", "万元", 1528600 * WAN_FEN},
	    {"177000.00000000003", "万元", 177000 * WAN_FEN},
	    {"1 584 946.56", "万元", 1584946560000},
	    {"177,000.5", "万元", 177000 * WAN_FEN + 500000},
	    {"0.30000000000000004", "亿元", 3000 * WAN_FEN},
	    {"999999.99999999999", "万元", 1000000 * WAN_FEN},
	    {"1.2E-3", "亿元", 12 * WAN_FEN},
	    {"0", NULL, 0},
	    {"0", "万元", 0},
	    {"0.01", "元", 1},
	    /* calculated, as =1000/3; half a fen is rounded up */
	    {"333.33333333333331", "万元", 333333333},
	    {"0.123456789012345", "亿元", 1234567890},
	    {"66.6666666666667", "元", 6667},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		int64_t fen = -1;
		const char *why;
		print_message("%s\n", rows[i].text);
		assert_int_equal(workbook_money(&pool, rows[i].text, rows[i].unit, &fen, &why),
				 WORKBOOK_FINE);
		assert_int_equal(fen, rows[i].fen);
	}
}

static void what_is_no_money_says_why(void **state)
{
	static const struct {
		const char *text, *unit, *why;
	} rows[] = {
	    {"#REF!", "万元", "sheet.excel_error"},
	    {"＃REF！", "万元", "sheet.excel_error"},
	    {"#N/A", "万元", "sheet.excel_error"},
	    {"#DIV/0!", "万元", "sheet.excel_error"},
	    {"######", "万元", "sheet.excel_error"},
	    {"2000万件", "万元", "money.quantity"},
	    {"5万亩", "万元", "money.quantity"},
	    {"10万千瓦", "万元", "money.quantity"},
	    {"30公里", "万元", "money.quantity"},
	    {"-5", "万元", "money.negative"},
	    {"(5)", "万元", "money.negative"},
	    {"1200", NULL, "money.no_unit"},
	    {"12,34", "万元", "money.separator"},
	    {"1,2345", "万元", "money.separator"},
	    {"10-15", "万元", "money.not_a_number"},
	    {"续建", "万元", "money.not_a_number"},
	    {"1..2", "万元", "money.not_a_number"},
	    {"1e99", "万元", "money.not_a_number"},
	    {"1e99999999999999999999", "万元", "money.not_a_number"},
	    {"99999999999", "亿元", "money.too_large"},
	    {"0.0000000004", "万元", "money.too_fine"},
	    {"333.3333333万元", NULL, "money.too_fine"}, /* typed in, not calculated */
	    {"12 34", "万元", "money.separator"},
	    {"1200\n1500", "万元", "money.separator"},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		int64_t fen;
		const char *why = "";
		print_message("%s\n", rows[i].text);
		assert_int_equal(workbook_money(&pool, rows[i].text, rows[i].unit, &fen, &why),
				 WORKBOOK_UNREADABLE);
		assert_string_equal(why, rows[i].why);
	}
}

/* The same grammar as everywhere. */
static void money_has_one_grammar(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_money_rows; i++) {
		const struct money_row *r = &money_rows[i];
		int64_t fen = -7;
		const char *why = "";
		enum workbook_value v =
		    workbook_money(&pool, r->text, money_unit_name(r->column), &fen, &why);
		print_message("'%s'\n", r->text);
		if (r->fault == MONEY_EMPTY) {
			assert_int_equal(v, WORKBOOK_EMPTY);
			continue;
		}
		/* A calculated value is rounded to the fen, unless the result is 0. */
		if (r->fault == MONEY_TOO_FINE && v == WORKBOOK_FINE) {
			assert_true(workbook_is_number(r->text) && fen > 0);
			continue;
		}
		assert_int_equal(v, r->fault ? WORKBOOK_UNREADABLE : WORKBOOK_FINE);
		if (r->fault)
			assert_string_equal(why, money_fault_code(r->fault));
		assert_int_equal(fen, r->fault ? -7 : r->fen);
	}
}

static void nothing_is_written_in_many_ways(void **state)
{
	static const char *const rows[] = {"",	 "-",	 "—",  "——", "－",     "–",    "/",  "／",
					   "\\", "待定", "无", " ",  "\u3000", "暂无", "N/A"};
	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		assert_true(workbook_is_empty(workbook_plain(&pool, rows[i])));
	assert_false(workbook_is_empty("0"));
	assert_false(workbook_is_empty("#ref!"));
}

static const struct {
	const char *text;
	uint32_t start, finish;
} periods[] = {
    {"2023-2025", 202312, 202512},
    {"2023～2025", 202312, 202512},
    {"2023~2025", 202312, 202512},
    {"2023年至2025年", 202312, 202512},
    {"2023—2025年", 202312, 202512},
    {"2023——2025", 202312, 202512},
    {"2023-25", 202312, 202512},
    {"2024年10月", 202410, 202410},
    {"2024", 202412, 202412},
    {"2024年", 202412, 202412},
    {"45597", 202411, 202411},
    {"45597.0", 202411, 202411},
    {"45261", 202312, 202312},
    {"2014-03", 201403, 201403},
    {"2014-3", 201403, 201403},
    {"2024.10", 202410, 202410},
    {"2024/10/15", 202410, 202410},
    {"2024年10月15日", 202410, 202410},
    {"2023.3-2025.12", 202303, 202512},
    {"2023年10月-2025年6月", 202310, 202506},
    {"2023年3月至12月", 202303, 202312},
    {"202303-202512", 202303, 202512},
    {"2023-03-2025-12", 202303, 202512},
    {"2024年底", 202412, 202412},
    {"２０２３－２０２５", 202312, 202512},
    {"2023年初-2025年底", 202301, 202512},
    {"1900-2099", 190012, 209912},
    {"2024-03-01 00:00:00", 202403, 202403},
    {"2024/3/1 8:05", 202403, 202403},
    {"2024-03-01T00:00:00", 202403, 202403},
    {"2024.3~12", 202403, 202412},
    {"2024年1-6月", 202401, 202406},
    {"2024年上半年", 202406, 202406},
    {"2023年下半年-2025年一季度", 202312, 202503},
    {"2024年第三季度", 202409, 202409},
    {"2024年Q4", 202412, 202412},
    {"2024年3月中旬", 202403, 202403},
    {"2024年内", 202412, 202412},
    {"2024.03.15—2025.10.20", 202403, 202510},
    {"2024年3月1日至2025年10月31日", 202403, 202510},
    {"24.3-25.10", 202403, 202510},
    {"2024年3月开工，2025年10月竣工", 202403, 202510},
    {"2024年上半年至下半年", 202406, 202412},
    {"2024年12月31日前竣工", 202412, 202412},
    {"预计2025年6月底前建成投产", 202506, 202506},
    {"2024.3（暂定）", 202403, 202403},
    {"36个月（2024.3-2027.2）", 202403, 202702},
    {"2022.05—2024.06(延期至2025.06)", 202205, 202506},
    {"2022.05—2024.06(延期至2021.06)", 202205, 202406},
    {"2023及以前-2025", 202312, 202512},
    {"2024年-", 202412, 0},
    {"2023-", 202312, 0},
    {"2024年3月至今", 202403, 0},
    {"至2025年", 0, 202512},
    {"2023年5月已开工", 202305, 202305},
};
static const char *const no_period[] = {"2025-2023", "24个月",
					"长期",	     "1899-2000",
					"2100",	     "2024年13月",
					"123",	     "36个月",
					"3年",	     "2023-2025-2027",
					"#ref!",     "至今",
					"24-26",     "2024-13-01 00:00:00",
					"2024年春",  "-",
					"(2024)",    "2024年3月路基",
					"24.3"};

static void months_are_read_from_every_building_time(void **state)
{
	const struct workbook_when of_2024 = {.year = 2024};
	(void)state;
	for (size_t i = 0; i < N(periods); i++) {
		struct workbook_months v = {};
		print_message("%s\n", periods[i].text);
		assert_true(workbook_months(workbook_plain(&pool, periods[i].text), &of_2024, &v));
		assert_int_equal(v.start, periods[i].start);
		assert_int_equal(v.finish, periods[i].finish);
	}
	for (size_t i = 0; i < N(no_period); i++) {
		struct workbook_months v;
		print_message("%s\n", no_period[i]);
		assert_false(workbook_months(workbook_plain(&pool, no_period[i]), &of_2024, &v));
	}
}

static void what_offices_leave_out_of_a_time_is_taken_from_the_sheet(void **state)
{
	static const struct {
		const char *text;
		uint32_t start, finish;
	} rows[] = {
	    {"24-26年", 202412, 202612},
	    {"24年3月-25年6月", 202403, 202506},
	    {"24年3月", 202403, 202403},
	    {"2024年二月", 202402, 202402},
	    {"二〇二五年十二月", 202512, 202512},
	    {"二〇二四年至二〇二六年", 202412, 202612},
	    {"3月底", 202403, 202403},
	    {"11月", 202411, 202411},
	    {"3月-11月", 202403, 202411},
	    {"一季度", 202403, 202403},
	    {"上半年", 202406, 202406},
	    {"下半年", 202412, 202412},
	    {"年底", 202412, 202412},
	    {"3-11月", 202403, 202411},
	    {"一季度末", 202403, 202403},
	    {"一季度至四季度", 202403, 202412},
	    {"3月底—年底", 202403, 202412},
	    {"三月上旬", 202403, 202403},
	    {"十二月", 202412, 202412},
	    {"今年6月", 202406, 202406},
	    {"明年3月", 202503, 202503},
	    {"今年3月至明年6月", 202403, 202506},
	    {"去年底", 202312, 202312},
	    {"24年一季度-25年底", 202403, 202512},
	};
	const struct workbook_when of_2024 = {.year = 2024};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct workbook_months v = {};
		print_message("%s\n", rows[i].text);
		assert_true(workbook_months(workbook_plain(&pool, rows[i].text), &of_2024, &v));
		assert_int_equal(v.start, rows[i].start);
		assert_int_equal(v.finish, rows[i].finish);
	}
}

static void a_year_alone_leaves_the_month_of_the_start_open(void **state)
{
	static const char *const open[] = {"2024",    "2024年",	  "2024-2026",
					   "24-26年", "2024年内", "2024年度"};
	static const char *const said[] = {"2024年12月", "2024年底", "年底", "2024年下半年",
					   "2024.12-2026"};
	const struct workbook_when when = {.year = 2024};
	struct workbook_months v;

	(void)state;
	for (size_t i = 0; i < N(open) + N(said); i++) {
		const char *text = i < N(open) ? open[i] : said[i - N(open)];

		print_message("%s\n", text);
		assert_true(workbook_months(workbook_plain(&pool, text), &when, &v));
		assert_int_equal(v.start, 202412);
		assert_int_equal(v.start_open, i < N(open));
	}
	/* without a year of the sheet a month alone is no time */
	assert_false(workbook_months("3月底", &(struct workbook_when){}, &v));
}

static void a_length_of_time_is_no_time(void **state)
{
	static const char *const lengths[] = {"36个月", "3年",	       "1.5年",
					      "两年",	"十八个月",    "一年半",
					      "540天",	"180个日历天", "工期24个月"};
	static const char *const others[] = {"2024年", "24年3月", "长期",	 "",
					     "年",     "36",	  "36个月内完成"};

	(void)state;
	for (size_t i = 0; i < N(lengths) + N(others); i++) {
		const char *text = i < N(lengths) ? lengths[i] : others[i - N(lengths)];
		struct workbook_months v;

		print_message("%s\n", text);
		assert_int_equal(workbook_duration(workbook_plain(&pool, text)), i < N(lengths));
		if (i < N(lengths))
			assert_false(
			    workbook_months(text, &(struct workbook_when){.year = 2024}, &v));
	}
}

static void a_title_says_the_stage_of_all_rows(void **state)
{
	static const struct {
		const char *title, *stage;
	} rows[] = {
	    {"某县2024年续建重点项目清单", "在建"},
	    {"某县2026年重点前期项目清单", "前期"},
	    {"某县2024年停工项目清单", "停工"},
	    {"附件 2022年上半年统筹推进重大项目退出项目清单", "退出"},
	    {"2024年前期谋划项目名单", "前期"},
	    {"2024年新开工项目清单", "计划新开工"},
	    {"2024年新开工和续建项目清单", NULL},
	    {"新建区2024年重点项目清单", NULL},
	    {"2024年重点项目", NULL},
	    {"在建", NULL},
	    {"2024年竣工投产项目清单", "在建"},
	    {"2024年拟竣工项目计划表", "在建"},
	    {"某县已竣工项目台账", "竣工"},
	    {"2024年已投产项目名单", "投产"},
	    {"2024年停工、缓建项目清单", "停工"},
	    {"2024年第一季度集中开工项目清单", "计划新开工"},
	    {"2024年储备项目清单", "谋划储备"},
	    {"粮食储备库项目清单", NULL},
	    {"2024年重点建设项目和前期项目计划表", NULL},
	    {"2024年重点项目清单（含前期）", NULL},
	    {"说明：本表项目由各县报送，前期工作尚未完成的项目由责任单位加快推进，确保按期开工建设"
	     "，"
	     "并于每月底前报送项目进展情况和存在问题",
	     NULL},
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		const char *got = workbook_title_stage(workbook_plain(&pool, rows[i].title));

		print_message("%s\n", rows[i].title);
		assert_string_equal(got ? got : "", rows[i].stage ? rows[i].stage : "");
	}
}

static void a_day_is_counted_from_where_the_workbook_says(void **state)
{
	const struct workbook_when from_1904 = {.from_1904 = true};
	struct workbook_months v = {};
	(void)state;
	assert_true(workbook_months("45597", &(struct workbook_when){}, &v));
	assert_int_equal(v.start, 202411);
	/* The same day in a workbook that counts from 1904-01-01: 1462 less. */
	assert_true(workbook_months("44135", &from_1904, &v));
	assert_int_equal(v.start, 202411);
	assert_true(workbook_months("2024", &from_1904, &v));
	assert_int_equal(v.start, 202412);
}

static void sequence_numbers_have_many_forms(void **state)
{
	static const struct {
		const char *text;
		uint32_t n;
	} rows[] = {{"1", 1},  {"1.0", 1},   {"（1）", 1}, {"1、", 1}, {"12.", 12},
		    {"３", 3}, {"(12)", 12}, {"", 0},	   {"一", 0},  {"1.5", 0},
		    {"0", 0},  {"A1", 0},    {"1-1", 0}};
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		uint32_t n = 0;
		bool found = workbook_sequence(workbook_plain(&pool, rows[i].text), &n);
		print_message("%s\n", rows[i].text);
		assert_int_equal(found ? n : 0, rows[i].n);
	}
}

static void texts_lose_their_padding_only(void **state)
{
	static const struct {
		const char *text, *tidy;
	} rows[] = {
	    {"项 目 名 称", "项目名称"},
	    {"泾 县", "泾县"},
	    {"州\u3000直", "州直"},
	    {"形象\n进度", "形象进度"},
	    {"AI  算力  中心", "AI算力中心"},
	    {" a  b ", "a b"},
	    {"桂林▪两江四湖", "桂林▪两江四湖"},
	    {"中山·翠亨", "中山·翠亨"},
	};
	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		assert_string_equal(workbook_tidy(&pool, rows[i].text), rows[i].tidy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(money_is_read_in_every_spelling_of_an_office),
	    cmocka_unit_test(what_is_no_money_says_why),
	    cmocka_unit_test(money_has_one_grammar),
	    cmocka_unit_test(nothing_is_written_in_many_ways),
	    cmocka_unit_test(months_are_read_from_every_building_time),
	    cmocka_unit_test(what_offices_leave_out_of_a_time_is_taken_from_the_sheet),
	    cmocka_unit_test(a_year_alone_leaves_the_month_of_the_start_open),
	    cmocka_unit_test(a_length_of_time_is_no_time),
	    cmocka_unit_test(a_title_says_the_stage_of_all_rows),
	    cmocka_unit_test(a_day_is_counted_from_where_the_workbook_says),
	    cmocka_unit_test(sequence_numbers_have_many_forms),
	    cmocka_unit_test(texts_lose_their_padding_only),
	};
	return cmocka_run_group_tests(tests, NULL, done);
}
