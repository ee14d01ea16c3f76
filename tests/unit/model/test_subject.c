/* A warning's subject: as a key, and in events from before subjects were general. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "lib/ttemp.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/txn.h"

static Duban__Subject subject(uint32_t project, uint32_t year, uint32_t link)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;

	s.project = project;
	s.year = year;
	s.link = link;
	return s;
}

static Duban__Subject camera(uint32_t number)
{
	Duban__Subject s = DUBAN__SUBJECT__INIT;

	s.kind = (char *)(uintptr_t) "camera";
	s.number = number;
	return s;
}

static void keys_are_as_the_header_shows_them(void **state)
{
	static const uint8_t link[] = {0, 0, 0, 17, 0, 0, 0, 7, 0xe4, 0, 0, 0, 3, 0, 0, 0, 0};
	static const uint8_t other[] = "\0\0\0\0camera\0\0\0\0\0\0\0\0\7\0\0\0";
	Duban__Subject s = subject(17, 2020, 3), c = camera(7);
	struct key *k = KEY();

	(void)state;
	subject_key(k, &s);
	assert_int_equal(k->size, sizeof link);
	assert_memory_equal(k->data, link, sizeof link);
	k = KEY();
	subject_key(k, &c);
	assert_int_equal(k->size, sizeof other);
	assert_memory_equal(k->data, other, sizeof other);
}

static void a_key_is_read_as_it_was_written(void **state)
{
	Duban__Subject all[] = {
	    subject(17, 0, 0), subject(17, 2020, 3), subject(17, 2021, 1), camera(7), camera(8),
	    camera(7)};

	(void)state;
	all[5].project = 17;
	all[5].sub = 2;
	all[5].year = 2020;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct key *k = subject_key(KEY(), &all[i]);
		struct key_reader r = {.rest = key_bytes(k), .ok = true};
		Duban__Subject back;

		subject_key_read(&r, &back);
		assert_true(r.ok);
		assert_int_equal(r.rest.size, 0);
		for (size_t j = 0; j < sizeof all / sizeof *all; j++)
			assert_int_equal(subject_same(&back, &all[j]), i == j);
		assert_int_equal(back.link, all[i].link);
		assert_int_equal(back.number, all[i].number);
	}
}

static void links_and_projects_are_kinds_by_their_numbers(void **state)
{
	Duban__Subject link = subject(17, 2020, 3), whole = subject(17, 0, 0), c = camera(7);

	(void)state;
	assert_string_equal(subject_kind_name(&link), "link");
	assert_int_equal(subject_number(&link), 3);
	assert_string_equal(subject_kind_name(&whole), "project");
	assert_int_equal(subject_number(&whole), 0);
	assert_string_equal(subject_kind_name(&c), "camera");
	assert_int_equal(subject_number(&c), 7);
}

/* ---- old events */

/* WarningRaised{warning {rule 1, subject {project 17, year 2020, link 3}, occurrence 1, yellow,
 * open, unit 2}} and WarningCleared of it, byte for byte as the daemon wrote them when a subject
 * was a project, a year and a link. */
static const uint8_t old_raised[] = {
    0x0a, 0x13, 0x08, 0x01, 0x12, 0x07, 0x08, 0x11, 0x10, 0xe4, 0x0f,
    0x18, 0x03, 0x18, 0x01, 0x20, 0x02, 0x28, 0x01, 0x30, 0x02,
};
static const uint8_t old_cleared[] = {
    0x08, 0x01, 0x12, 0x07, 0x08, 0x11, 0x10, 0xe4, 0x0f,
    0x18, 0x03, 0x18, 0x01, 0x20, 0x02, 0x28, 0x01,
};

struct store {
	char *dir;
	struct db *db;
	struct txn *txn;
	struct arena *arena;
	uint64_t seq;
};

static struct store open_store(void)
{
	struct store s = {.dir = ttemp_new()};
	struct db_config c = {.dir = s.dir};
	Duban__StoreCreated created = DUBAN__STORE_CREATED__INIT;
	Duban__Event e = DUBAN__EVENT__INIT;

	assert_int_equal(db_open(&s.db, &c), 0);
	assert_int_equal(txn_begin(&s.txn, s.db, true), 0);
	assert_int_equal(arena_new(&s.arena, 1024 * 1024), 0);
	e.seq = ++s.seq;
	e.at = 1;
	e.body_case = DUBAN__EVENT__BODY_STORE_CREATED;
	e.store_created = &created;
	assert_int_equal(fold_event(s.txn, s.arena, &e), 0);
	return s;
}

static void close_store(struct store *s)
{
	txn_abort(s->txn);
	db_free(s->db);
	arena_free(s->arena);
	ttemp_remove(s->dir);
}

static void fold_body(struct store *s, Duban__Event__BodyCase body, void *message)
{
	Duban__Event e = DUBAN__EVENT__INIT;

	e.seq = ++s->seq;
	e.at = 2;
	e.project = 17;
	e.body_case = body;
	e.warning_raised = message; /* all members are pointers in one union */
	assert_int_equal(fold_event(s->txn, s->arena, &e), 0);
	assert_int_equal(txn_error(s->txn), 0);
}

static Duban__WarningRaised *unpack_raised(struct store *s)
{
	Duban__WarningRaised *b =
	    duban__warning_raised__unpack(arena_pb(s->arena), sizeof old_raised, old_raised);

	assert_non_null(b);
	return b;
}

static void an_old_event_folds_to_the_same_subject(void **state)
{
	Duban__Subject s = subject(17, 2020, 3);
	struct store st = open_store();
	struct bytes v;
	Duban__Warning *w;

	(void)state;
	fold_body(&st, DUBAN__EVENT__BODY_WARNING_RAISED, unpack_raised(&st));
	w = warning_get(st.txn, st.arena, &s, 1, 1);
	assert_non_null(w);
	assert_int_equal(w->subject->project, 17);
	assert_int_equal(w->subject->year, 2020);
	assert_int_equal(w->subject->link, 3);
	assert_string_equal(w->subject->kind, "");
	assert_int_equal(w->unit, 2);
	assert_int_equal(
	    txn_get_u32(st.txn, TABLE_warning_open, key_bytes(warning_key(KEY(), &s, 1))), 1);
	assert_int_equal(warning_last_occurrence(st.txn, &s, 1), 1);
	assert_int_equal(store_row(st.txn, st.arena)->open_yellow, 1);
	/* the stored record is the one in the event */
	assert_true(
	    txn_get(st.txn, TABLE_warning, key_bytes(key_u32(warning_key(KEY(), &s, 1), 1)), &v));
	assert_true(bytes_equal(v, BYTES(old_raised + 2, sizeof old_raised - 2)));
	close_store(&st);
}

static void an_old_event_clears_it(void **state)
{
	Duban__Subject s = subject(17, 2020, 3);
	struct store st = open_store();

	(void)state;
	fold_body(&st, DUBAN__EVENT__BODY_WARNING_RAISED, unpack_raised(&st));
	fold_body(
	    &st, DUBAN__EVENT__BODY_WARNING_CLEARED,
	    duban__warning_cleared__unpack(arena_pb(st.arena), sizeof old_cleared, old_cleared));
	assert_int_equal(warning_get(st.txn, st.arena, &s, 1, 1)->state,
			 DUBAN__WARNING_STATE__WARNING_STATE_CLEARED);
	assert_int_equal(txn_count(st.txn, TABLE_warning_open), 0);
	assert_int_equal(store_row(st.txn, st.arena)->open_yellow, 0);
	close_store(&st);
}

static void what_is_written_today_of_a_link_is_what_was_written_before(void **state)
{
	Duban__WarningRaised b = DUBAN__WARNING_RAISED__INIT;
	Duban__Warning w = DUBAN__WARNING__INIT;
	Duban__Subject s = subject(17, 2020, 3);
	uint8_t buf[64];

	(void)state;
	b.warning = &w;
	w.rule = 1;
	w.subject = &s;
	w.occurrence = 1;
	w.level = DUBAN__LEVEL__LEVEL_YELLOW;
	w.state = DUBAN__WARNING_STATE__WARNING_STATE_OPEN;
	w.unit = 2;
	assert_int_equal(duban__warning_raised__pack(&b, buf), sizeof old_raised);
	assert_memory_equal(buf, old_raised, sizeof old_raised);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_are_as_the_header_shows_them),
	    cmocka_unit_test(a_key_is_read_as_it_was_written),
	    cmocka_unit_test(links_and_projects_are_kinds_by_their_numbers),
	    cmocka_unit_test(an_old_event_folds_to_the_same_subject),
	    cmocka_unit_test(an_old_event_clears_it),
	    cmocka_unit_test(what_is_written_today_of_a_link_is_what_was_written_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
