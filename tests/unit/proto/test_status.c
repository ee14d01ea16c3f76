/* Verdicts: one enum for handlers and wire. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/api.pb-c.h"
#include "proto/limits.h"
#include "proto/status.h"

static void the_enum_equals_the_wire_enum(void **state)
{
	(void)state;
	const ProtobufCEnumDescriptor *d = &duban__status__descriptor;
	assert_int_equal(d->n_values, STATUS_MAX_);
	for (unsigned i = 0; i < d->n_values; i++) {
		char expected[64] = "STATUS_";
		const char *name = status_name(d->values[i].value);
		size_t n = strlen(expected);
		for (; *name && n < sizeof expected - 1; name++, n++)
			expected[n] = *name == '_' ? '_' : (char)(*name - 'a' + 'A');
		expected[n] = '\0';
		assert_string_equal(d->values[i].name, expected);
	}
}

static void every_number_has_a_name(void **state)
{
	(void)state;
	static const struct {
		int status;
		const char *name;
	} rows[] = {
	    {STATUS_OK, "ok"},
	    {STATUS_SNAPSHOT_REQUIRED, "snapshot_required"},
	    {STATUS_PARKED, "parked"},
	    {STATUS_MAX_, "unknown"},
	    {STATUS_MAX_ + 1, "unknown"},
	    {-1, "unknown"},
	    {INT32_MIN, "unknown"},
	    {INT32_MAX, "unknown"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(status_name(rows[i].status), rows[i].name);
}

static void the_limits_agree_with_each_other(void **state)
{
	(void)state;
	assert_true(WIRE_PAGE_MAX < WIRE_MESSAGE_MAX);
	assert_true(IMPORT_PART_BYTES < WIRE_MESSAGE_MAX);
	assert_true(IMPORT_PART_CELLS < WIRE_ELEMENTS_MAX);
	assert_true(FRAME_BYTES_MAX < SEGMENT_BYTES_DEFAULT);
	assert_true(GROUP_BYTES_MAX < FRAME_BYTES_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_enum_equals_the_wire_enum),
	    cmocka_unit_test(every_number_has_a_name),
	    cmocka_unit_test(the_limits_agree_with_each_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
