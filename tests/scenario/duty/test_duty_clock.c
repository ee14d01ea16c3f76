/* Duties and a clock that is wrong by years: what the wrong future opened, ended or lit is gone
 * with it, and each duty comes on its day, as in a store that never saw that future. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/core/tick.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "text/date.h"

enum { ZONE = 480, DAYS = 40 };

/* "east/monthly_data/2020-01 open due … done …" of each duty (malloc). */
static char *duties(struct world *w)
{
	Duban__DutyListRequest b = DUBAN__DUTY_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	b.all = true;
	q.body_case = DUBAN__REQUEST__BODY_DUTY_LIST;
	q.duty_list = &b;
	world_ok(w, &q);
	assert_int_equal(w->reply->duty_list->next.len, 0);
	for (size_t i = 0; i < w->reply->duty_list->n_duty; i++) {
		const Duban__DutyRow *r = w->reply->duty_list->duty[i];

		(void)fprintf(f, "%s %s due %lld done %u\n", r->id,
			      wire_enum_name(&duban__duty_state__descriptor, (int)r->state),
			      (long long)r->due_at, r->done_date);
	}
	(void)fclose(f);
	return text;
}

static void same(struct world *w, struct world *right)
{
	char *is = clock_lamps(w), *want = clock_lamps(right);
	char *is_duties = duties(w), *want_duties = duties(right);

	assert_string_equal(is, want);
	assert_string_equal(is_duties, want_duties);
	free(is);
	free(want);
	free(is_duties);
	free(want_duties);
}

static struct world *city(const char *start)
{
	struct world *w = world_new(start, false);

	clock_city(w);
	world_import(w, IMPORT_KIND(PARAMETERS),
		     "key,scope,of,value\ncadence.profile,default,,nanchang2020\n");
	return w;
}

static const char *at(date_t day, const char *time)
{
	static char text[DATE_TEXT_MAX + 16];
	char buf[DATE_TEXT_MAX];

	(void)snprintf(text, sizeof text, "%sT%s", date_text(day, buf), time);
	return text;
}

/* From `start` by `wrong` and back to the day after; then day by day. */
static void as_if_it_had_not_been(const char *start, const char *wrong)
{
	struct world *w = city(start), *right = city(start);
	date_t day = date_at(engine_now(w->engine), ZONE) + 1;

	world_clock(w, at(day, "09:00"));
	world_clock(right, at(day, "09:00"));
	same(w, right);
	world_clock(w, wrong);
	w->wall = clock_instant(at(day, "10:00"));
	engine_tell_time(w->engine, w->wall);
	world_ok(w, clock_repair(at(day, "10:00"), false));
	world_work(w);
	world_clock(right, at(day, "10:00"));
	same(w, right);
	clock_verify(w);
	for (int i = 0; i < DAYS; i++) {
		day++;
		world_clock(w, at(day, "10:00"));
		world_clock(right, at(day, "10:00"));
		same(w, right);
	}
	clock_verify(w);
	world_free(w);
	world_free(right);
}

/* Into the middle of periods and to their ends, by years and by days, at each time of a month. */
static void a_wrong_future_leaves_no_duty_behind(void **state)
{
	(void)state;
	as_if_it_had_not_been("2020-01-08T09:00", "2022-06-26T08:00");
	as_if_it_had_not_been("2020-03-09T09:00", "2020-03-30T08:00");
	as_if_it_had_not_been("2020-04-20T09:00", "2022-10-08T08:00");
	as_if_it_had_not_been("2020-06-28T09:00", "2022-12-13T08:00");
	as_if_it_had_not_been("2020-11-30T09:00", "2021-01-12T08:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_wrong_future_leaves_no_duty_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
