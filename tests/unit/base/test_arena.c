#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void pieces_are_zeroed_and_aligned(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	static const uint8_t zero[5000];

	(void)state;
	assert_int_equal(arena_new(&a, 1 << 20), 0);
	for (int round = 0; round < 2; round++) {
		for (size_t n = 0; n < 300; n++) {
			uint8_t *p = arena_alloc(a, n * 7 % 5000);

			assert_non_null(p);
			assert_int_equal((uintptr_t)p % 16, 0);
			assert_memory_equal(p, zero, n * 7 % 5000);
			memset(p, 0xee, n * 7 % 5000);
		}
		arena_reset(a);
	}
}

static void what_would_pass_the_budget_fails_and_the_rest_stays_usable(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;

	(void)state;
	assert_int_equal(arena_new(&a, 1000), 0);
	assert_null(arena_alloc(a, 1001));
	assert_null(arena_alloc(a, SIZE_MAX));
	assert_null(arena_alloc(a, SIZE_MAX - 8));
	assert_non_null(arena_alloc(a, 900));
	assert_null(arena_alloc(a, 100)); /* 900 is rounded up to 912 */
	assert_non_null(arena_alloc(a, 80));
	assert_null(arena_alloc(a, 1));
	assert_null(arena_str(a, "x"));
	assert_null(arena_printf(a, "%d", 7));
	arena_reset(a);
	assert_non_null(arena_alloc(a, 992));
}

static void many_blocks_hold_all_pieces_apart(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	enum { N = 2000 };
	uint32_t *p[N];

	(void)state;
	assert_int_equal(arena_new(&a, 8 << 20), 0);
	for (uint32_t i = 0; i < N; i++) {
		p[i] = arena_alloc(a, 400 + i);
		assert_non_null(p[i]);
		for (uint32_t k = 0; k < (400 + i) / 4; k++)
			p[i][k] = i;
	}
	for (uint32_t i = 0; i < N; i++)
		for (uint32_t k = 0; k < (400 + i) / 4; k++)
			assert_int_equal(p[i][k], i);
}

static void text_is_copied_and_formatted(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	char buf[] = "project";

	(void)state;
	assert_int_equal(arena_new(&a, 4096), 0);
	assert_string_equal(arena_str(a, ""), "");
	assert_string_equal(arena_strn(a, buf, 4), "proj");
	assert_string_equal(arena_strn(a, buf, 400), "project");
	assert_string_equal(arena_printf(a, "%s-%d", buf, 17), "project-17");
	assert_memory_equal(arena_dup(a, buf, 3), "pro", 3);
	assert_non_null(arena_dup(a, NULL, 0));
}

static void a_growing_array_keeps_its_elements(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	uint64_t *array = NULL;

	(void)state;
	assert_int_equal(arena_new(&a, 1 << 20), 0);
	for (size_t n = 0; n < 5000; n++) {
		array = arena_grow(a, array, n, sizeof *array);
		assert_non_null(array);
		array[n] = n * n;
		for (size_t i = n < 50 ? 0 : n - 50; i <= n; i++)
			assert_int_equal(array[i], i * i);
	}
	assert_null(arena_grow(a, array, 1 << 20, sizeof *array));
	assert_null(arena_grow(a, NULL, (size_t)1 << 62, 64));
}

static void protobuf_c_allocates_from_it(void **state)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	ProtobufCAllocator *pb;
	void *p;

	(void)state;
	assert_int_equal(arena_new(&a, 4096), 0);
	pb = arena_pb(a);
	p = pb->alloc(pb->allocator_data, 100);
	assert_non_null(p);
	pb->free(pb->allocator_data, p);
	pb->free(pb->allocator_data, NULL);
	assert_null(pb->alloc(pb->allocator_data, 5000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pieces_are_zeroed_and_aligned),
	    cmocka_unit_test(what_would_pass_the_budget_fails_and_the_rest_stays_usable),
	    cmocka_unit_test(many_blocks_hold_all_pieces_apart),
	    cmocka_unit_test(text_is_copied_and_formatted),
	    cmocka_unit_test(a_growing_array_keeps_its_elements),
	    cmocka_unit_test(protobuf_c_allocates_from_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
