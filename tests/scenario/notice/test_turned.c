/* What a person who was only reminded is told when the matter is late by then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/notice/notices.h"
#include "lib/world/world_log.h"

/* Link 2 follows link 1, which is late. When it is late itself, its reminder gives way to a lamp
 * that follows from link 1's, and that is told to who must act there: who was reminded of link 2 is
 * told that it is late, and not that it is over. */
static void a_reminder_that_gives_way_is_not_told_as_done(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_chain(w, "P1,1,征地,实施,east,,王五,,2020-01-10,2020-01-02\n"
			 "P1,2,主体,实施,east,,张三,1,2020-01-16,2020-01-02\n");
	world_until(w, "2020-01-16T23:00");
	free(w->notice_log);
	w->notice_log = strdup("");
	world_until(w, "2020-01-17T23:00");
	assert_non_null(strstr(w->notice_log, "to zhang: 01-17 08:30 lamp_turned\n"
					      "to zhang:   end P1/2 W00\n"));
	assert_null(strstr(w->notice_log, "lamp_out"));
}

/* Of several such there is one text, which does not count them among what is over. */
static void nor_are_several(void **state)
{
	struct world *w = *state;
	const Duban__NoticeListReply *list;
	const Duban__Notice *n;
	char body[128];
	bool turned = false, ended = false;

	notices_city(w);
	notices_chain(w, "P1,1,征地,实施,east,,王五,,2020-01-10,2020-01-02\n"
			 "P1,2,主体,实施,east,,张三,1,2020-01-16,2020-01-02\n"
			 "P1,3,管网,实施,east,,张三,1,2020-01-16,2020-01-02\n");
	world_until(w, "2020-01-17T08:40");
	list = notices_ask(w, "notice_list", "person=zhang")->notice_list;
	assert_true(list->n_notice > 0);
	(void)snprintf(body, sizeof body, "key=%s", list->notice[list->n_notice - 1]->id);
	n = notices_ask(w, "notice_show", body)->notice_show->notice;
	assert_string_equal(n->template_, "digest");
	for (size_t i = 0; i < n->n_field; i++) {
		turned = turned || strcmp(n->field[i], "turned=2") == 0;
		ended = ended || strcmp(n->field[i], "ended=0") == 0;
	}
	assert_true(turned && ended);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_reminder_that_gives_way_is_not_told_as_done),
	    TEST(nor_are_several),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
