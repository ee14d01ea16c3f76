#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/list/member.h"

/* 调入 2020-03-01, 调出 2020-07-01; 调入 again 2020-10-01, still a member. */
static void members_at_the_end_of_the_cut_off_day_count(void **state)
{
	static const struct {
		uint32_t day;
		bool member;
	} rows[] = {
	    {20200229, false}, {20200301, true}, {20200630, true}, {20200701, false},
	    {20200930, false}, {20201001, true}, {20991231, true},
	};
	Duban__Spell one = DUBAN__SPELL__INIT, two = DUBAN__SPELL__INIT;
	Duban__Spell *spell[] = {&one, &two};
	Duban__Member m = DUBAN__MEMBER__INIT;

	(void)state;
	one.joined_date = 20200301;
	one.left_date = 20200701;
	two.joined_date = 20201001;
	m.spell = spell;
	m.n_spell = 2;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (member_on(&m, date_from_ymd(rows[i].day)) != rows[i].member)
			fail_msg("%u", rows[i].day);
	assert_ptr_equal(member_spell(&m), &two);
	m.n_spell = 1;
	assert_null(member_spell(&m));
}

static void in_and_out_on_one_day_counts_on_no_day(void **state)
{
	Duban__Spell one = DUBAN__SPELL__INIT, *spell[] = {&one};
	Duban__Member m = DUBAN__MEMBER__INIT;

	(void)state;
	one.joined_date = one.left_date = 20200301;
	m.spell = spell;
	m.n_spell = 1;
	assert_false(member_on(&m, date_from_ymd(20200301)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(members_at_the_end_of_the_cut_off_day_count),
	    cmocka_unit_test(in_and_out_on_one_day_counts_on_no_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
