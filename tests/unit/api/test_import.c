/* Uploads, the commit as a whole, units and people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/cell/map.h"
#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "api/records/upload.h"
#include "lib/noun/timport.h"
#include "model/core/counter.h"
#include "model/office/person.h"
#include "model/office/unit.h"

#define UNITS                                                                                      \
	"id,name,kind,parent,gb_code\n"                                                            \
	"donghu,东湖区,县区,zdb,360102\n"                                                     \
	"owner1,东湖建投,业主,东湖区,\n"                                                  \
	"zdb,市重点办,office,,\n"

static void map_keeps_every_key(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct import_map m = {0};
	bool fresh;

	(void)state;
	assert_int_equal(arena_new(&a, 64 << 20), 0);
	m.arena = a;
	assert_null(import_map_get(&m, "k1"));
	for (uint32_t i = 0; i < 50000; i++) {
		*import_map_put(&m, arena_printf(a, "k%u", i), &fresh) = i;
		assert_true(fresh);
	}
	for (uint32_t i = 0; i < 50000; i++)
		assert_int_equal(*import_map_get(&m, arena_printf(a, "k%u", i)), i);
	assert_int_equal(*import_map_put(&m, "k7", &fresh), 7);
	assert_false(fresh);
	assert_null(import_map_get(&m, "k50000"));
}

static void units_may_name_a_parent_further_down(void **state)
{
	struct timport *t = *state;
	Duban__Unit *u;

	assert_int_equal(timport(t, UNITS, UNITS), 0);
	assert_int_equal(timport_done(t)->created, 3);
	assert_int_equal(timport_done(t)->rows, 3);
	assert_int_equal(t->ask.n_event, 4);
	u = unit_get(t->txn, t->arena, unit_by_id(t->txn, "owner1"));
	assert_int_equal(u->parent, unit_by_id(t->txn, "donghu"));
	assert_int_equal(u->kind, DUBAN__UNIT_KIND__UNIT_KIND_OWNER);
	u = unit_get(t->txn, t->arena, u->parent);
	assert_int_equal(u->parent, unit_by_id(t->txn, "zdb"));
	assert_string_equal(u->gb_code, "360102");
}

static void equal_rows_write_nothing(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, UNITS, UNITS), 0);
	assert_int_equal(timport(t, UNITS, UNITS), 0);
	assert_int_equal(timport_done(t)->unchanged, 3);
	assert_int_equal(t->ask.n_event, 0);
	assert_int_equal(t->reply.import->changes, 0);
}

static void an_update_says_before_and_after_and_lists_what_the_file_lacks(void **state)
{
	struct timport *t = *state;
	const Duban__Change *c;

	assert_int_equal(timport(t, UNITS, UNITS), 0);
	assert_int_equal(timport(t, UNITS, "id,name,parent\ndonghu,,\nowner1,东湖城投,zdb\n"), 0);
	assert_int_equal(timport_done(t)->updated, 1);
	assert_int_equal(timport_done(t)->unchanged, 1);
	assert_int_equal(timport_done(t)->absent_count, 1);
	assert_string_equal(timport_done(t)->absent[0], "zdb");
	assert_int_equal(t->reply.import->changes, 2);
	c = t->reply.import->change[0];
	assert_int_equal(c->line, 3);
	assert_string_equal(c->key, "owner1");
	assert_string_equal(c->column, "name");
	assert_string_equal(c->before, "东湖建投");
	assert_string_equal(c->after, "东湖城投");
	c = t->reply.import->change[1];
	assert_string_equal(c->column, "parent");
	assert_string_equal(c->before, "donghu");
	assert_string_equal(c->after, "zdb");
	assert_string_equal(t->ask.event[0]->unit_put->was->name, "东湖建投");
}

static void a_dry_run_says_the_same_and_writes_nothing(void **state)
{
	struct timport *t = *state;
	struct tfile f = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS, .csv = UNITS};

	f.dry_run = true;
	assert_int_equal(timport_file(t, &f), 0);
	assert_int_equal(t->ask.n_event, 0);
	assert_true(t->reply.import->dry_run);
	assert_int_equal(timport_done(t)->created, 3);
	assert_int_equal(t->reply.import->changes, 3);
	assert_string_equal(t->reply.import->change[0]->key, "donghu");
	assert_int_equal(unit_by_id(t->txn, "donghu"), 0);
}

static void bad_units_are_named_by_line_and_column(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, UNITS,
				 "id,name,kind,parent,gb_code\n"
				 "a b,甲,county,,\n"
				 ",乙,county,,\n"
				 "c,,county,,\n"
				 "d,丁,village,,\n"
				 "e,戊,county,nobody,\n"
				 "f,己,county,,3601\n"
				 "c,庚,county,,\n"),
			 STATUS_INVALID);
	assert_true(timport_problem(t, "key.bad_character", 2, "id"));
	assert_true(timport_problem(t, "cell.empty", 3, "id"));
	assert_true(timport_problem(t, "cell.empty", 4, "name"));
	assert_true(timport_problem(t, "unit.unknown_kind", 5, "kind"));
	assert_true(timport_problem(t, "unit.unknown", 6, "parent"));
	assert_true(timport_problem(t, "unit.bad_gb_code", 7, "gb_code"));
	assert_true(timport_problem(t, "key.twice", 8, "id"));
	/* in the order of the file, not of the passes that found them */
	for (size_t i = 0; i < t->reply.n_problem; i++)
		assert_int_equal(t->reply.problem[i]->line, i + 2);
	assert_string_equal(t->reply.problem[6]->arg[0], "4");
	assert_int_equal(t->reply.n_problem, 7);
	assert_int_equal(t->ask.n_event, 0);
	assert_int_equal(counter_last(t->txn, "unit"), 0);
}

static void a_circle_of_parents_is_refused(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, UNITS, UNITS), 0);
	assert_int_equal(timport(t, UNITS, "id,parent\nzdb,owner1\n"), STATUS_INVALID);
	assert_true(timport_problem(t, "unit.cycle", 2, "parent"));
	assert_int_equal(timport(t, UNITS, "id,parent\nzdb,zdb\n"), STATUS_INVALID);
	assert_true(timport_problem(t, "unit.cycle", 2, "parent"));
}

static void a_name_borne_by_two_is_no_reference(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, UNITS,
				 "id,name,kind,parent\na,住建局,sector,\nb,住建局,county,\n"
				 "c,科室,owner,住建局\n"),
			 STATUS_INVALID);
	assert_true(timport_problem(t, "unit.ambiguous", 4, "parent"));
}

static void a_renamed_unit_is_found_by_its_new_name_only(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, UNITS, UNITS), 0);
	assert_int_equal(timport(t, UNITS, "id,name,kind,parent\ndonghu,新区,,\nx,甲,owner,新区\n"),
			 0);
	assert_int_equal(
	    timport(t, UNITS, "id,name,kind,parent\ndonghu,东湖区,,\ny,乙,owner,新区\n"),
	    STATUS_INVALID);
	assert_true(timport_problem(t, "unit.unknown", 3, "parent"));
}

static void a_file_in_many_parts_is_one_import(void **state)
{
	struct timport *t = *state;
	struct tfile f = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS, .csv = UNITS};

	f.part_rows = 1;
	assert_int_equal(timport_file(t, &f), 0);
	assert_int_equal(timport_done(t)->created, 3);
}

static void strange_columns_are_left_out_and_said(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, UNITS, "id,name,kind,备注\na,甲,county,x\n"), 0);
	assert_int_equal(timport_remark(t, "import.column_ignored"), 1);
	assert_int_equal(timport(t, UNITS, "name,kind\n甲,county\n"), STATUS_INVALID);
	assert_true(timport_problem(t, "import.no_column", 0, NULL));
	assert_int_equal(timport(t, UNITS, "id,name,name\na,甲,乙\n"), STATUS_INVALID);
	assert_true(timport_problem(t, "import.column_twice", 0, NULL));
	assert_int_equal(timport(t, UNITS, "id,name,kind\na,甲\n"), STATUS_INVALID);
	assert_true(timport_problem(t, "row.cells", 2, NULL));
}

static void too_many_problems_are_counted(void **state)
{
	_cleanup_free_ char *csv = NULL;
	struct timport *t = *state;
	size_t size;
	FILE *f = open_memstream(&csv, &size);

	(void)fputs("id,name,kind\n", f);
	for (int i = 0; i < IMPORT_PROBLEMS_MAX + 50; i++)
		(void)fprintf(f, "u%d,甲,nonsense\n", i);
	(void)fclose(f);
	assert_int_equal(timport(t, UNITS, csv), STATUS_INVALID);
	assert_int_equal(t->reply.n_problem, IMPORT_PROBLEMS_MAX + 1);
	assert_string_equal(t->reply.problem[IMPORT_PROBLEMS_MAX]->code, "import.more_problems");
	assert_string_equal(t->reply.problem[IMPORT_PROBLEMS_MAX]->arg[0], "50");
}

/* ---- uploads */

static int part(struct timport *t, uint8_t id, uint32_t no, uint32_t line)
{
	uint8_t upload[UPLOAD_ID_SIZE] = {id};
	Duban__ImportPartRequest q = DUBAN__IMPORT_PART_REQUEST__INIT;
	Duban__ImportRow row = DUBAN__IMPORT_ROW__INIT, *rows[] = {&row};
	char *cells[] = {(char *)"a"};

	row.line = line;
	row.cell = cells;
	row.n_cell = 1;
	q.upload_id = (ProtobufCBinaryData){sizeof upload, upload};
	q.part = no;
	q.row = rows;
	q.n_row = 1;
	return timport_ask(t, DUBAN__REQUEST__BODY_IMPORT_PART, &q);
}

static int commit(struct timport *t, uint8_t id, uint32_t parts)
{
	uint8_t upload[UPLOAD_ID_SIZE] = {id}, content[HASH_SIZE] = {0};
	Duban__ImportCommitRequest q = DUBAN__IMPORT_COMMIT_REQUEST__INIT;

	q.upload_id = (ProtobufCBinaryData){sizeof upload, upload};
	q.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS;
	q.parts = parts;
	q.rows = parts;
	q.content = (ProtobufCBinaryData){sizeof content, content};
	return timport_ask(t, DUBAN__REQUEST__BODY_IMPORT_COMMIT, &q);
}

static void a_part_sent_again_must_be_the_same(void **state)
{
	struct timport *t = *state;

	assert_int_equal(part(t, 1, 0, 2), 0);
	assert_int_equal(part(t, 1, 0, 2), 0);
	assert_int_equal(part(t, 1, 0, 3), STATUS_CONFLICT);
	assert_true(timport_problem(t, "import.part_differs", 0, NULL));
}

static void a_second_upload_drops_the_first_of_the_same_principal(void **state)
{
	struct timport *t = *state;

	assert_int_equal(part(t, 1, 0, 2), 0);
	t->caller.principal = 2;
	assert_int_equal(part(t, 2, 0, 2), 0);
	assert_int_equal(commit(t, 1, 1), STATUS_NOT_FOUND);
	t->caller.principal = 1;
	assert_int_equal(commit(t, 1, 1), STATUS_INVALID);
	assert_int_equal(part(t, 3, 0, 2), 0);
	assert_int_equal(commit(t, 1, 1), STATUS_NOT_FOUND);
	assert_true(timport_problem(t, "import.unknown_upload", 0, NULL));
}

static void a_commit_must_know_all_that_came(void **state)
{
	struct timport *t = *state;

	assert_int_equal(part(t, 1, 1, 2), 0);
	assert_int_equal(commit(t, 1, 1), STATUS_INVALID);
	assert_int_equal(commit(t, 1, 2), STATUS_INVALID);
	assert_int_equal(part(t, 1, 0, 2), 0);
	/* complete, but with other cells */
	assert_int_equal(commit(t, 1, 2), STATUS_INVALID);
	assert_true(timport_problem(t, "import.incomplete", 0, NULL));
}

static void an_idle_upload_is_dropped(void **state)
{
	struct timport *t = *state;

	assert_int_equal(part(t, 1, 0, 2), 0);
	uploads_tidy(*api_uploads(t->api), t->ask.now + UPLOAD_IDLE_SEC * USEC_PER_SEC);
	assert_int_equal(commit(t, 1, 1), STATUS_INVALID);
	uploads_tidy(*api_uploads(t->api), t->ask.now + (UPLOAD_IDLE_SEC + 1) * USEC_PER_SEC);
	assert_int_equal(commit(t, 1, 1), STATUS_NOT_FOUND);
}

static void a_repeated_commit_gets_the_same_answer(void **state)
{
	struct timport *t = *state;
	Duban__ImportCommitRequest q = DUBAN__IMPORT_COMMIT_REQUEST__INIT;
	const struct handler *h = handler_of(DUBAN__REQUEST__BODY_IMPORT_COMMIT);

	assert_int_equal(timport(t, UNITS, UNITS), 0);
	assert_int_equal(timport(t, UNITS, "id,name\ndonghu,东区\n"), 0);
	/* as dispatch does for a repeat: only the events, from the journal */
	t->ask.local = NULL;
	duban__reply__init(&t->reply);
	assert_int_equal(h->answer(&t->ask, &q), 0);
	assert_int_equal(timport_done(t)->updated, 1);
	assert_string_equal(t->reply.import->change[0]->after, "东区");
}

/* ---- people */

static void people_belong_to_units_by_id_or_name(void **state)
{
	struct timport *t = *state;
	Duban__Person *p;

	assert_int_equal(timport(t, UNITS, UNITS), 0);
	assert_int_equal(
	    timport(t, PEOPLE, "id,name,unit,post\np1,万例海,zdb,主任\np2,黄例德,东湖区,\n"), 0);
	p = person_get(t->txn, t->arena, person_by_id(t->txn, "p2"));
	assert_int_equal(p->unit, unit_by_id(t->txn, "donghu"));
	assert_int_equal(timport(t, PEOPLE, "id,name,unit\np3,,zdb\np4,乙,nowhere\n"),
			 STATUS_INVALID);
	assert_true(timport_problem(t, "cell.empty", 2, "name"));
	assert_true(timport_problem(t, "unit.unknown", 3, "unit"));
}

static void a_telephone_number_is_checked_and_enters_no_event(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, PEOPLE, "id,name,phone\np1,甲,12a45\np2,乙,123\n"),
			 STATUS_INVALID);
	assert_true(timport_problem(t, "person.bad_phone", 2, "phone"));
	assert_true(timport_problem(t, "person.bad_phone", 3, "phone"));
	assert_int_equal(
	    timport_file(t, &(struct tfile){.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE,
					    .csv = "id,name,phone\np1,甲,10000000001\n",
					    .dry_run = true}),
	    0);
	assert_int_equal(t->reply.import->changes, 1);
	assert_string_equal(t->reply.import->change[0]->after, "甲");
}

#define T(f) cmocka_unit_test_setup_teardown(f, timport_setup, timport_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(map_keeps_every_key),
	    T(units_may_name_a_parent_further_down),
	    T(equal_rows_write_nothing),
	    T(an_update_says_before_and_after_and_lists_what_the_file_lacks),
	    T(a_dry_run_says_the_same_and_writes_nothing),
	    T(bad_units_are_named_by_line_and_column),
	    T(a_circle_of_parents_is_refused),
	    T(a_name_borne_by_two_is_no_reference),
	    T(a_renamed_unit_is_found_by_its_new_name_only),
	    T(a_file_in_many_parts_is_one_import),
	    T(strange_columns_are_left_out_and_said),
	    T(too_many_problems_are_counted),
	    T(a_part_sent_again_must_be_the_same),
	    T(a_second_upload_drops_the_first_of_the_same_principal),
	    T(a_commit_must_know_all_that_came),
	    T(an_idle_upload_is_dropped),
	    T(a_repeated_commit_gets_the_same_answer),
	    T(people_belong_to_units_by_id_or_name),
	    T(a_telephone_number_is_checked_and_enters_no_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
