#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>

#include "lib/ttemp.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "unit/client/fake.h"

/* The daemon's part of an upload: parts in order, then a commit that must match them. */
struct upload {
	uint8_t id[UPLOAD_ID_SIZE];
	uint32_t parts, rows;
	unsigned part_requests, commits, forget; /* forget: before the n-th commit, 0 = never */
	EVP_MD_CTX *digest;
	bool dry_run, content_fits;
	uint8_t commit_ids[8][REQUEST_ID_SIZE];
	unsigned cells_max, bytes_max;
};

static void begin(struct upload *u, const ProtobufCBinaryData *id)
{
	memcpy(u->id, id->data, UPLOAD_ID_SIZE);
	u->parts = u->rows = 0;
	(void)EVP_DigestInit_ex(u->digest, EVP_sm3(), NULL);
}

static bool take_part(struct upload *u, const Duban__ImportPartRequest *part)
{
	unsigned cells = 0;
	if (part->part == 0)
		begin(u, &part->upload_id);
	if (part->part != u->parts || memcmp(u->id, part->upload_id.data, UPLOAD_ID_SIZE) != 0)
		return false;
	for (size_t i = 0; i < part->n_row; i++) {
		for (size_t c = 0; c < part->row[i]->n_cell; c++, cells++) {
			const char *cell = part->row[i]->cell[c];
			(void)EVP_DigestUpdate(u->digest, cell, strlen(cell));
			(void)EVP_DigestUpdate(u->digest, "\x1f", 1);
		}
		(void)EVP_DigestUpdate(u->digest, "\x1e", 1);
		u->rows++;
	}
	if (cells > u->cells_max)
		u->cells_max = cells;
	size_t size = duban__import_part_request__get_packed_size(part);
	if (size > u->bytes_max)
		u->bytes_max = (unsigned)size;
	u->parts++;
	return true;
}

static bool take_commit(struct upload *u, const Duban__Request *request)
{
	const Duban__ImportCommitRequest *commit = request->import_commit;
	uint8_t digest[HASH_SIZE];
	memcpy(u->commit_ids[u->commits % 8], request->request_id.data, REQUEST_ID_SIZE);
	if (++u->commits == u->forget) {
		memset(u->id, 0, sizeof u->id);
		u->parts = 0;
	}
	if (memcmp(u->id, commit->upload_id.data, UPLOAD_ID_SIZE) != 0)
		return false;
	EVP_MD_CTX *copy = EVP_MD_CTX_new();
	(void)EVP_MD_CTX_copy_ex(copy, u->digest);
	(void)EVP_DigestFinal_ex(copy, digest, NULL);
	EVP_MD_CTX_free(copy);
	u->dry_run = commit->dry_run;
	u->content_fits = commit->parts == u->parts && commit->rows == u->rows &&
			  commit->content.len == HASH_SIZE &&
			  memcmp(commit->content.data, digest, HASH_SIZE) == 0;
	return true;
}

static enum fake_act keep(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	struct upload *u = userdata;
	Duban__Reply reply = DUBAN__REPLY__INIT;
	Duban__Problem problem = DUBAN__PROBLEM__INIT, *problems = &problem;
	bool known = request->body_case == DUBAN__REQUEST__BODY_IMPORT_PART
			 ? (u->part_requests++, take_part(u, request->import_part))
			 : take_commit(u, request);
	if (!known) {
		problem.code = (char *)"import.unknown_upload";
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
	s->upload.digest = EVP_MD_CTX_new();
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
	EVP_MD_CTX_free(s->upload.digest);
	ttemp_remove(s->dir);
	free(s);
	return 0;
}

static const struct duban_import_column columns[] = {{"id", NULL}, {"name", ""}, {"total", "万元"}};

static struct duban_import *made(struct fixture *s, size_t n_columns, unsigned rows,
				 const char *const *cells)
{
	struct duban_import *import = NULL;
	struct duban_import_options o = {
	    .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS,
	    .file = "units.csv",
	    .columns = columns,
	    .n_columns = n_columns,
	};
	assert_int_equal(duban_import_new(s->d, &o, &import), 0);
	for (unsigned i = 0; i < rows; i++)
		assert_int_equal(duban_import_row(import, i + 2, cells), 0);
	return import;
}

static const char *const three[] = {"a", NULL, "中文"};

static void rows_arrive_in_parts_that_the_daemon_takes(void **state)
{
	struct fixture *s = *state;
	static const unsigned rows[] = {0, 1, 1333, 1334, 5000};
	for (size_t columns_used = 1; columns_used <= 3; columns_used++) {
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
			struct duban_import *import = made(s, columns_used, rows[i], three);
			if (rows[i] == 0) /* an empty file has no part: the daemon refuses it */
				assert_int_equal(duban_import_commit(import, false, NULL),
						 DUBAN__STATUS__STATUS_NOT_FOUND);
			else
				assert_int_equal(duban_import_commit(import, false, NULL), 0);
			assert_int_equal(rows[i] == 0 || s->upload.content_fits, true);
			assert_true(s->upload.cells_max <= IMPORT_PART_CELLS);
			duban_import_free(import);
		}
	}
}

static void long_rows_make_more_parts(void **state)
{
	struct fixture *s = *state;
	_cleanup_free_ char *text = calloc(1, 40001);
	memset(text, 'x', 40000);
	const char *const cells[] = {"a", text, ""};
	struct duban_import *import = made(s, 3, 20, cells);
	assert_int_equal(duban_import_commit(import, false, NULL), 0);
	assert_true(s->upload.content_fits);
	assert_int_equal(s->upload.parts, 7);
	assert_true(s->upload.bytes_max <= IMPORT_PART_BYTES);
	duban_import_free(import);
}

static void a_row_above_a_part_is_refused(void **state)
{
	struct fixture *s = *state;
	_cleanup_free_ char *text = calloc(1, IMPORT_PART_BYTES + 1);
	memset(text, 'x', IMPORT_PART_BYTES);
	const char *const cells[] = {"a", text, ""};
	struct duban_import *import = made(s, 3, 1, three);
	assert_int_equal(duban_import_row(import, 3, cells), DUBAN_E_TOO_LARGE);
	assert_non_null(strstr(duban_failure(s->d)->text, "line 3"));
	assert_int_equal(duban_import_commit(import, false, NULL), 0);
	assert_int_equal(s->upload.rows, 1);
	duban_import_free(import);
}

static void a_rehearsal_and_the_real_thing_send_the_parts_once(void **state)
{
	struct fixture *s = *state;
	struct duban_import *import = made(s, 3, 3000, three);
	assert_int_equal(duban_import_commit(import, true, NULL), 0);
	assert_true(s->upload.dry_run);
	assert_int_equal(s->upload.part_requests, 3);
	assert_int_equal(duban_import_commit(import, false, NULL), 0);
	assert_false(s->upload.dry_run);
	assert_int_equal(s->upload.part_requests, 3);
	assert_memory_not_equal(s->upload.commit_ids[0], s->upload.commit_ids[1], REQUEST_ID_SIZE);
	assert_int_equal(duban_import_row(import, 1, three), DUBAN_E_ARGUMENT);
	duban_import_free(import);
}

static void a_forgotten_upload_is_sent_again_under_its_ids(void **state)
{
	struct fixture *s = *state;
	struct duban_import *import = made(s, 3, 3000, three);
	struct duban_reply *reply;
	s->upload.forget = 1;
	assert_int_equal(duban_import_commit(import, false, &reply), 0);
	assert_int_equal(s->upload.part_requests, 6);
	assert_int_equal(s->upload.commits, 2);
	assert_memory_equal(s->upload.commit_ids[0], s->upload.commit_ids[1], REQUEST_ID_SIZE);
	assert_true(s->upload.content_fits);
	duban_reply_free(reply);
	duban_import_free(import);
}

struct progress {
	size_t calls, last, stop_at;
};

static int on_progress(void *userdata, size_t done, size_t total)
{
	struct progress *p = userdata;
	assert_true(done > p->last && done <= total);
	p->last = done;
	return ++p->calls == p->stop_at;
}

static void progress_is_told_and_may_stop_it(void **state)
{
	struct fixture *s = *state;
	for (size_t stop_at = 0; stop_at <= 2; stop_at += 2) {
		struct progress p = {.stop_at = stop_at};
		struct duban_import *import;
		struct duban_import_options o = {.kind = 1,
						 .columns = columns,
						 .n_columns = 3,
						 .progress = on_progress,
						 .userdata = &p};
		assert_int_equal(duban_import_new(s->d, &o, &import), 0);
		for (uint32_t i = 0; i < 4000; i++)
			assert_int_equal(duban_import_row(import, i, three), 0);
		unsigned commits = s->upload.commits;
		assert_int_equal(duban_import_commit(import, false, NULL),
				 stop_at ? DUBAN_E_CANCELLED : 0);
		assert_int_equal(p.calls, stop_at ? 2 : 4);
		assert_int_equal(s->upload.commits, commits + (stop_at ? 0 : 1));
		duban_import_free(import);
	}
}

static void columns_have_a_limit(void **state)
{
	struct fixture *s = *state;
	struct duban_import *import;
	struct duban_import_options o = {.kind = 1, .columns = columns};
	assert_int_equal(duban_import_new(s->d, &o, &import), DUBAN_E_ARGUMENT);
	o.n_columns = IMPORT_COLUMNS_MAX + 1;
	assert_int_equal(duban_import_new(s->d, &o, &import), DUBAN_E_ARGUMENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    T(rows_arrive_in_parts_that_the_daemon_takes),
	    T(long_rows_make_more_parts),
	    T(a_row_above_a_part_is_refused),
	    T(a_rehearsal_and_the_real_thing_send_the_parts_once),
	    T(a_forgotten_upload_is_sent_again_under_its_ids),
	    T(progress_is_told_and_may_stop_it),
	    T(columns_have_a_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
