#include "lib/world/tclock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "proto/enums.h"
#include "text/date.h"

enum { ZONE = 480 };

void clock_city(struct world *w)
{
	w->caller.role = DUBAN__ROLE__ROLE_OFFICE;
	world_city(w);
	world_import(w, IMPORT_KIND(CHAINS),
		     CLOCK_HEADER "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n"
				  "P1,2,可研批复,审批,east,李四,张三,,20wd,2020-01-02\n");
}

usec_t clock_instant(const char *text)
{
	usec_t at;

	assert_true(instant_parse(text, ZONE, &at));
	return at;
}

Duban__Request *clock_repair(const char *to, bool dry)
{
	static Duban__ClockRepairRequest b;
	static Duban__Request q;

	duban__clock_repair_request__init(&b);
	duban__request__init(&q);
	b.to_at = clock_instant(to);
	b.reason = (char *)(uintptr_t) "主板电池失效";
	b.dry_run = dry;
	q.body_case = DUBAN__REQUEST__BODY_CLOCK_REPAIR;
	q.clock_repair = &b;
	return &q;
}

char *clock_lamps(struct world *w)
{
	Duban__WarningListRequest b = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	world_ok(w, &q);
	assert_int_equal(w->reply->warning_list->next.len, 0);
	for (size_t i = 0; i < w->reply->warning_list->n_warning; i++) {
		const Duban__WarningRow *r = w->reply->warning_list->warning[i];

		/* no open lamp is of a time that never was */
		assert_true(r->raised_at <= r->lit_at);
		assert_true(r->lit_at <= engine_now(w->engine));
		(void)fprintf(f, "%s/%u %s %d due %u since %lld red %lld turn %s\n", r->project,
			      r->link, r->rule, (int)r->level, r->due_date, (long long)r->since_at,
			      (long long)r->red_since_at, r->turn_unit);
	}
	(void)fclose(f);
	return text;
}

void clock_verify(struct world *w)
{
	Duban__VerifyRequest b = DUBAN__VERIFY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	struct caller was = w->caller;

	q.body_case = DUBAN__REQUEST__BODY_VERIFY;
	q.verify = &b;
	w->caller.role = DUBAN__ROLE__ROLE_LOCAL;
	world_ok(w, &q);
	w->caller = was;
	if (!w->reply->job->ok)
		fail_msg("verify: %s", w->reply->job->text);
}
