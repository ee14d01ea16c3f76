/* Stored files of two counties: equal bytes tell neither anything of the other's, and a name is a
 * file's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/tevidence.h"
#include "lib/noun/treport.h"
#include "lib/world/world.h"

/* The reply to the commit, packed, without what differs between any two of them. */
static void packed(struct world *w, uint8_t *buf, size_t *ret_n)
{
	Duban__Reply p = *w->reply;

	assert_int_equal(p.status, DUBAN__STATUS__STATUS_OK);
	assert_int_equal(p.last_seq, p.first_seq);
	p.request_id.len = 0;
	p.seq = p.first_seq = p.last_seq = 0;
	*ret_n = duban__reply__pack(&p, buf);
}

/* Bytes that another stored, and bytes that nobody has: the county cannot tell one from the other,
 * and what it gets back are its own words. */
static void equal_bytes_tell_nothing_of_anothers_file(void **state)
{
	struct world *w = *state;
	Duban__Request *r;
	static uint8_t buf[2][4096];
	size_t n[2];

	city(w);
	for (uint8_t i = 0; i < 2; i++) {
		fill(20);
		if (i == 0) { /* the very same bytes, stored by the east */
			as_site(w);
			world_ok(w, part(0));
			world_ok(w, part(1));
			r = commit("A");
			evidence.name = loose("密档.jpg");
			evidence.verifier = loose("密档");
			world_ok(w, r);
		} else { /* a store of its own, in which nobody has them */
			world_free(w);
			*state = w = world_new("2020-01-02T09:00", true);
			city(w);
		}
		as(w, "west", ROLE(COUNTY));
		put(w, "C");
		packed(w, buf[i], &n[i]);
		assert_false(w->reply->evidence->known);
		world_ok(w, get(0));
		assert_string_equal(w->reply->evidence_get->evidence->name, "现场.jpg");
		assert_string_equal(w->reply->evidence_get->evidence->verifier, "");
		/* the second time it is the county's own that is known */
		put(w, "C");
		assert_true(w->reply->evidence->known);
		assert_string_equal(w->reply->evidence->evidence->name, "现场.jpg");
	}
	assert_int_equal(n[0], n[1]);
	assert_memory_equal(buf[0], buf[1], n[0]);
}

/* What an older version recorded: the second project has the file by the first one's record. */
static void of_a_shared_record_a_stranger_sees_the_digest_alone(void **state)
{
	struct world *w = *state;
	Duban__Request *r;
	char csv[200];
	int n;

	city(w);
	fill(21);
	as_office(w);
	world_ok(w, part(0));
	world_ok(w, part(1));
	r = commit("A");
	evidence.verifier = loose("密档");
	world_ok(w, r);
	n = snprintf(csv, sizeof csv, "digest,project,also,name\n");
	for (size_t i = 0; i < HASH_SIZE; i++)
		n += snprintf(csv + n, sizeof csv - (size_t)n, "%02x", digest[i]);
	(void)snprintf(csv + n, sizeof csv - (size_t)n, ",A,C,现场.jpg\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE, csv);
	as(w, "west", ROLE(COUNTY));
	world_ok(w, get(0));
	assert_string_equal(w->reply->evidence_get->evidence->verifier, "");
	assert_int_equal(strlen(w->reply->evidence_get->evidence->name), 2 * HASH_SIZE);
	as_site(w);
	world_ok(w, get(0));
	assert_string_equal(w->reply->evidence_get->evidence->verifier, "密档");
}

static void a_name_is_a_files_own(void **state)
{
	static const char *const bad[] = {"../x", "a/b", "a\\b", ".profile", ".", "..", "/etc/x"};
	struct world *w = *state;
	Duban__Request *r;

	city(w);
	fill(22);
	as_site(w);
	world_ok(w, part(0));
	world_ok(w, part(1));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		r = commit("A");
		evidence.name = loose(bad[i]);
		world_refused(w, r, STATUS_INVALID, "evidence.name_is_path");
	}
	r = commit("A");
	evidence.name = loose("a\xe2\x80\xae.jpg"); /* turns the direction of writing */
	world_refused(w, r, STATUS_INVALID, "wire.bad_character");
	world_ok(w, commit("A"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(equal_bytes_tell_nothing_of_anothers_file),
	    TEST(of_a_shared_record_a_stranger_sees_the_digest_alone),
	    TEST(a_name_is_a_files_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
