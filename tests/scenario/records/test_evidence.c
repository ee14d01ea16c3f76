/* Evidence: the bytes are on disk, complete, before the event that names them; a damaged file is
 * found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "engine/keeper/backup.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/keeper.h"
#include "lib/noun/tevidence.h"
#include "lib/noun/treport.h"
#include "lib/world/world.h"
#include "model/evidence/evidence.h"
#include "store/blob/blob.h"
#include "store/blob/draft.h"
#include "store/db/key.h"

static Duban__Request q;

static size_t damaged(struct world *w)
{
	static Duban__EvidenceCheckRequest b;

	b = (Duban__EvidenceCheckRequest)DUBAN__EVIDENCE_CHECK_REQUEST__INIT;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_EVIDENCE_CHECK;
	q.evidence_check = &b;
	world_ok(w, &q);
	assert_int_equal(w->reply->evidence_check->next.len, 0);
	return w->reply->evidence_check->n_damaged;
}

static void path_of(const char *dir, char buf[512])
{
	int n = snprintf(buf, 512, "%s/evidence/%02x/", dir, digest[0]);

	for (size_t i = 0; i < HASH_SIZE; i++)
		n += snprintf(buf + n, 512 - (size_t)n, "%02x", digest[i]);
}

static void what_is_put_comes_back_and_serves_a_report(void **state)
{
	struct world *w = *state;
	ProtobufCBinaryData ref = {sizeof digest, digest};
	Duban__Request *r;
	uint32_t num;

	city(w);
	fill(1);
	as_site(w);
	put(w, "A");
	assert_false(w->reply->evidence->known);
	assert_int_equal(w->reply->evidence->evidence->size, sizeof content);
	world_ok(w, get(0));
	assert_int_equal(w->reply->evidence_get->next, EVIDENCE_PART_BYTES);
	assert_memory_equal(w->reply->evidence_get->content.data, content, EVIDENCE_PART_BYTES);
	world_ok(w, get(EVIDENCE_PART_BYTES));
	assert_int_equal(w->reply->evidence_get->next, 0);
	assert_int_equal(w->reply->evidence_get->content.len, 1000);
	r = report("A", 0, 202001, 5);
	submit.evidence = &ref;
	submit.n_evidence = 1;
	num = hand_in(w, r);
	assert_int_equal(stored(w, num)->n_evidence, 1);
	/* it must be uploaded for the other project too */
	r = report("B", 0, 202001, 5);
	submit.evidence = &ref;
	submit.n_evidence = 1;
	world_refused(w, r, STATUS_NOT_FOUND, "evidence.unknown");
	put(w, "B");
	assert_true(w->reply->evidence->known);
	r = report("B", 0, 202001, 5);
	submit.evidence = &ref;
	submit.n_evidence = 1;
	(void)hand_in(w, r);
	/* a repeated commit makes no event */
	world_ok(w, part(0));
	world_ok(w, part(1));
	world_ok(w, commit("A"));
	assert_true(w->reply->evidence->known);
	assert_int_equal(w->reply->last_seq, 0);
}

static void others_do_not_see_it(void **state)
{
	struct world *w = *state;

	city(w);
	fill(2);
	as_site(w);
	put(w, "A");
	as(w, "west", ROLE(COUNTY));
	world_refused(w, get(0), STATUS_NOT_FOUND, "evidence.unknown");
	world_ok(w, part(0));
	world_ok(w, part(1));
	world_refused(w, commit("A"), STATUS_NOT_FOUND, "project.unknown");
	as(w, "east", ROLE(COUNTY));
	world_ok(w, get(0));
}

static size_t listed(struct world *w, const char *ret_cell[2])
{
	static Duban__SheetRequest b;

	b = (Duban__SheetRequest)DUBAN__SHEET_REQUEST__INIT;
	b.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &b;
	world_ok(w, &q);
	if (w->reply->sheet->n_row)
		for (int i = 0; i < 2; i++)
			ret_cell[i] = w->reply->sheet->row[0]->cell[1 + i];
	return w->reply->sheet->n_row;
}

/* A file of two projects can be read by every unit that may read one of them. */
static void each_unit_reads_the_file_that_serves_its_project(const char *first, const char *second,
							     struct world *w)
{
	const char *unit[2] = {*first == 'A' ? "site" : "west", *second == 'A' ? "site" : "west"};
	const char *cell[2];

	as_office(w);
	put(w, first);
	as(w, unit[1], ROLE(COUNTY));
	world_refused(w, get(0), STATUS_NOT_FOUND, "evidence.unknown");
	assert_int_equal(listed(w, cell), 0);
	as(w, unit[1], ROLE(COUNTY));
	put(w, second);
	assert_false(w->reply->evidence->known); /* another's is told by nothing */
	for (int i = 0; i < 2; i++) {
		as(w, unit[i], ROLE(COUNTY));
		world_ok(w, get(0));
		assert_memory_equal(w->reply->evidence_get->content.data, content,
				    EVIDENCE_PART_BYTES);
		/* and sees only its own project */
		assert_int_equal(listed(w, cell), 1);
		assert_string_equal(cell[0], i ? second : first);
		assert_string_equal(cell[1], "");
	}
	as(w, "roads", ROLE(SECTOR));
	world_refused(w, get(0), STATUS_NOT_FOUND, "evidence.unknown");
	as_office(w);
	assert_int_equal(listed(w, cell), 1);
	assert_string_equal(cell[0], first);
	assert_string_equal(cell[1], second);
}

static void a_shared_file_is_read_from_both_sides(void **state)
{
	struct world *w = *state;

	city(w);
	fill(7);
	each_unit_reads_the_file_that_serves_its_project("A", "C", w);
	world_restart(w, false);
	as(w, "west", ROLE(COUNTY));
	world_ok(w, get(0));
}

static void the_other_way_round_too(void **state)
{
	struct world *w = *state;

	city(w);
	fill(8);
	each_unit_reads_the_file_that_serves_its_project("C", "A", w);
}

/* The further projects of a file are imported with its row. */
static void a_row_adds_projects_that_a_file_serves(void **state)
{
	struct world *w = *state;
	char csv[200];
	int n = 0;

	city(w);
	fill(9);
	as_office(w);
	put(w, "A");
	n = snprintf(csv, sizeof csv, "digest,project,also,name\n");
	for (size_t i = 0; i < HASH_SIZE; i++)
		n += snprintf(csv + n, sizeof csv - (size_t)n, "%02x", digest[i]);
	(void)snprintf(csv + n, sizeof csv - (size_t)n, ",A,B;C,现场.jpg\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE, csv);
	as(w, "west", ROLE(COUNTY));
	world_ok(w, get(0));
	as_office(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE, csv);
	assert_int_equal(w->reply->last_seq, 0);
	(void)snprintf(csv + n, sizeof csv - (size_t)n, ",A,X,现场.jpg\n");
	assert_string_equal(
	    world_import_ask(w, DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE, csv)->problem[0]->code,
	    "project.unknown");
}

static void what_is_not_whole_is_refused(void **state)
{
	struct world *w = *state;
	Duban__Request *r;

	city(w);
	fill(3);
	as_site(w);
	world_refused(w, commit("A"), STATUS_NOT_FOUND, "evidence.unknown_upload");
	r = part(1);
	r->evidence_part->part = EVIDENCE_PARTS_EARLY;
	world_refused(w, r, STATUS_INVALID, "evidence.part_early");
	world_ok(w, part(1));
	world_refused(w, commit("A"), STATUS_INVALID, "evidence.incomplete");
	world_ok(w, part(0));
	content[0] ^= 1;
	world_refused(w, part(0), STATUS_CONFLICT, "evidence.other_part");
	r = commit("A");
	digest[5] ^= 1;
	world_refused(w, r, STATUS_INVALID, "evidence.other_digest");
	digest[5] ^= 1;
	r = commit("A");
	evidence.name = loose("../x");
	world_refused(w, r, STATUS_INVALID, "evidence.name_is_path");
	r = part(0);
	r->evidence_part->part = 512;
	world_refused(w, r, STATUS_TOO_MANY, "evidence.too_large");
	world_ok(w, commit("A"));
}

/* An offset beyond the end was once passed on as a negative one and crashed the daemon. */
static void a_place_past_its_end_is_refused(void **state)
{
	struct world *w = *state;

	city(w);
	fill(2);
	put(w, "A");
	world_ok(w, get(sizeof content));
	assert_int_equal(w->reply->evidence_get->content.len, 0);
	assert_int_equal(w->reply->evidence_get->next, 0);
	world_refused(w, get(sizeof content + 1), STATUS_INVALID, "evidence.past_end");
	world_refused(w, get(UINT64_MAX), STATUS_INVALID, "evidence.past_end");
	world_refused(w, get((uint64_t)INT64_MAX + 1), STATUS_INVALID, "evidence.past_end");
}

/* A folder instead of the file, or a link to itself. */
static void what_stands_in_a_files_place_is_damage(void **state)
{
	struct world *w = *state;
	char path[512];

	city(w);
	fill(3);
	put(w, "A");
	path_of(w->dir, path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(damaged(w), 1);
	world_refused(w, get(0), STATUS_DAMAGED, "store.damaged");
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(symlink(path, path), 0);
	assert_int_equal(damaged(w), 1);
	world_refused(w, get(0), STATUS_DAMAGED, "store.damaged");
}

static bool drafted(const struct world *w, off_t size)
{
	char path[512];
	struct stat st;

	(void)snprintf(path, sizeof path, "%s/evidence/upload-0.new", w->dir);
	return stat(path, &st) == 0 && st.st_size == size;
}

/* The commit has nothing left to write, and leaves nothing behind. */
static void a_part_is_on_disk_when_it_is_answered(void **state)
{
	struct world *w = *state;

	city(w);
	fill(10);
	as_site(w);
	world_ok(w, part(1));
	assert_true(drafted(w, 0));
	world_ok(w, part(0));
	assert_true(drafted(w, sizeof content));
	content[0] ^= 1;
	world_refused(w, part(0), STATUS_CONFLICT, "evidence.other_part");
	content[0] ^= 1;
	world_ok(w, part(0));
	/* a crash loses the upload: its parts must be sent again */
	world_restart(w, false);
	world_refused(w, commit("A"), STATUS_NOT_FOUND, "evidence.unknown_upload");
	put(w, "A");
	assert_false(drafted(w, sizeof content));
	world_ok(w, get(0));
	assert_memory_equal(w->reply->evidence_get->content.data, content, EVIDENCE_PART_BYTES);
}

static void damage_is_found_and_made_good_by_putting_it_again(void **state)
{
	struct world *w = *state;
	uint8_t hash[HASH_SIZE];
	char path[512], *text = NULL;
	uint64_t seq;
	bool ok;
	FILE *f;

	city(w);
	fill(4);
	as_office(w);
	put(w, "A");
	assert_int_equal(damaged(w), 0);
	path_of(w->dir, path);
	f = fopen(path, "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, 500, SEEK_SET), 0);
	assert_int_not_equal(fputc(content[500] ^ 1, f), EOF);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(damaged(w), 1);
	world_restart(w, true);
	assert_int_equal(engine_verify(w->dir, &ok, &seq, hash, &text), 0);
	assert_false(ok);
	assert_non_null(strstr(text, "现场.jpg"));
	free(text);
	put(w, "A");
	assert_int_equal(damaged(w), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(damaged(w), 1);
	world_refused(w, get(0), STATUS_DAMAGED, "store.damaged");
	put(w, "A");
	assert_int_equal(engine_verify(w->dir, &ok, &seq, hash, &text), 0);
	if (!ok)
		fail_msg("%s", text);
	free(text);
}

static void a_crash_between_file_and_event_leaves_nothing_behind(void **state)
{
	struct world *w = *state;
	struct blob_draft *draft;

	city(w);
	fill(5);
	as_site(w);
	/* the file is stored, but its event was never written */
	assert_int_equal(blob_draft_new(w->dir, 99, &draft), 0);
	assert_int_equal(blob_draft_add(draft, BYTES(content, sizeof content)), 0);
	assert_int_equal(blob_draft_keep(draft, digest), 0);
	blob_draft_free(draft);
	world_restart(w, false);
	world_refused(w, get(0), STATUS_NOT_FOUND, "evidence.unknown");
	as_office(w);
	assert_int_equal(damaged(w), 0);
	as_site(w);
	put(w, "A");
	assert_false(w->reply->evidence->known);
	/* what was acknowledged is there after a crash */
	world_restart(w, false);
	world_ok(w, get(0));
	assert_memory_equal(w->reply->evidence_get->content.data, content, EVIDENCE_PART_BYTES);
}

/* The stored files that a backup to this folder must still copy. */
static int backup(struct world *w, const char *copy, struct backup_lack *lack)
{
	struct backup_mark mark;
	struct damage damage;

	assert_int_equal(engine_prepare_backup(w->engine, &mark), 0);
	assert_int_equal(engine_backup(w->engine, copy, &mark, &damage), 0);
	return engine_check_backup(copy, lack);
}

static void a_backup_takes_the_files_along_or_says_which_it_lacks(void **state)
{
	struct world *w = *state;
	char copy[300], path[512];
	struct backup_lack lack;
	const char *what;

	city(w);
	fill(6);
	as_office(w);
	put(w, "A");
	(void)snprintf(copy, sizeof copy, "%s/copy", w->dir);
	assert_int_equal(backup(w, copy, &lack), 0);
	assert_int_equal(blob_check(copy, digest, sizeof content, &what), 0);
	assert_null(what);
	fill(7);
	put(w, "A");
	path_of(w->dir, path);
	for (int gone = 0; gone < 2; gone++) {
		assert_int_equal(gone ? unlink(path) : truncate(path, 100), 0);
		(void)snprintf(copy, sizeof copy, "%s/copy%d", w->dir, gone);
		assert_int_equal(backup(w, copy, &lack), STATUS_DAMAGED);
		assert_int_equal(lack.n, 1);
		assert_string_equal(lack.place[0].file, path + strlen(w->dir) + 1);
		assert_string_equal(lack.place[0].what, gone ? "missing" : "cut_short");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_put_comes_back_and_serves_a_report),
	    TEST(others_do_not_see_it),
	    TEST(a_shared_file_is_read_from_both_sides),
	    TEST(the_other_way_round_too),
	    TEST(a_row_adds_projects_that_a_file_serves),
	    TEST(what_is_not_whole_is_refused),
	    TEST(a_place_past_its_end_is_refused),
	    TEST(what_stands_in_a_files_place_is_damage),
	    TEST(a_part_is_on_disk_when_it_is_answered),
	    TEST(damage_is_found_and_made_good_by_putting_it_again),
	    TEST(a_crash_between_file_and_event_leaves_nothing_behind),
	    TEST(a_backup_takes_the_files_along_or_says_which_it_lacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
