/* Duties are there at the begin of their period without anybody's command, each with its time; what
 * is handed in, reviewed and held fulfils them by itself, and what is not lights W13 and W20. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/core/engine.h"
#include "lib/duty/tduty_city.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "lib/world/wrecord.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "store/db/txn.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define TEXT(s) ((char *)(uintptr_t)(s))

/* ---- dates */

/* R5: unit ≤ 25th, department ≤ 3rd and office ≤ 5th working day, 通报 on the later of the 10th and
 * two working days after the confirmation. */
static void the_chain_of_reviews_of_september_is_due_in_october(void **state)
{
	struct world *w = duty_city("2020-08-31T09:00");

	(void)state;
	duty_profile(w, "nanchang2020");
	world_until(w, "2020-09-01T00:00");
	duty_is(w, "site/monthly_data/2020-09", "open 2020-09-26 00:00");
	duty_is(w, "works/monthly_review/2020-09", "open 2020-10-13 00:00");
	duty_is(w, "east/monthly_review/2020-09", "open 2020-10-13 00:00");
	duty_is(w, "office/monthly_confirm/2020-09", "open 2020-10-15 00:00");
	duty_is(w, "office/bulletin/2020-09", "open 2020-10-17 00:00");
	duty_is(w, "office/standing_committee/2020Q3", "open 2020-10-16 00:00");
	duty_absent(w, "works/monthly_data/2020-09");
	duty_absent(w, "site/monthly_review/2020-09");
	world_free(w);
}

static void the_bulletin_follows_the_confirmation(void **state)
{
	struct world *w = duty_city("2020-09-01T09:00");

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "monthly_confirm bulletin ");
	world_until(w, "2020-10-15T00:00");
	/* nothing was handed in, so nothing waits: it is done on its last day */
	duty_is(w, "office/monthly_confirm/2020-09", "done 2020-10-14 verdicts");
	duty_is(w, "office/bulletin/2020-09", "open 2020-10-17 00:00");
	world_until(w, "2020-10-19T00:00");
	world_expect(w, "10-19 00:00 yellow duty/1 W13 due 10-16\n");
	world_ok(w, duty_done_request("office/bulletin/2020-09", 0, "洪重点办〔2020〕9号"));
	world_expect(w, "10-19 00:00 done duty/1 W13\n");
	assert_string_equal(duty_shown(w, "office/bulletin/2020-09")->duty->document,
			    "洪重点办〔2020〕9号");
	world_free(w);
}

/* While the confirmation is late the bulletin is not, and then has its two working days. */
static void a_late_confirmation_moves_the_bulletin(void **state)
{
	struct world *w = duty_city("2020-09-01T09:00");
	uint32_t num;

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "monthly_confirm bulletin ");
	world_until(w, "2020-10-09T09:00");
	num = duty_report(w, "B", REPORT_FORM(MONTHLY), 202009);
	duty_judge(w, num, DUBAN__VERDICT__VERDICT_RETURN);
	num = duty_report(w, "A", REPORT_FORM(MONTHLY), 202009);
	w->caller = (struct caller){.principal = 5,
				    .role = ROLE(SECTOR),
				    .unit = unit_by_id(engine_txn(w->engine), "works"),
				    .name = "works"};
	duty_judge(w, num, DUBAN__VERDICT__VERDICT_PASS);
	w->caller = (struct caller){.role = ROLE(LOCAL)};
	world_until(w, "2020-10-17T00:00");
	world_expect(w, "10-15 00:00 yellow duty/1 W13 due 10-14\n");
	world_until(w, "2020-10-20T09:00");
	world_expect(w, "");
	duty_judge(w, num, DUBAN__VERDICT__VERDICT_PASS);
	world_work(w);
	duty_is(w, "office/monthly_confirm/2020-09", "done 2020-10-20 verdicts");
	world_expect(w, "10-20 09:00 done duty/1 W13\n");
	duty_is(w, "office/bulletin/2020-09", "open 2020-10-23 00:00");
	world_free(w);
}

static void a_monday_off_moves_the_texts_and_a_week_off_has_none(void **state)
{
	struct world *w = duty_city("2020-01-22T09:00");

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "texts ");
	world_until(w, "2020-02-03T00:00");
	duty_absent(w, "office/texts/2020-01-27");
	duty_is(w, "office/texts/2020-02-03", "open 2020-02-03 08:30");
	world_until(w, "2020-04-06T00:00");
	duty_is(w, "office/texts/2020-04-06", "open 2020-04-07 08:30");
	world_free(w);
}

static void a_months_end_in_the_holidays_moves(void **state)
{
	struct world *w = duty_city("2020-01-02T09:00");

	(void)state;
	duty_profile(w, "quzhou2022");
	duty_is(w, "office/push/2020-01", "open 2020-02-04 00:00");
	duty_is(w, "office/coordination/2020-01-1", "open 2020-01-16 00:00");
	world_until(w, "2020-01-16T00:00");
	duty_is(w, "office/coordination/2020-01-2", "open 2020-02-04 00:00");
	world_free(w);
}

static void nothing_is_asked_for_the_time_before(void **state)
{
	struct world *w = duty_city("2020-09-28T09:00");

	(void)state;
	duty_profile(w, "nanchang2020");
	/* the 25th is over, and 08:30 of the Monday; the review of the month's data is ahead */
	duty_absent(w, "office/texts/2020-09-28");
	duty_is(w, "office/brief/2020-09-28", "open 2020-09-28 17:00");
	duty_absent(w, "site/monthly_data/2020-09");
	duty_is(w, "works/monthly_review/2020-09", "open 2020-10-13 00:00");
	world_until(w, "2020-10-01T00:00");
	duty_is(w, "site/monthly_data/2020-10", "open 2020-10-27 00:00");
	world_free(w);
}

/* Its duties do not keep a unit that was a mistake: they were opened by the calendar. */
static void a_unit_that_was_a_mistake_goes_with_its_duties(void **state)
{
	struct world *w = duty_city("2020-08-31T09:00");
	Duban__ImportRevertRequest b = DUBAN__IMPORT_REVERT_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint64_t duties;

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "weekly_dispatch ");
	world_import(
	    w, DUBAN__IMPORT_KIND__IMPORT_KIND_CADENCES,
	    "profile,form,who,when\nnanchang2020,weekly_dispatch,departments,week lastwd\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS,
		     "id,name,kind\nwater,市水务局,sector\n");
	b.import_seq = w->reply->last_seq;
	world_until(w, "2020-09-15T09:00");
	duty_is(w, "water/weekly_dispatch/2020-09-14", "open 2020-09-19 00:00");
	world_expect(w, "09-05 00:00 yellow duty/2 W20 due 09-04\n"
			"09-12 00:00 red duty/2 W20 due 09-04\n"
			"09-12 00:00 yellow duty/5 W20 due 09-11\n");
	duties = txn_count(engine_txn(w->engine), TABLE_duty);
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_REVERT;
	q.import_revert = &b;
	world_ok(w, &q);
	world_expect(w, "09-15 09:00 withdrawn duty/5 W20\n");
	assert_int_equal(txn_count(engine_txn(w->engine), TABLE_duty), duties - 2);
	world_until(w, "2020-10-31T09:00");
	world_restart(w, false);
	world_expect(w, "");
	world_free(w);
}

/* ---- what fulfils them */

static void a_units_data_are_in_when_all_its_projects_are(void **state)
{
	struct world *w = duty_city("2020-08-31T09:00");

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "monthly_data ");
	world_until(w, "2020-09-28T09:00");
	world_expect(w, "09-27 00:00 yellow duty/4 W13 due 09-25\n");
	assert_int_equal(duty_shown(w, "site/monthly_data")->lacking_count, 2);
	world_refused(w, duty_done_request("site/monthly_data/2020-09", 0, ""), STATUS_CONFLICT,
		      "duty.by_reports");
	(void)duty_report(w, "B", REPORT_FORM(MONTHLY), 202009);
	assert_int_equal(duty_shown(w, "site/monthly_data")->lacking_count, 1);
	assert_string_equal(w->reply->duty_show->lack[0]->project, "A");
	world_expect(w, "");
	(void)duty_report(w, "A", REPORT_FORM(MONTHLY), 202009);
	duty_is(w, "site/monthly_data/2020-09", "done 2020-09-28 reports");
	world_expect(w, "09-28 09:00 done duty/4 W13\n");
	world_free(w);
}

static void one_daily_report_is_enough_and_lights_nothing(void **state)
{
	struct world *w = duty_city("2020-10-11T09:00");

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "daily ");
	world_until(w, "2020-10-12T10:00");
	duty_is(w, "site/daily/2020-10-12", "open 2020-10-12 18:00");
	(void)duty_report(w, "B", REPORT_FORM(DAILY), 0);
	duty_is(w, "site/daily/2020-10-12", "done 2020-10-12 reports");
	world_until(w, "2020-10-13T10:00");
	world_ok(w, duty_done_request("site/daily/2020-10-13", 0, "")); /* 零报告 */
	duty_is(w, "site/daily/2020-10-13", "done 2020-10-13 hand");
	world_until(w, "2020-10-15T10:00");
	duty_is(w, "site/daily/2020-10-14", "missed");
	duty_is(w, "site/daily/2020-10-15", "open 2020-10-15 18:00");
	world_until(w, "2020-10-30T10:00");
	world_expect(w, "");
	world_free(w);
}

/* W13 of a review is the reviewer's from the hand-in on: three working days are his own. */
static void a_review_is_late_only_from_the_hand_in_on(void **state)
{
	struct world *w = duty_city("2020-08-31T09:00");
	uint32_t num;

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "monthly_review ");
	world_until(w, "2020-10-12T09:00");
	num = duty_report(w, "A", REPORT_FORM(MONTHLY), 202009);
	world_until(w, "2020-10-13T00:00");
	duty_is(w, "works/monthly_review/2020-09", "open 2020-10-13 00:00");
	duty_is(w, "east/monthly_review/2020-09", "done 2020-10-12 verdicts");
	assert_int_equal(duty_shown(w, "works/monthly_review")->lack[0]->report, num);
	world_until(w, "2020-10-15T23:59");
	world_expect(w, "");
	/* handed in on the 12th, three working days are over with the 15th */
	world_until(w, "2020-10-16T00:00");
	world_expect(w, "10-16 00:00 yellow duty/2 W13 due 10-15\n");
	duty_judge(w, num, DUBAN__VERDICT__VERDICT_RETURN);
	world_expect(w, "10-16 00:00 done duty/2 W13\n");
	duty_is(w, "works/monthly_review/2020-09", "done 2020-10-16 verdicts");
	world_free(w);
}

static void a_collection_asks_every_unit_until_its_last_day(void **state)
{
	struct world *w = duty_city("2020-08-31T09:00");
	Duban__CollectionOpenRequest b = DUBAN__COLLECTION_OPEN_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "collection ");
	b.year = 2021;
	b.until_date = 20200930;
	b.document = TEXT("通知1号");
	q.body_case = DUBAN__REQUEST__BODY_COLLECTION_OPEN;
	q.collection_open = &b;
	world_ok(w, &q);
	world_work(w);
	duty_is(w, "east/collection/2020-08-31", "open 2020-10-01 00:00");
	duty_is(w, "works/collection/2020-08-31", "open 2020-10-01 00:00");
	world_import(w, K(CANDIDATES),
		     "year,code,name,unit,stage,total\n2021,N1,新项目,site,前期,1000000元\n");
	duty_is(w, "east/collection/2020-08-31", "done 2020-08-31 candidates");
	world_until(w, "2020-10-09T00:00");
	world_expect(w, "10-09 00:00 yellow duty/2 W13 due 09-30\n");
	world_free(w);
}

static void a_one_off_duty_has_a_lamp_of_its_own(void **state)
{
	struct world *w = duty_city("2020-02-20T09:00");
	Duban__DutySetRequest b = DUBAN__DUTY_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	(void)state;
	/* s2: 3月10日前报; it needs no cadence */
	b.unit = TEXT("east");
	b.title = TEXT("报送谋划储备项目清单");
	b.due_date = 20200310;
	b.person = TEXT("李四");
	q.body_case = DUBAN__REQUEST__BODY_DUTY_SET;
	q.duty_set = &b;
	world_ok(w, &q);
	assert_string_equal(w->reply->duty_show->duty->id, "east/one_off/1");
	b.due_date = 20200331;
	world_ok(w, &q);
	b.due_date = 20200219;
	world_refused(w, &q, STATUS_INVALID, "duty.due_past");
	world_until(w, "2020-03-11T00:00");
	world_expect(w, "03-11 00:00 yellow duty/3 W13 due 03-10\n");
	world_ok(w, duty_done_request("east/one_off/1", 20200310, ""));
	world_expect(w, "03-11 00:00 done duty/3 W13\n");
	world_refused(w, duty_done_request("east/one_off/1", 0, ""), STATUS_CONFLICT,
		      "duty.is_over");
	world_refused(w, duty_done_request("east/one_off/2", 20200101, ""), STATUS_INVALID,
		      "duty.before_period");
	world_until(w, "2020-04-01T00:00");
	world_expect(w, "04-01 00:00 yellow duty/3 W13 due 03-31\n");
	world_free(w);
}

/* ---- meetings */

static Duban__Request *hold(const char *series, Duban__DutyTier tier, const char *unit, uint32_t at)
{
	static Duban__MeetingHoldRequest b;
	static Duban__Request q;
	static char *who[] = {TEXT("wu")}, *projects[] = {TEXT("A")};

	duban__meeting_hold_request__init(&b);
	duban__request__init(&q);
	b.series = TEXT(series);
	b.tier = tier;
	b.unit = TEXT(unit);
	b.at_date = at;
	b.projects = projects;
	b.n_projects = 1;
	b.attendees = who;
	b.n_attendees = 1;
	b.minutes = TEXT("纪要〔2020〕1号");
	q.body_case = DUBAN__REQUEST__BODY_MEETING_HOLD;
	q.meeting_hold = &b;
	return &q;
}

static void two_weeks_without_a_meeting_are_red_and_a_record_clears(void **state)
{
	struct world *w = duty_city("2020-01-02T09:00");
	const Duban__MeetingShowReply *m;

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "weekly_dispatch ");
	world_until(w, "2020-01-13T09:00");
	world_expect(w, "01-04 00:00 yellow duty/2 W20 due 01-03\n"
			"01-11 00:00 red duty/2 W20 due 01-03\n");
	world_ok(w, hold("住建调度", DUTY_TIER(SECTOR), "works", 0));
	world_expect(w, "01-13 09:00 done duty/2 W20\n");
	m = w->reply->meeting_show;
	assert_int_equal(m->number, 1);
	assert_int_equal(m->duty, DUTY_FORM(WEEKLY_DISPATCH));
	/* s1 三(二)3: the department and the projects' units have to come */
	assert_int_equal(m->n_must_come, 2);
	assert_string_equal(m->must_come[0]->unit, "works");
	assert_true(m->must_come[0]->there);
	assert_string_equal(m->must_come[1]->unit, "site");
	assert_false(m->must_come[1]->there);
	duty_is(w, "works/weekly_dispatch/2019-12-30", "missed");
	duty_is(w, "works/weekly_dispatch/2020-01-06", "missed");
	duty_is(w, "works/weekly_dispatch/2020-01-13", "done 2020-01-13 meeting");
	assert_string_equal(duty_shown(w, "works/weekly_dispatch/2020-01-13")->duty->fulfilled_in,
			    "住建调度/1");
	world_until(w, "2020-01-25T00:00");
	/* the week of 01-20 has its make-up Sunday before: its last working day is the 23rd */
	world_expect(w, "01-24 00:00 yellow duty/2 W20 due 01-23\n");
	world_import(w, K(MEETINGS),
		     "series,number,held,tier,unit\n住建调度,2,2020-01-22,sector,"
		     "works\n");
	world_work(w);
	world_expect(w, "01-25 00:00 done duty/2 W20\n");
	world_rows(w, MEETINGS,
		   "住建调度,1,2020-01-13,sector,A,,held,weekly_dispatch,works,,,,wu,"
		   "纪要〔2020〕1号\n"
		   "住建调度,2,2020-01-22,sector,,,held,weekly_dispatch,works\n");
	world_free(w);
}

/* ---- the cadence is data */

static void another_profile_drops_what_it_does_not_ask_for(void **state)
{
	struct world *w = duty_city("2020-01-02T09:00");

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_is(w, "office/general_dispatch/2020-01", "open 2020-01-11 00:00");
	duty_profile(w, "quzhou2022");
	duty_is(w, "office/general_dispatch/2020-01", "waived");
	duty_is(w, "office/push/2020-01", "open 2020-02-04 00:00");
	duty_is(w, "site/monthly_data/2020-01", "open 2020-02-04 00:00");
	world_import(w, K(CADENCES), "profile,form,when\nquzhou2022,monthly_data,month 20 12:00\n");
	world_work(w);
	duty_is(w, "site/monthly_data/2020-01", "open 2020-01-20 12:00");
	duty_profile(w, "none");
	duty_is(w, "site/monthly_data/2020-01", "waived");
	world_until(w, "2020-03-02T09:00");
	duty_absent(w, "site/monthly_data/2020-02");
	world_expect(w, "");
	world_free(w);
}

static void a_holiday_notice_moves_what_is_open(void **state)
{
	struct world *w = duty_city("2020-01-02T09:00");

	(void)state;
	duty_profile(w, "nanchang2020");
	world_until(w, "2020-03-02T09:00");
	duty_is(w, "office/general_dispatch/2020-03", "open 2020-03-11 00:00");
	w->city_override = true;
	world_import(w, K(CALENDAR), "date,kind,name,source\n2020-03-10,休息日,防汛,洪府发9\n");
	world_work(w);
	duty_is(w, "office/general_dispatch/2020-03", "open 2020-03-12 00:00");
	world_free(w);
}

/* ---- kept */

static void verify(struct world *w)
{
	Duban__VerifyRequest b = DUBAN__VERIFY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_VERIFY;
	q.verify = &b;
	assert_true(world_ok(w, &q)->job->ok);
}

static void it_is_kept_over_a_restart(void **state)
{
	struct world *w = duty_city("2020-08-31T09:00");
	char path[512];

	(void)state;
	duty_profile(w, "nanchang2020");
	duty_only(w, "nanchang2020", "monthly_data ");
	world_until(w, "2020-09-20T09:00");
	(void)duty_report(w, "A", REPORT_FORM(MONTHLY), 202009);
	world_restart(w, true);
	world_restart(w, false);
	world_until(w, "2020-09-27T00:00");
	world_expect(w, "09-27 00:00 yellow duty/4 W13 due 09-25\n");
	world_restart(w, false);
	(void)snprintf(path, sizeof path, "%s/data.mdb", w->dir);
	assert_int_equal(unlink(path), 0);
	world_restart(w, false);
	duty_is(w, "site/monthly_data/2020-09", "open 2020-09-26 00:00");
	verify(w);
	(void)duty_report(w, "B", REPORT_FORM(MONTHLY), 202009);
	world_expect(w, "09-27 00:00 done duty/4 W13\n");
	world_until(w, "2020-10-01T00:00");
	duty_is(w, "site/monthly_data/2020-10", "open 2020-10-27 00:00");
	verify(w);
	world_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_chain_of_reviews_of_september_is_due_in_october),
	    cmocka_unit_test(the_bulletin_follows_the_confirmation),
	    cmocka_unit_test(a_late_confirmation_moves_the_bulletin),
	    cmocka_unit_test(a_monday_off_moves_the_texts_and_a_week_off_has_none),
	    cmocka_unit_test(a_months_end_in_the_holidays_moves),
	    cmocka_unit_test(nothing_is_asked_for_the_time_before),
	    cmocka_unit_test(a_unit_that_was_a_mistake_goes_with_its_duties),
	    cmocka_unit_test(a_units_data_are_in_when_all_its_projects_are),
	    cmocka_unit_test(one_daily_report_is_enough_and_lights_nothing),
	    cmocka_unit_test(a_review_is_late_only_from_the_hand_in_on),
	    cmocka_unit_test(a_collection_asks_every_unit_until_its_last_day),
	    cmocka_unit_test(a_one_off_duty_has_a_lamp_of_its_own),
	    cmocka_unit_test(two_weeks_without_a_meeting_are_red_and_a_record_clears),
	    cmocka_unit_test(another_profile_drops_what_it_does_not_ask_for),
	    cmocka_unit_test(a_holiday_notice_moves_what_is_open),
	    cmocka_unit_test(it_is_kept_over_a_restart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
