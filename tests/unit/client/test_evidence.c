/* duban_evidence_put(): sends the parts in order under an id made from the content, then a commit
 * that describes them; parts that the daemon forgot are sent again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "unit/client/fake.h"

enum { SIZE = 2 * EVIDENCE_PART_BYTES + 1000 };
static uint8_t content[SIZE];

/* The daemon's part. */
struct upload {
	uint8_t id[UPLOAD_ID_SIZE], got[SIZE + EVIDENCE_PART_BYTES];
	uint32_t parts;
	size_t size;
	unsigned part_requests, commits, forget; /* forget: before the n-th commit, 0 = never */
	uint8_t commit_id[2][REQUEST_ID_SIZE];
	uint64_t said_size;
	char name[64];
	bool fits;
};

static const char *take_part(struct upload *u, const Duban__EvidencePartRequest *p)
{
	u->part_requests++;
	if (p->part == 0) {
		memcpy(u->id, p->upload_id.data, UPLOAD_ID_SIZE);
		u->parts = 0;
		u->size = 0;
	}
	if (p->part != u->parts || memcmp(u->id, p->upload_id.data, UPLOAD_ID_SIZE) != 0)
		return "evidence.part_early";
	memcpy(u->got + u->size, p->content.data, p->content.len);
	u->size += p->content.len;
	u->parts++;
	return NULL;
}

static const char *take_commit(struct upload *u, const Duban__Request *request)
{
	const Duban__EvidenceCommitRequest *c = request->evidence_commit;
	memcpy(u->commit_id[u->commits % 2], request->request_id.data, REQUEST_ID_SIZE);
	if (++u->commits == u->forget) {
		u->parts = 0;
		return "evidence.unknown_upload";
	}
	u->said_size = c->evidence->size;
	(void)snprintf(u->name, sizeof u->name, "%s", c->evidence->name);
	u->fits = c->parts == u->parts && c->evidence->digest.len == HASH_SIZE &&
		  memcmp(c->evidence->digest.data, u->id, UPLOAD_ID_SIZE) == 0;
	return NULL;
}

static enum fake_act keep(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	struct upload *u = userdata;
	Duban__Reply reply = DUBAN__REPLY__INIT;
	Duban__Problem problem = DUBAN__PROBLEM__INIT, *problems = &problem;
	const char *code = request->body_case == DUBAN__REQUEST__BODY_EVIDENCE_PART
			       ? take_part(u, request->evidence_part)
			       : take_commit(u, request);
	if (code) {
		problem.code = (char *)(uintptr_t)code;
		reply.status = DUBAN__STATUS__STATUS_NOT_FOUND;
		reply.n_problem = 1;
		reply.problem = &problems;
	}
	fake_reply(out, request, &reply);
	return FAKE_ANSWER;
}

struct fixture {
	struct upload upload;
	struct fake *fake;
	struct duban *d;
	char *dir;
};

static int setup(void **state)
{
	struct fixture *s = calloc(1, sizeof *s);
	s->dir = ttemp_new();
	_cleanup_free_ char *path = ttemp_path(s->dir, "c.conn");
	for (size_t i = 0; i < SIZE; i++)
		content[i] = (uint8_t)(i * 7 + i / 251);
	s->fake = fake_start(
	    &(struct fake_options){.curve = true, .answer = keep, .userdata = &s->upload});
	fake_connection(s->fake, path);
	*state = s;
	return duban_open(&(struct duban_options){.connection_file = path}, &s->d);
}

static int teardown(void **state)
{
	struct fixture *s = *state;
	duban_close(s->d);
	fake_stop(s->fake);
	ttemp_remove(s->dir);
	free(s);
	return 0;
}

static void arrived(struct fixture *s, const char *name)
{
	assert_true(s->upload.fits);
	assert_int_equal(s->upload.size, SIZE);
	assert_memory_equal(s->upload.got, content, SIZE);
	assert_int_equal(s->upload.said_size, SIZE);
	assert_string_equal(s->upload.name, name);
}

static void a_file_and_bytes_arrive_whole_under_the_contents_own_id(void **state)
{
	struct fixture *s = *state;
	_cleanup_free_ char *path = ttemp_path(s->dir, "roof.jpg");
	struct duban_evidence e = {.project = "P1", .path = path};
	uint8_t id[UPLOAD_ID_SIZE];
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(content, 1, SIZE, f), SIZE);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(duban_evidence_put(s->d, &e, NULL), 0);
	arrived(s, "roof.jpg");
	memcpy(id, s->upload.id, sizeof id);
	e = (struct duban_evidence){
	    .project = "P1", .bytes = content, .size = SIZE, .name = "屋面.jpg"};
	assert_int_equal(duban_evidence_put(s->d, &e, NULL), 0);
	arrived(s, "屋面.jpg");
	assert_memory_equal(id, s->upload.id, sizeof id);
}

static void what_the_daemon_forgot_is_sent_again_under_its_ids(void **state)
{
	struct fixture *s = *state;
	struct duban_evidence e = {.project = "P1", .bytes = content, .size = SIZE, .name = "a"};
	s->upload.forget = 1;
	assert_int_equal(duban_evidence_put(s->d, &e, NULL), 0);
	arrived(s, "a");
	assert_int_equal(s->upload.part_requests, 6);
	assert_int_equal(s->upload.commits, 2);
	assert_memory_equal(s->upload.commit_id[0], s->upload.commit_id[1], REQUEST_ID_SIZE);
}

static void what_cannot_be_sent_is_said_before_anything_is(void **state)
{
	struct fixture *s = *state;
	_cleanup_free_ char *path = ttemp_path(s->dir, "none");
	struct duban_evidence e = {.project = "P1", .path = path};
	assert_int_equal(duban_evidence_put(s->d, &e, NULL), DUBAN_E_FILE);
	assert_string_equal(duban_failure(s->d)->code, "local.unreadable");
	e.path = s->dir;
	assert_int_equal(duban_evidence_put(s->d, &e, NULL), DUBAN_E_FILE);
	e = (struct duban_evidence){.project = "P1", .bytes = content, .name = "a"};
	assert_int_equal(duban_evidence_put(s->d, &e, NULL), DUBAN_E_ARGUMENT);
	e.size = (size_t)EVIDENCE_BYTES_MAX + 1;
	assert_int_equal(duban_evidence_put(s->d, &e, NULL), DUBAN_E_TOO_LARGE);
	assert_int_equal(s->upload.part_requests, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_file_and_bytes_arrive_whole_under_the_contents_own_id),
	    T(what_the_daemon_forgot_is_sent_again_under_its_ids),
	    T(what_cannot_be_sent_is_said_before_anything_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
