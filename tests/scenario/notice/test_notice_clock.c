/* A clock that was wrong for a while, and whom notices are told to after its repair. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/notice/notices.h"
#include "lib/world/tclock.h"
#include "lib/world/world_log.h"
#include "text/date.h"

static void forget(struct world *w)
{
	free(w->notice_log);
	w->notice_log = strdup("");
}

/* Day by day, at the hours at which people are told. */
static void days(struct world *w, const char *from, const char *to)
{
	date_t first, last;

	assert_true(date_parse(from, &first) && date_parse(to, &last));
	for (date_t day = first; day <= last; day++) {
		char when[DATE_TEXT_MAX + 8], text[DATE_TEXT_MAX];

		(void)snprintf(when, sizeof when, "%sT08:30", date_text(day, text));
		world_clock(w, when);
		(void)snprintf(when, sizeof when, "%sT12:00", text);
		world_clock(w, when);
	}
}

/* In the wrong 2022 it was seen that the post has ended. That it ends in March 2020 is seen again
 * on its day, and who was told as its holder is told that the matter is another's. */
static void a_post_that_ends_after_the_repair_is_seen_to_end(void **state)
{
	struct world *w = world_new("2020-01-02T09:00", false);

	(void)state;
	w->caller.role = ROLE(OFFICE);
	notices_city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_POSTS,
		     "person,unit,title,kind,until\nchen,east,联络员,reporter,2020-03-10\n");
	notices_chain(w, "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n");
	days(w, "2020-01-03", "2020-01-08");
	days(w, "2022-06-27", "2022-06-28");
	w->wall = clock_instant("2020-01-09T10:00");
	world_ok(w, clock_repair("2020-01-09T10:00", false));
	world_work(w);
	days(w, "2020-01-10", "2020-03-10");
	forget(w);
	days(w, "2020-03-11", "2020-03-11");
	world_expect_notices(w, "to chen: 03-11 12:00 digest\n"
				"to chen:   end P1/0 W08\n"
				"to chen:   end P1/0 W09\n"
				"to chen:   end P1/1 W01\n");
	world_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_post_that_ends_after_the_repair_is_seen_to_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
