/* What open uploads hold: the host is told of it and may say no, and who sends nothing more does
 * not keep the places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "engine/core/engine.h"
#include "engine/core/recover.h"
#include "lib/ttemp.h"

#define NOW (1580486400 * USEC_PER_SEC)

enum { PLACES = 16, PRINCIPALS = 20 };

struct hall {
	char *dir;
	struct engine *engine;
	struct api *api;
	Duban__Reply *reply;
	usec_t wall;
	size_t held[PRINCIPALS], most; /* bytes, as the host is told; of one principal at most */
	uint8_t request;
};

static void clock_of_host(void *user, Duban__ClockShowReply *ret)
{
	ret->wall = ((struct hall *)user)->wall;
}

static bool hold(void *user, uint32_t principal, size_t before, size_t bytes)
{
	struct hall *h = user;

	assert_true(principal < PRINCIPALS);
	assert_int_equal(before, h->held[principal]);
	if (bytes > before && bytes > h->most)
		return false;
	h->held[principal] = bytes;
	return true;
}

static int setup(void **state)
{
	struct hall *h = calloc(1, sizeof *h);
	struct engine_config c = {.zone = "Asia/Shanghai",
				  .zone_minutes = 480,
				  .simulated = true,
				  .now = NOW,
				  .epoch = {1},
				  .segment_bytes = 1 << 20,
				  .map_bytes = (uint64_t)1 << 30};
	struct api_host host = {.user = h, .clock = clock_of_host, .hold = hold};

	assert_non_null(h);
	h->wall = NOW;
	h->most = SIZE_MAX;
	c.dir = h->dir = ttemp_new();
	if (engine_open(&h->engine, &c))
		fail_msg("%s", engine_open_fault());
	assert_int_equal(api_new(&h->api, h->engine, &host), 0);
	*state = h;
	return 0;
}

static int teardown(void **state)
{
	struct hall *h = *state;

	duban__reply__free_unpacked(h->reply, NULL);
	api_free(h->api);
	for (size_t i = 0; i < PRINCIPALS; i++)
		assert_int_equal(h->held[i], 0);
	engine_free(h->engine);
	ttemp_remove(h->dir);
	free(h);
	return 0;
}

/* Returns the status, and the code of the first problem or "". */
static int serve(struct hall *h, uint32_t principal, Duban__Request *q, const char **ret_code)
{
	const struct caller who = {
	    .principal = principal, .role = DUBAN__ROLE__ROLE_OFFICE, .name = "office"};
	static uint8_t buf[WIRE_MESSAGE_MAX];
	uint8_t id[REQUEST_ID_SIZE] = {++h->request};
	struct api_answer answer;
	size_t n;

	q->version = 1;
	q->request_id = (ProtobufCBinaryData){sizeof id, id};
	n = duban__request__pack(q, buf);
	assert_int_equal(api_serve(h->api, &who, BYTES(buf, n), false, &answer), 0);
	if (h->reply)
		duban__reply__free_unpacked(h->reply, NULL);
	h->reply = duban__reply__unpack(NULL, answer.reply.size, answer.reply.data);
	assert_non_null(h->reply);
	*ret_code = h->reply->n_problem ? h->reply->problem[0]->code : "";
	return (int)h->reply->status;
}

static int import_part(struct hall *h, uint32_t principal, uint32_t number, const char **ret_code)
{
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ImportPartRequest part = DUBAN__IMPORT_PART_REQUEST__INIT;
	Duban__ImportRow row = DUBAN__IMPORT_ROW__INIT, *rows[] = {&row};
	char *cells[] = {(char *)(uintptr_t) "甲"};
	uint8_t id[UPLOAD_ID_SIZE] = {1};

	row.line = number + 2;
	row.cell = cells;
	row.n_cell = 1;
	part.upload_id = (ProtobufCBinaryData){sizeof id, id};
	part.part = number;
	part.row = rows;
	part.n_row = 1;
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_PART;
	q.import_part = &part;
	return serve(h, principal, &q, ret_code);
}

static int evidence_part(struct hall *h, uint32_t principal, uint32_t number, const char **ret_code)
{
	static uint8_t content[EVIDENCE_PART_BYTES];
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__EvidencePartRequest part = DUBAN__EVIDENCE_PART_REQUEST__INIT;
	uint8_t id[UPLOAD_ID_SIZE] = {2};

	part.upload_id = (ProtobufCBinaryData){sizeof id, id};
	part.part = number;
	part.content = (ProtobufCBinaryData){sizeof content, content};
	q.body_case = DUBAN__REQUEST__BODY_EVIDENCE_PART;
	q.evidence_part = &part;
	return serve(h, principal, &q, ret_code);
}

static void the_host_knows_what_uploads_hold(void **state)
{
	struct hall *h = *state;
	const char *code;
	size_t one;

	assert_int_equal(import_part(h, 3, 0, &code), 0);
	one = h->held[3];
	assert_true(one > strlen("甲"));
	assert_int_equal(import_part(h, 3, 1, &code), 0);
	assert_true(h->held[3] > one);
	assert_int_equal(import_part(h, 3, 1, &code), 0); /* the same again holds no more */
	h->most = h->held[3];
	assert_int_equal(import_part(h, 3, 2, &code), STATUS_TOO_MANY);
	assert_string_equal(code, "bus.too_much_uploaded");
	assert_int_equal(h->held[3], h->most);
	api_drop_uploads(h->api, 4); /* another one's */
	assert_int_equal(h->held[3], h->most);
	api_drop_uploads(h->api, 3);
	assert_int_equal(h->held[3], 0);
}

static void parts_of_evidence_are_held_only_while_they_are_early(void **state)
{
	struct hall *h = *state;
	const char *code;

	assert_int_equal(evidence_part(h, 3, 0, &code), 0); /* written at once */
	assert_int_equal(h->held[3], 0);
	assert_int_equal(evidence_part(h, 3, 2, &code), 0);
	assert_int_equal(h->held[3], EVIDENCE_PART_BYTES);
	h->most = EVIDENCE_PART_BYTES;
	assert_int_equal(evidence_part(h, 3, 3, &code), STATUS_TOO_MANY);
	assert_string_equal(code, "bus.too_much_uploaded");
	h->most = SIZE_MAX;
	assert_int_equal(evidence_part(h, 3, 1, &code), 0); /* the gap is closed */
	assert_int_equal(h->held[3], 0);
	assert_int_equal(evidence_part(h, 3, 4, &code), 0);
	api_drop_uploads(h->api, 3);
	assert_int_equal(h->held[3], 0);
}

static void who_sends_no_more_parts_makes_room(void **state)
{
	static const struct {
		int (*part)(struct hall *h, uint32_t principal, uint32_t number,
			    const char **ret_code);
		const char *code;
	} rows[] = {{import_part, "import.too_many_uploads"},
		    {evidence_part, "evidence.too_many_uploads"}};
	struct hall *h = *state;
	const char *code;

	for (size_t i = 0; i < 2; i++) {
		for (uint32_t p = 1; p <= PLACES; p++)
			assert_int_equal(rows[i].part(h, p, 0, &code), 0);
		assert_int_not_equal(rows[i].part(h, PLACES + 1, 0, &code), 0);
		assert_string_equal(code, rows[i].code);
		/* all but the third go on */
		h->wall += (UPLOAD_STALLED_SEC - 1) * USEC_PER_SEC;
		for (uint32_t p = 1; p <= PLACES; p++)
			if (p != 3)
				assert_int_equal(rows[i].part(h, p, 1, &code), 0);
		assert_int_not_equal(rows[i].part(h, PLACES + 1, 0, &code), 0);
		h->wall += USEC_PER_SEC;
		assert_int_equal(rows[i].part(h, PLACES + 1, 0, &code), 0);
		assert_int_not_equal(rows[i].part(h, PLACES + 2, 0, &code), 0);
		assert_int_equal(h->held[3], 0);
		for (uint32_t p = 1; p <= PLACES + 1; p++)
			api_drop_uploads(h->api, p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_host_knows_what_uploads_hold, setup, teardown),
	    cmocka_unit_test_setup_teardown(parts_of_evidence_are_held_only_while_they_are_early,
					    setup, teardown),
	    cmocka_unit_test_setup_teardown(who_sends_no_more_parts_makes_room, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
