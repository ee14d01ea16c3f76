#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "base/money.h"
#include "proto/limits.h"

#define YUAN MONEY_UNIT_YUAN
#define WAN MONEY_UNIT_WAN
#define YI MONEY_UNIT_YI
#define NONE MONEY_UNIT_NONE

static const struct {
	const char *text;
	enum money_unit column;
	enum money_fault fault;
	int64_t fen;
} cells[] = {
    /* plain numbers in the column's unit */
    {"0", YUAN, MONEY_FINE, 0},
    {"1", YUAN, MONEY_FINE, 100},
    {"1234.5", YUAN, MONEY_FINE, 123450},
    {"0.01", YUAN, MONEY_FINE, 1},
    {".5", YUAN, MONEY_FINE, 50},
    {"113934.98", WAN, MONEY_FINE, 113934980000},
    {"0.000001", WAN, MONEY_FINE, 1},
    {"10316.7", YI, MONEY_FINE, 103167000000000},
    {"0.0000000001", YI, MONEY_FINE, 1},
    {"007", YUAN, MONEY_FINE, 700},
    {"-0.00", YUAN, MONEY_FINE, 0},
    /* as the offices write them */
    {"1,584,946.56", WAN, MONEY_FINE, 1584946560000},
    {"12，000", YUAN, MONEY_FINE, 1200000},
    {"１２０．５", YI, MONEY_FINE, 1205000000000},
    {"１，２３４", YUAN, MONEY_FINE, 123400},
    {" 3445 ", WAN, MONEY_FINE, 3445000000},
    {"\u30003445\u3000", WAN, MONEY_FINE, 3445000000},
    {"12\n", YUAN, MONEY_FINE, 1200},
    /* a unit of its own wins */
    {"120.5亿元", NONE, MONEY_FINE, 1205000000000},
    {"120.5亿元", WAN, MONEY_FINE, 1205000000000},
    {"3445 万元", YI, MONEY_FINE, 3445000000},
    {"5元 ", YI, MONEY_FINE, 500},
    {"2yi", NONE, MONEY_FINE, 20000000000},
    /* no figure yet */
    {"", YUAN, MONEY_EMPTY, 0},
    {"   ", NONE, MONEY_EMPTY, 0},
    {"-", YUAN, MONEY_EMPTY, 0},
    {"—", YUAN, MONEY_EMPTY, 0},
    {"——", YUAN, MONEY_EMPTY, 0},
    {"－", YUAN, MONEY_EMPTY, 0},
    {" / ", YUAN, MONEY_EMPTY, 0},
    {"待定", NONE, MONEY_EMPTY, 0},
    /* no money */
    {"abc", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"2000万件", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"10万千瓦", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"1,5", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"1234,567", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"1,23,456", YUAN, MONEY_NOT_A_NUMBER, 0},
    {",123", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"1,,234", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"1,234,", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"1.2.3", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"5.", YUAN, MONEY_NOT_A_NUMBER, 0},
    {".", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"元", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"1e5", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"+5", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"1 2", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"#REF!", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"待定5", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"5-", YUAN, MONEY_NOT_A_NUMBER, 0},
    {"\xef\xbc", YUAN, MONEY_NOT_A_NUMBER, 0},
    /* below nothing, below a fen, beyond the limit, without a unit */
    {"-5", YUAN, MONEY_NEGATIVE, 0},
    {"－0.01", YUAN, MONEY_NEGATIVE, 0},
    {"-99999999999999999999", YUAN, MONEY_NEGATIVE, 0},
    {"0.001", YUAN, MONEY_TOO_FINE, 0},
    {"1.230", YUAN, MONEY_FINE, 123},
    {"0.0000001", WAN, MONEY_TOO_FINE, 0},
    {"10000000000000", YUAN, MONEY_FINE, MONEY_FEN_MAX},
    {"10000000000000.01", YUAN, MONEY_TOO_LARGE, 0},
    {"100000", YI, MONEY_FINE, MONEY_FEN_MAX},
    {"100000.0000000001", YI, MONEY_TOO_LARGE, 0},
    {"99999999999999999999999999999999999999999999", YUAN, MONEY_TOO_LARGE, 0},
    {"5", NONE, MONEY_NO_UNIT, 0},
    {"-5", NONE, MONEY_NO_UNIT, 0},
};

static void a_cell_is_read_exactly_or_refused_by_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		int64_t fen = -7;
		enum money_fault fault = money_parse(cells[i].text, cells[i].column, &fen);

		if (fault != cells[i].fault)
			fail_msg("'%s': fault %d, expected %d", cells[i].text, fault,
				 cells[i].fault);
		if (fen != (fault ? -7 : cells[i].fen))
			fail_msg("'%s': %lld fen", cells[i].text, (long long)fen);
	}
}

static void units_are_known_by_their_exact_names(void **state)
{
	(void)state;
	assert_int_equal(money_unit_of("元"), YUAN);
	assert_int_equal(money_unit_of("万元"), WAN);
	assert_int_equal(money_unit_of("亿元"), YI);
	assert_int_equal(money_unit_of("yuan"), YUAN);
	assert_int_equal(money_unit_of("wan"), WAN);
	assert_int_equal(money_unit_of("yi"), YI);
	assert_int_equal(money_unit_of("万"), NONE);
	assert_int_equal(money_unit_of(""), NONE);
	assert_int_equal(money_unit_of("万件"), NONE);
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
	    cmocka_unit_test(units_are_known_by_their_exact_names),
	    cmocka_unit_test(yuan_has_at_most_two_decimals_and_none_when_whole),
	    cmocka_unit_test(other_units_are_rounded_half_up),
	    cmocka_unit_test(what_is_printed_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
