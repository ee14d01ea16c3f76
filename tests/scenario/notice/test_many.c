/* A big day: thousands of lamps light at one instant, all go to one person, and all of it is found
 * out in the memory of one look. The city is full of bodies, which each look for a post reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/notice/notices.h"
#include "lib/world/world_log.h"
#include "model/core/record.h"
#include "model/notice/notice.h"
#include "model/office/person.h"
#include "store/db/key.h"
#include "store/db/scan.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

enum { PROJECTS = 80, LINKS = 50, LAMPS = PROJECTS * LINKS, BODIES = 20, MEMBERS = 40, RULE = 2 };

static void import(struct world *w, Duban__ImportKind kind, const char *head,
		   void (*row)(FILE *f, int i), int n)
{
	char *text;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	(void)fputs(head, f);
	for (int i = 0; i < n; i++)
		row(f, i);
	assert_int_equal(fclose(f), 0);
	world_import(w, kind, text);
	free(text);
}

static void project(FILE *f, int i)
{
	(void)fprintf(f, "M%02d,第%d号项目,east,在建,2020\n", i, i);
}

/* Whom they name nobody knows, so that each lamp goes on to the step at which somebody can be told.
 */
static void late_link(FILE *f, int i)
{
	(void)fprintf(f, "M%02d,%d,第%d个节点,节点,east,,某人,,2020-01-16,2020-01-02\n", i / LINKS,
		      i % LINKS + 1, i);
}

static void member(FILE *f, int i)
{
	(void)fprintf(f, "b%02d,第%d专班,task-force,第%d位专班成员,成员,east\n", i / MEMBERS,
		      i / MEMBERS, i);
}

/* How many lamps of late links the person was told of. */
static int told(struct world *w, const char *id)
{
	struct txn *t = engine_txn(w->engine);
	uint32_t person = person_find(t, w->arena, id);
	struct scan s = scan_start(t, TABLE_notice_entry, key_bytes(key_u32(KEY(), person)));
	int n = 0;

	while (scan_next(&s)) {
		const Duban__NoticeEntry *e;

		arena_reset(w->arena);
		e = record_unpack(t, s.value, &duban__notice_entry__descriptor, w->arena);
		assert_non_null(e);
		n += e->rule == RULE && notice_stands(e);
	}
	return n;
}

static void a_day_on_which_thousands_light_is_told_in_one_text(void **state)
{
	struct world *w = *state;

	notices_city(w);
	import(w, K(GROUPS), "id,name,kind,person,role,unit\n", member, BODIES * MEMBERS);
	world_import(w, K(GROUPS),
		     "id,name,kind,person,role,unit\nban,领导小组办公室,office,li,主任,office\n");
	import(w, K(PROJECTS), "code,name,unit,stage,year\n", project, PROJECTS);
	import(w, K(CHAINS), "project,no,name,class,unit,leader,person,after,limit,chain_start\n",
	       late_link, LAMPS);
	/* nothing on the days before */
	notices_param(w, "W00.on", "no");
	notices_param(w, "W01.on", "no");
	notices_param(w, "W03.on", "no");
	world_until(w, "2020-01-16T23:59");
	assert_int_equal(told(w, "li"), 0);
	world_until(w, "2020-01-17T12:00");
	assert_int_equal(told(w, "li"), LAMPS);
	/* and all of them end at one instant, too */
	notices_param(w, "W02.on", "no");
	world_until(w, "2020-01-17T17:00");
	assert_int_equal(told(w, "li"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_day_on_which_thousands_light_is_told_in_one_text,
					    world_setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
