/* Amounts as options of the command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/run.h"
#include "client/cli/frame/verb.h"
#include "lib/money_rows.h"

FORM(submit, REPORT_SUBMIT, .words = "project", .need = "period");

static const struct verb_option options[] = {
    {"period", "MONTH", ""},
    {"invested", "AMOUNT", ""},
    {},
};
static const struct verb verb = {.noun = "try", .verb = "it", .args = "", .options = options};

/* Returns the verdict, and the amount in the request. */
static int submit(const char *amount, int64_t *ret_fen)
{
	struct cli c = {.verb = &verb, .told = true, .zone_known = true, .zone_minutes = 480};
	struct filling f = {};
	c.args.word[c.args.n_words++] = (char *)"GC-01";
	c.args.option[c.args.n_options].name = (char *)"period";
	c.args.option[c.args.n_options++].value = (char *)"2020-03";
	c.args.option[c.args.n_options].name = (char *)"invested";
	c.args.option[c.args.n_options++].value = (char *)(uintptr_t)amount;
	int r = form_fill(&c, &form_submit, &f);
	if (r == 0)
		*ret_fen = ((Duban__ReportSubmitRequest *)f.body)->invested->fen;
	form_done(&f);
	return r;
}

/* The same grammar as everywhere; a number without a unit is refused. */
static void money_has_one_grammar(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_money_rows; i++) {
		const struct money_row *r = &money_rows[i];
		int64_t fen = -7;
		if (r->column != NONE)
			continue;
		print_message("'%s'\n", r->text);
		assert_int_equal(submit(r->text, &fen), r->fault ? CLI_USAGE : 0);
		assert_int_equal(fen, r->fault ? -7 : r->fen);
	}
}

static void a_comma_is_no_decimal_point(void **state)
{
	int64_t fen = -7;
	(void)state;
	assert_int_equal(submit("1,5", &fen), CLI_USAGE);
	assert_int_equal(submit("1,500", &fen), CLI_USAGE);
	assert_int_equal(submit("1,500元", &fen), 0);
	assert_int_equal(fen, 150000);
}

static void amounts_are_exact_or_refused(void **state)
{
	static const struct {
		const char *text;
		int64_t fen; /* -1: refused */
	} rows[] = {
	    {"1元", 100},
	    {"0.01元", 1},
	    {"0.001元", -1},
	    {"0.0100元", 1},
	    {"120.5万元", 120500000},
	    {"1,584,946.56万元", 1584946560000},
	    {"3.06亿元", 30600000000},
	    {"3.06亿", 30600000000},
	    {"3.06yi", 30600000000},
	    {"0.000001万元", 1},
	    {"0.0000001万元", -1},
	    {"10000000000000元", 1000000000000000},
	    {"10000000000000.01元", -1},
	    {"99999999999999999999999元", -1},
	    {"-1元", -1},
	    {"2.5", -1},
	    {"", -1},
	    {"1.", -1},
	    {".5元", 50},
	    {"1e3", -1},
	    {"2000万件", -1},
	    {"5吨", -1},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t fen = -1;
		print_message("'%s'\n", rows[i].text);
		assert_int_equal(submit(rows[i].text, &fen), rows[i].fen >= 0 ? 0 : CLI_USAGE);
		assert_int_equal(fen, rows[i].fen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(money_has_one_grammar),
	    cmocka_unit_test(a_comma_is_no_decimal_point),
	    cmocka_unit_test(amounts_are_exact_or_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
