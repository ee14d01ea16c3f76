/* An import through api_serve into a real engine: what is in the journal, what is stored outside
 * it, and what happens when a reply is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/hash.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/core/recover.h"
#include "lib/ttemp.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"

#define NOW (1580486400 * USEC_PER_SEC)

struct whole {
	char *dir;
	struct engine *engine;
	struct api *api;
	Duban__Reply *reply;
	uint8_t request;
};

static void clock_of_host(void *user, Duban__ClockShowReply *ret)
{
	(void)user;
	ret->wall = NOW;
}

static void reopen(struct whole *w)
{
	static const struct api_host host = {.clock = clock_of_host};
	struct engine_config c = {.dir = w->dir,
				  .zone = "Asia/Shanghai",
				  .zone_minutes = 480,
				  .simulated = true,
				  .now = NOW,
				  .epoch = {1},
				  .segment_bytes = 1 << 20,
				  .map_bytes = (uint64_t)1 << 30};

	w->api = api_free(w->api);
	w->engine = engine_free(w->engine);
	if (engine_open(&w->engine, &c))
		fail_msg("%s", engine_open_fault());
	assert_int_equal(api_new(&w->api, w->engine, &host), 0);
}

static int setup(void **state)
{
	struct whole *w = calloc(1, sizeof *w);

	if (!w)
		return -1;
	w->dir = ttemp_new();
	reopen(w);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct whole *w = *state;

	if (w->reply)
		duban__reply__free_unpacked(w->reply, NULL);
	api_free(w->api);
	engine_free(w->engine);
	ttemp_remove(w->dir);
	free(w);
	return 0;
}

/* Returns the status; the reply is kept for checks. */
static int serve(struct whole *w, Duban__Request *q, uint8_t request)
{
	static const struct caller local = {.role = DUBAN__ROLE__ROLE_LOCAL, .name = "local"};
	uint8_t id[REQUEST_ID_SIZE] = {request};
	struct api_answer answer;
	_cleanup_free_ uint8_t *buf = NULL;
	size_t n;

	q->version = 1;
	q->request_id = (ProtobufCBinaryData){sizeof id, id};
	n = duban__request__get_packed_size(q);
	buf = malloc(n);
	assert_non_null(buf);
	duban__request__pack(q, buf);
	assert_int_equal(api_serve(w->api, &local, BYTES(buf, n), false, &answer), 0);
	if (w->reply)
		duban__reply__free_unpacked(w->reply, NULL);
	w->reply = duban__reply__unpack(NULL, answer.reply.size, answer.reply.data);
	assert_non_null(w->reply);
	assert_int_equal(engine_sync(w->engine), 0);
	return (int)w->reply->status;
}

static uint8_t upload_id[UPLOAD_ID_SIZE] = {7};

/* One row of people: p1, with a name and a telephone number. */
static int upload(struct whole *w, const char *name, const char *phone)
{
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ImportPartRequest part = DUBAN__IMPORT_PART_REQUEST__INIT;
	Duban__ImportRow row = DUBAN__IMPORT_ROW__INIT, *rows[] = {&row};
	char *cells[] = {(char *)"p1", (char *)name, (char *)phone};

	row.line = 2;
	row.cell = cells;
	row.n_cell = 3;
	part.upload_id = (ProtobufCBinaryData){sizeof upload_id, upload_id};
	part.row = rows;
	part.n_row = 1;
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_PART;
	q.import_part = &part;
	return serve(w, &q, ++w->request);
}

static int commit(struct whole *w, const char *name, const char *phone, uint8_t request)
{
	static const char *const names[] = {"id", "name", "phone"};
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ImportCommitRequest c = DUBAN__IMPORT_COMMIT_REQUEST__INIT;
	Duban__ImportColumn column[3], *columns[3];
	uint8_t hash[HASH_SIZE];
	char text[256];
	int n = snprintf(text, sizeof text, "p1\x1f%s\x1f%s\x1f\x1e", name, phone);

	for (size_t i = 0; i < 3; i++) {
		duban__import_column__init(&column[i]);
		column[i].name = (char *)names[i];
		columns[i] = &column[i];
	}
	assert_int_equal(sm3_of(BYTES(text, (size_t)n), BYTES("", 0), hash), 0);
	c.upload_id = (ProtobufCBinaryData){sizeof upload_id, upload_id};
	c.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE;
	c.file = (char *)"people.csv";
	c.column = columns;
	c.n_column = 3;
	c.parts = c.rows = 1;
	c.content = (ProtobufCBinaryData){sizeof hash, hash};
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_COMMIT;
	q.import_commit = &c;
	return serve(w, &q, request);
}

static char *phone_of(struct whole *w, struct arena *a, const char *id)
{
	struct txn *t = engine_txn(w->engine);
	Duban__Contact *c =
	    record_get(t, TABLE_contact, key_bytes(key_u32(KEY(), person_by_id(t, id))),
		       &duban__contact__descriptor, a);

	return c ? c->phone : NULL;
}

/* Do the journal's bytes hold the text? */
static bool journal_holds(struct whole *w, const char *text)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec;
	bool found = true, hit = false;

	assert_int_equal(journal_read(&rd, engine_journal(w->engine), 1), 0);
	while (journal_reader_next(rd, &rec, &found) == 0 && found)
		hit = hit || memmem(rec.event.data, rec.event.size, text, strlen(text));
	return hit;
}

static void a_telephone_number_goes_round_the_journal(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct whole *w = *state;

	assert_int_equal(arena_new(&a, 1 << 20), 0);
	assert_int_equal(upload(w, "万例海", "10012345678"), 0);
	assert_int_equal(commit(w, "万例海", "10012345678", 200), 0);
	assert_int_equal(w->reply->import->done->created, 1);
	assert_int_equal(w->reply->last_seq, w->reply->first_seq + 1);
	assert_string_equal(phone_of(w, a, "p1"), "10012345678");
	assert_true(journal_holds(w, "万例海"));
	assert_false(journal_holds(w, "10012345678"));
	reopen(w);
	assert_string_equal(phone_of(w, a, "p1"), "10012345678");
	/* the same person with another telephone number: no event for the person, the number is
	 * stored */
	assert_int_equal(upload(w, "", "10087654321"), 0);
	assert_int_equal(commit(w, "", "10087654321", 201), 0);
	assert_int_equal(w->reply->import->done->unchanged, 1);
	assert_string_equal(phone_of(w, a, "p1"), "10087654321");
}

static void a_retry_after_a_lost_answer_gets_it(void **state)
{
	struct whole *w = *state;
	uint64_t first, last;

	assert_int_equal(upload(w, "万例海", "10012345678"), 0);
	assert_int_equal(commit(w, "万例海", "10012345678", 200), 0);
	first = w->reply->first_seq;
	last = w->reply->last_seq;
	assert_int_equal(commit(w, "万例海", "10012345678", 200), 0);
	assert_int_equal(w->reply->first_seq, first);
	assert_int_equal(w->reply->last_seq, last);
	assert_int_equal(w->reply->import->done->created, 1);
	assert_int_equal(w->reply->import->changes, 1);
	/* the upload was dropped by the commit */
	assert_int_equal(commit(w, "万例海", "10012345678", 201), STATUS_NOT_FOUND);
}

static void a_refusal_can_be_asked_for_again(void **state)
{
	struct whole *w = *state;

	assert_int_equal(upload(w, "万例海", "abc"), 0);
	assert_int_equal(commit(w, "万例海", "abc", 200), STATUS_INVALID);
	assert_string_equal(w->reply->problem[0]->code, "person.bad_phone");
	assert_int_equal(commit(w, "万例海", "abc", 200), STATUS_INVALID);
	assert_string_equal(w->reply->problem[0]->code, "person.bad_phone");
	assert_string_equal(w->reply->problem[0]->value, "abc");
	assert_int_equal(w->reply->problem[0]->line, 2);
}

static void a_restart_forgets_the_upload_and_not_the_answer(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct whole *w = *state;

	assert_int_equal(arena_new(&a, 1 << 20), 0);
	assert_int_equal(upload(w, "万例海", "10012345678"), 0);
	reopen(w);
	assert_int_equal(commit(w, "万例海", "10012345678", 200), STATUS_NOT_FOUND);
	assert_int_equal(upload(w, "万例海", "10012345678"), 0);
	assert_int_equal(commit(w, "万例海", "10012345678", 200), 0);
	reopen(w);
	/* a repeat with its upload: the numbers are stored again, the reply is the old one */
	assert_int_equal(upload(w, "万例海", "10012345678"), 0);
	assert_int_equal(commit(w, "万例海", "10012345678", 200), 0);
	assert_int_equal(w->reply->import->done->created, 1);
	assert_string_equal(phone_of(w, a, "p1"), "10012345678");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_telephone_number_goes_round_the_journal),
	    T(a_retry_after_a_lost_answer_gets_it),
	    T(a_refusal_can_be_asked_for_again),
	    T(a_restart_forgets_the_upload_and_not_the_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
