/* Damage of the store: the register knows each place once, STATUS tells it to those who read the
 * whole city, and what is whole again leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/keeper/damage.h"
#include "lib/world/world.h"

#define SEGMENT "journal/00000000000000000001.seg"
#define TABLES "data.mdb"

static const Duban__StatusReply *status(struct world *w)
{
	static Duban__StatusRequest b = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_STATUS;
	q.status = &b;
	return world_ok(w, &q)->status_reply;
}

static void a_place_is_listed_once(void **state)
{
	struct world *w = *state;
	const Duban__StatusReply *s;

	assert_null(engine_last_damage(w->engine));
	engine_note_damage(w->engine, SEGMENT, 512, "checksum_wrong");
	engine_note_damage(w->engine, SEGMENT, 1024, "checksum_wrong");
	engine_note_damage(w->engine, SEGMENT, 512, "checksum_wrong");
	s = status(w);
	assert_int_equal(s->damages, 2);
	assert_int_equal(s->n_damage, 2);
	assert_string_equal(s->damage[0]->file, SEGMENT);
	assert_string_equal(s->damage[0]->what, "checksum_wrong");
	assert_int_equal(s->damage[0]->offset, 512);
	assert_int_equal(s->damage[0]->found_at, s->now);
	assert_int_equal(s->damage[1]->offset, 1024);
	assert_int_equal(engine_last_damage(w->engine)->offset, 512);
}

static void a_county_is_not_told_the_files(void **state)
{
	struct world *w = *state;

	engine_note_damage(w->engine, TABLES, 0, "checksum_wrong");
	w->caller.role = DUBAN__ROLE__ROLE_COUNTY;
	assert_int_equal(status(w)->n_damage, 0);
	assert_int_equal(status(w)->damages, 0);
	w->caller.role = DUBAN__ROLE__ROLE_SECURITY;
	assert_int_equal(status(w)->n_damage, 1);
}

static void what_is_whole_leaves(void **state)
{
	struct world *w = *state;
	char file[DAMAGED_FILE_MAX];
	struct damage d;

	engine_note_damage(w->engine, SEGMENT, 512, "checksum_wrong");
	engine_note_damage(w->engine, SEGMENT, 1024, "checksum_wrong");
	engine_note_damage(w->engine, TABLES, 0, "checksum_wrong");
	assert_true(engine_untold_damage(w->engine, &d));
	assert_int_equal(d.offset, 512);
	engine_note_whole(w->engine, SEGMENT, 1024);
	assert_int_equal(status(w)->n_damage, 2);
	engine_note_whole(w->engine, SEGMENT, UINT64_MAX);
	assert_int_equal(status(w)->n_damage, 1);
	/* only what the log said to be damaged is said to be whole */
	assert_true(engine_untold_whole(w->engine, file));
	assert_string_equal(file, SEGMENT);
	assert_false(engine_untold_whole(w->engine, file));
	assert_true(engine_untold_damage(w->engine, &d));
	assert_string_equal(d.file, TABLES);
	assert_false(engine_untold_damage(w->engine, &d));
}

static void a_scrub_forgets_what_it_does_not_meet(void **state)
{
	struct world *w = *state;

	engine_note_damage(w->engine, SEGMENT, 512, "checksum_wrong");
	engine_note_damage(w->engine, TABLES, 0, "checksum_wrong");
	engine_damage_scrub_began(w->engine);
	engine_note_damage(w->engine, TABLES, 0, "checksum_wrong");
	assert_int_equal(engine_damage_count(w->engine), 2);
	engine_damage_scrub_ended(w->engine);
	assert_int_equal(status(w)->n_damage, 1);
	assert_string_equal(status(w)->damage[0]->file, TABLES);
}

static void more_places_than_are_listed_are_counted(void **state)
{
	struct world *w = *state;

	for (uint64_t i = 0; i < DAMAGES_MAX + 3; i++)
		engine_note_damage(w->engine, SEGMENT, i * 512, "checksum_wrong");
	assert_int_equal(status(w)->n_damage, DAMAGES_MAX);
	assert_int_equal(status(w)->damages, DAMAGES_MAX + 3);
	engine_damage_scrub_began(w->engine);
	engine_damage_scrub_ended(w->engine);
	assert_int_equal(status(w)->damages, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_place_is_listed_once, world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(a_county_is_not_told_the_files, world_setup,
					    world_teardown),
	    cmocka_unit_test_setup_teardown(what_is_whole_leaves, world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(a_scrub_forgets_what_it_does_not_meet, world_setup,
					    world_teardown),
	    cmocka_unit_test_setup_teardown(more_places_than_are_listed_are_counted, world_setup,
					    world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
