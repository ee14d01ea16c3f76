/* What receipts and replies do to the ledger: told only on a receipt, taken back on a failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/notice/notices.h"
#include "lib/world/world_log.h"
#include "proto/limits.h"

#define LINK "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n"

static void forget(struct world *w)
{
	free(w->notice_log);
	w->notice_log = strdup("");
}

/* Up to the yellow lamp of 01-08, told at 08:30 of that day. */
static struct world *yellow(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_chain(w, LINK);
	world_until(w, "2020-01-08T09:00");
	forget(w);
	return w;
}

static void told_is_what_a_receipt_says(void **state)
{
	struct world *w = yellow(state);

	notices_ledger(w, "subject=W01-1-2020-1-1", "zhang W01 yellow unknown\n");
	notices_receipt(w, "zhang", "W01", "accepted");
	notices_ledger(w, "result=accepted",
		       "zhang W00 cleared accepted\n"
		       "zhang W01 yellow accepted\n"
		       "zhang W03 cleared accepted\n");
	notices_receipt(w, "zhang", "W01", "delivered");
	notices_receipt(w, "zhang", "W01", "delivered"); /* twice is once */
	notices_receipt(w, "zhang", "W01", "failed");	 /* and what is final stays */
	notices_ledger(w, "subject=W01-1-2020-1-1", "zhang W01 yellow delivered\n");
	world_until(w, "2020-01-09T18:00");
	world_expect_notices(w, "");
	notices_refused(w, "notice_receipt", "key=999 result=delivered", STATUS_NOT_FOUND,
			"notice.unknown");
	/* the number of a notice under the key of another */
	notices_refused(w, "notice_receipt", "key=ffffffff-20200108083000-1 result=delivered",
			STATUS_NOT_FOUND, "notice.unknown");
	notices_refused(w, "notice_receipt", "key=1", STATUS_INVALID, "notice.no_result");
}

/* A dead number: the same is tried twice, then only what is new. */
static void a_failure_is_told_again_and_not_for_ever(void **state)
{
	struct world *w = yellow(state);

	notices_receipt(w, "zhang", "W01", "failed");
	world_until(w, "2020-01-08T12:00");
	world_expect_notices(w, "to zhang: 01-08 09:10 lamp_yellow\n"
				"to zhang:   end P1/1 W00\n"
				"to zhang:   begin P1/1 W01\n"
				"to zhang:   end P1/1 W03\n");
	notices_receipt(w, "zhang", "W01", "failed");
	world_until(w, "2020-01-09T18:00");
	world_expect_notices(w, "");
	notices_ledger(w, "result=failed",
		       "zhang W00 cleared failed\n"
		       "zhang W01 yellow failed\n"
		       "zhang W03 cleared failed\n");
	world_until(w, "2020-01-10T12:00");
	/* red is new */
	world_expect_notices(w, "to zhang: 01-10 08:30 lamp_red\n"
				"to zhang:   begin P1/1 W01\n");
}

/* The gateway was away for weeks: what it finds is stale. Nobody hears of the end of a lamp whose
 * beginning never left; who had heard of it does. */
static void a_dead_gateway_delays_an_end_and_loses_none(void **state)
{
	struct world *w = yellow(state);
	char first[CODE_MAX + 1], second[CODE_MAX + 1], body[256];

	(void)snprintf(first, sizeof first, "%s", notices_row(w, "zhang", "W01")->id);
	world_until(w, "2020-01-09T12:00");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-20T12:00");
	(void)snprintf(second, sizeof second, "%s", notices_row(w, "zhang", "W01")->id);
	assert_string_not_equal(first, second);
	/* the end names the beginning: if that was never sent, nor is it */
	(void)snprintf(body, sizeof body, "key=%s", second);
	assert_string_equal(notices_ask(w, "notice_show", body)->notice_show->notice->after[0],
			    first);
	forget(w);
	(void)snprintf(body, sizeof body, "key=%s result=expired", first);
	notices_ask(w, "notice_receipt", body);
	(void)snprintf(body, sizeof body, "key=%s result=expired", second);
	notices_ask(w, "notice_receipt", body);
	world_until(w, "2020-01-23T18:00");
	/* W00 and W03 were told before, and their ends went down with the first */
	world_expect_notices(w, "to zhang: 01-20 12:10 digest\n"
				"to zhang:   end P1/1 W00\n"
				"to zhang:   end P1/1 W03\n");
}

/* An end that expired is told again to who had heard of the beginning. */
static void an_end_that_expired_is_told_again(void **state)
{
	struct world *w = yellow(state);

	notices_receipt(w, "zhang", "W01", "delivered");
	world_until(w, "2020-01-09T12:00");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-09T18:00");
	forget(w);
	notices_receipt(w, "zhang", "W01", "expired");
	world_until(w, "2020-01-10T18:00");
	world_expect_notices(w, "to zhang: 01-10 08:30 lamp_out\n"
				"to zhang:   end P1/1 W01\n");
	notices_receipt(w, "zhang", "W01", "delivered");
	world_until(w, "2020-01-20T18:00");
	world_expect_notices(w, "");
}

/* Lit again after an end that was read. Nobody says whether the second beginning came, so its end
 * is owed for as long as that is not told, also after it expired once. */
static void the_end_of_a_second_beginning_without_a_receipt_is_told_again(void **state)
{
	struct world *w = yellow(state);

	notices_receipt(w, "zhang", "W01", "delivered");
	world_until(w, "2020-01-09T12:00");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-09T18:00");
	notices_receipt(w, "zhang", "W01", "delivered");
	world_until(w, "2020-01-13T12:00");
	forget(w);
	world_do(w, "return P1 1");
	world_until(w, "2020-01-13T18:00");
	world_expect_notices(w, "to zhang: 01-13 12:10 lamp_red\n"
				"to zhang:   begin P1/1 W01\n");
	world_until(w, "2020-01-14T12:00");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-14T18:00");
	forget(w);
	notices_receipt(w, "zhang", "W01", "expired");
	world_until(w, "2020-01-15T18:00");
	world_expect_notices(w, "to zhang: 01-15 08:30 lamp_out\n"
				"to zhang:   end P1/1 W01\n");
}

/* The key of the last notice of a matter. */
static const char *last_key(struct world *w, char key[static 64])
{
	(void)snprintf(key, 64, "%s", notices_row(w, "zhang", "W01")->id);
	return key;
}

static void receipt_of(struct world *w, const char *key, const char *result)
{
	char body[256];

	(void)snprintf(body, sizeof body, "key=%s result=%s channel=sms", key, result);
	notices_ask(w, "notice_receipt", body);
}

/* Three words of a matter without a receipt: the first fails late, the last expires. The second may
 * have been read, so its end is told. */
static void what_was_said_between_two_failures_still_stands(void **state)
{
	struct world *w = yellow(state);
	char first[64], last[64];

	last_key(w, first);
	world_until(w, "2020-01-10T12:00");
	world_expect_notices(w, "to zhang: 01-10 08:30 lamp_red\n"
				"to zhang:   step P1/1 W01\n");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-10T18:00");
	forget(w);
	receipt_of(w, first, "failed");
	receipt_of(w, last_key(w, last), "expired");
	world_until(w, "2020-01-13T18:00");
	world_expect_notices(w, "to zhang: 01-13 08:30 digest\n"
				"to zhang:   end P1/1 W00\n"
				"to zhang:   end P1/1 W01\n"
				"to zhang:   end P1/1 W03\n");
}

/* Who was told and did nothing for three working days. */
static void told_and_did_nothing(void **state)
{
	struct world *w = yellow(state);

	notices_receipt(w, "zhang", "W01", "delivered");
	world_until(w, "2020-01-09T18:00");
	notices_ledger(w, "idle=1", "");
	world_until(w, "2020-01-13T09:00");
	/* the red of the 10th has no receipt */
	notices_ledger(w, "idle=1", "");
	notices_receipt(w, "zhang", "W01", "delivered");
	world_until(w, "2020-01-15T09:00");
	notices_ledger(w, "idle=1", "zhang W01 red delivered\n");
	world_do(w, "finish P1 1");
	notices_ledger(w, "idle=1", "");
}

/* 收到 takes a lamp on; the number decides between two; another's number is nobody's. */
static void a_reply_takes_on_what_was_told(void **state)
{
	struct world *w = yellow(state);
	const Duban__NoticeReplyReply *b;
	const Duban__WarningRow *row;

	notices_refused(w, "notice_reply", "person=li text=收到", STATUS_NOT_FOUND,
			"notice.nothing_told");
	notices_chain(w, "P2,1,立项,审批,west,,张三,,2020-01-09,2020-01-02\n");
	world_until(w, "2020-01-09T09:00");
	notices_refused(w, "notice_reply", "person=zhang text=收到", STATUS_CONFLICT,
			"notice.which");
	notices_refused(w, "notice_reply", "person=zhang text=收到9999", STATUS_NOT_FOUND,
			"notice.unknown");
	b = notices_ask(w, "notice_reply", "person=zhang text=收到4，号码13800000000")
		->notice_reply;
	assert_true(b->received);
	assert_int_equal(b->n_took, 1);
	assert_string_equal(b->took[0], "W01-1-2020-1-1");
	row = notices_ask(w, "warning_list", "rule=W01 project=P1")->warning_list->warning[0];
	assert_int_equal(row->told, NOTICE_RESULT(DELIVERED));
	assert_string_equal(notices_ask(w, "notice_show", "key=4")->notice_show->notice->reply,
			    "收到4，号码***********");
	/* who has taken it on is not idle, and hears of red, and of its end */
	world_until(w, "2020-01-15T09:00");
	notices_ledger(w, "idle=1", "");
	notices_ledger(w, "subject=W01-1-2020-1-1", "zhang W01 red unknown\n");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-15T10:00");
	notices_ledger(w, "subject=W01-1-2020-1-1", "zhang W01 cleared unknown\n");
	/* a second 收到 undoes nothing (an acknowledgement that undid a clearing) */
	notices_ask(w, "notice_reply", "person=zhang text=收到4");
	assert_int_equal(
	    notices_ask(w, "warning_list", "rule=W01 project=P1")->warning_list->n_warning, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(told_is_what_a_receipt_says),
	    TEST(a_failure_is_told_again_and_not_for_ever),
	    TEST(a_dead_gateway_delays_an_end_and_loses_none),
	    TEST(an_end_that_expired_is_told_again),
	    TEST(the_end_of_a_second_beginning_without_a_receipt_is_told_again),
	    TEST(what_was_said_between_two_failures_still_stands),
	    TEST(told_and_did_nothing),
	    TEST(a_reply_takes_on_what_was_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
