#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/money_rows.h"
#include "proto/limits.h"
#include "text/money.h"

/* Amounts that cannot occur in a workbook or file, or that they treat differently. */
static const struct money_row cells[] = {
    {".", YUAN, MONEY_NOT_A_NUMBER, 0},	    {"1e5", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"#REF!", YUAN, MONEY_NOT_A_NUMBER, 0}, {"\xef\xbc", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"12\n", YUAN, MONEY_FINE, 1200},
};

static void read_exactly(const struct money_row *r)
{
	int64_t fen = -7;
	enum money_fault fault = money_parse(r->text, r->column, &fen);

	if (fault != r->fault)
		fail_msg("'%s': fault %d, expected %d", r->text, fault, r->fault);
	if (fen != (fault ? -7 : r->fen))
		fail_msg("'%s': %lld fen", r->text, (long long)fen);
}

static void a_cell_is_read_exactly_or_refused_by_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_money_rows; i++)
		read_exactly(&money_rows[i]);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		read_exactly(&cells[i]);
}

/* A text that is too long is refused, not truncated. */
static void what_is_too_long_is_no_amount(void **state)
{
	char text[2000];
	int64_t fen = -7;

	(void)state;
	memset(text, '1', sizeof text);
	text[sizeof text - 1] = 0;
	assert_int_equal(money_parse(text, YUAN, &fen), MONEY_NOT_A_NUMBER);
	memset(text + 1, ' ', sizeof text - 2);
	assert_int_equal(money_parse(text, YUAN, &fen), MONEY_FINE);
	assert_int_equal(fen, 100);
}

static void every_fault_has_one_code(void **state)
{
	(void)state;
	for (int f = MONEY_NOT_A_NUMBER; f < MONEY_FAULT_MAX_; f++)
		for (int g = f + 1; g < MONEY_FAULT_MAX_; g++)
			assert_string_not_equal(money_fault_code((enum money_fault)f),
						money_fault_code((enum money_fault)g));
	assert_string_equal(money_fault_code(MONEY_EMPTY), "money.not_a_number");
}

static void an_amount_at_the_start_of_words_says_how_exact_it_is(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		int64_t fen, step;
	} rows[] = {
	    {"3.06亿元，其中", strlen("3.06亿元"), 30600000000, 100000000},
	    {"约120万元", strlen("约120万元"), 120000000, 1000000},
	    {"1,234.5元", strlen("1,234.5元"), 123450, 10},
	    {"0.0000000001亿元", strlen("0.0000000001亿元"), 1, 1},
	    {"120个", 0, -7, -7},
	    {"1,5亿元", 0, -7, -7},
	    {"0.001元", 0, -7, -7},
	    {"亿元", 0, -7, -7},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t fen = -7, step = -7;

		assert_int_equal(money_prefix(rows[i].text, &fen, &step), rows[i].n);
		assert_int_equal(fen, rows[i].fen);
		assert_int_equal(step, rows[i].step);
	}
	assert_int_equal(money_number_length("1,234.5元"), 7);
	assert_int_equal(money_number_length("12.元"), 2);
	assert_int_equal(money_number_length("1,5"), 0);
	assert_int_equal(money_number_length("元"), 0);
}

static void units_are_known_by_their_names(void **state)
{
	(void)state;
	assert_int_equal(money_unit_of("元"), YUAN);
	assert_int_equal(money_unit_of("万元"), WAN);
	assert_int_equal(money_unit_of("亿元"), YI);
	assert_int_equal(money_unit_of("yuan"), YUAN);
	assert_int_equal(money_unit_of("wan"), WAN);
	assert_int_equal(money_unit_of("yi"), YI);
	assert_int_equal(money_unit_of("千元"), QIAN);
	assert_int_equal(money_unit_of("万"), WAN);
	assert_int_equal(money_unit_of("亿"), YI);
	assert_int_equal(money_unit_of("YI"), YI);
	assert_int_equal(money_unit_of("万元整"), NONE);
	assert_int_equal(money_unit_of(""), NONE);
	assert_int_equal(money_unit_of("万件"), NONE);
	for (int u = YUAN; u < MONEY_UNIT_MAX_; u++)
		assert_int_equal(money_unit_of(money_unit_name((enum money_unit)u)), u);
	assert_string_equal(money_unit_name(YUAN), "元");
	assert_null(money_unit_name(NONE));
}

static void yuan_has_at_most_two_decimals_and_none_when_whole(void **state)
{
	static const struct {
		int64_t fen;
		const char *text;
	} rows[] = {
	    {0, "0"},
	    {1, "0.01"},
	    {10, "0.1"},
	    {100, "1"},
	    {123450, "1234.5"},
	    {123456, "1234.56"},
	    {1000, "10"},
	    {-5, "-0.05"},
	    {-12300, "-123"},
	    {MONEY_FEN_MAX, "10000000000000"},
	    {INT64_MIN, "-92233720368547758.08"},
	};
	char buf[MONEY_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(money_text(rows[i].fen, buf), rows[i].text);
}

static void other_units_are_rounded_half_up(void **state)
{
	static const struct {
		int64_t fen;
		enum money_unit unit;
		int decimals;
		bool trim;
		const char *text;
	} rows[] = {
	    {103167000000000, YI, 1, false, "10316.7"},
	    {4999999999, YI, 1, false, "0.5"},
	    {500000000, YI, 1, false, "0.1"},
	    {499999999, YI, 1, false, "0.0"},
	    {-500000000, YI, 1, false, "-0.1"},
	    {-499999999, YI, 1, false, "0.0"},
	    {100000000000, YI, 1, false, "10.0"},
	    {100000000000, YI, 1, true, "10"},
	    {113934980000, WAN, 2, false, "113934.98"},
	    {113934984999, WAN, 2, false, "113934.98"},
	    {113934985000, WAN, 2, false, "113934.99"},
	    {150, YUAN, 0, false, "2"},
	    {149, YUAN, 0, false, "1"},
	    {9999500000, YI, 2, true, "1"},
	    {12, YUAN, 8, false, "0.12000000"},
	    {INT64_MAX, YUAN, 8, false, "92233720368547758.07000000"},
	};
	char buf[MONEY_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(
		    money_text_in(rows[i].fen, rows[i].unit, rows[i].decimals, rows[i].trim, buf),
		    rows[i].text);
}

static void tables_show_yuan_as_it_is_and_files_all_decimals(void **state)
{
	static const struct {
		int64_t fen;
		const char *yuan, *yi;
	} rows[] = {
	    {0, "0", "0.0"},
	    {1, "0.01", "0.0"},
	    {10, "0.1", "0.0"},
	    {123450, "1234.5", "0.0"},
	    {-101, "-1.01", "0.0"},
	    {103167499999999, "1031674999999.99", "10316.7"},
	    {103167500000000, "1031675000000", "10316.8"}, /* half up */
	    {-500000000, "-5000000", "-0.1"},
	};
	char buf[MONEY_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(money_text(rows[i].fen, buf), rows[i].yuan);
		assert_string_equal(money_text_shown(rows[i].fen, YUAN, buf), rows[i].yuan);
		assert_string_equal(money_text_in(rows[i].fen, YI, 1, false, buf), rows[i].yi);
	}
	assert_string_equal(money_text_in(150, YUAN, 0, false, buf), "2");
	assert_string_equal(money_text_in(1234500, WAN, 2, false, buf), "1.23");
	assert_string_equal(money_text_shown(1234500, WAN, buf), "1.23");
	assert_string_equal(money_text_exact(1234500, WAN, buf), "1.2345");
	assert_string_equal(money_text_exact(1, YI, buf), "0.0000000001");
	assert_string_equal(money_text_exact(MONEY_FEN_MAX, YI, buf), "100000");
}

static void what_is_printed_reads_back(void **state)
{
	uint64_t seed = 20200115;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char buf[MONEY_TEXT_MAX];
		int64_t fen, back;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		fen = (int64_t)(seed >> 11) % (MONEY_FEN_MAX + 1);
		fen >>= i % 50;
		assert_int_equal(money_parse(money_text(fen, buf), YUAN, &back), MONEY_FINE);
		assert_true(back == fen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_cell_is_read_exactly_or_refused_by_name),
	    cmocka_unit_test(what_is_too_long_is_no_amount),
	    cmocka_unit_test(every_fault_has_one_code),
	    cmocka_unit_test(an_amount_at_the_start_of_words_says_how_exact_it_is),
	    cmocka_unit_test(units_are_known_by_their_names),
	    cmocka_unit_test(yuan_has_at_most_two_decimals_and_none_when_whole),
	    cmocka_unit_test(other_units_are_rounded_half_up),
	    cmocka_unit_test(tables_show_yuan_as_it_is_and_files_all_decimals),
	    cmocka_unit_test(what_is_printed_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
