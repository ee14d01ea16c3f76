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

static void no_digit_is_lost_in_any_unit(void **state)
{
	static const struct {
		int64_t fen;
		enum money_unit unit;
		const char *exact, *shown;
	} rows[] = {
	    {39500000000, YI, "3.95", "3.95"}, /* 39,500万元 is not 4.0亿元 */
	    {39500000000, WAN, "39500", "39500.00"},
	    {103167499999999, YI, "10316.7499999999", "10316.7499999999"},
	    {103167000000000, YI, "10316.7", "10316.70"},
	    {1234500, WAN, "1.2345", "1.2345"},
	    {150, YUAN, "1.5", "1.5"},
	    {100, YUAN, "1", "1"},
	    {12345600, QIAN, "123.456", "123.456"},
	    {0, YI, "0", "0.00"},
	    {-1, YI, "-0.0000000001", "-0.0000000001"},
	    {-500000000, YI, "-0.05", "-0.05"},
	    {MONEY_FEN_MAX, YI, "100000", "100000.00"},
	    {INT64_MIN, YI, "-922337203.6854775808", "-922337203.6854775808"},
	};
	char buf[MONEY_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(money_text_exact(rows[i].fen, rows[i].unit, buf),
				    rows[i].exact);
		assert_string_equal(money_text_shown(rows[i].fen, rows[i].unit, buf),
				    rows[i].shown);
	}
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
	    cmocka_unit_test(no_digit_is_lost_in_any_unit),
	    cmocka_unit_test(what_is_printed_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
