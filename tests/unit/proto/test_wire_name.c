/* Names that both ends derive from the .proto files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/api.pb-c.h"
#include "proto/wire_name.h"

static void a_topic_keeps_its_empty_parts(void **state)
{
	(void)state;
	char buf[WIRE_TOPIC_MAX];
	assert_int_equal(wire_topic(buf, "warning_raised", "red", "xinjian", "2020-001"),
			 strlen("warning_raised/red/xinjian/2020-001/"));
	assert_string_equal(buf, "warning_raised/red/xinjian/2020-001/");
	assert_int_equal(wire_topic(buf, "unit_put", "", "xinjian", NULL), 19);
	assert_string_equal(buf, "unit_put//xinjian//");
	char endless[2 * WIRE_TOPIC_MAX];
	memset(endless, 'x', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	assert_int_equal(wire_topic(buf, "unit_put", endless, "", ""), WIRE_TOPIC_MAX - 1);
}

static void the_member_that_is_set_is_the_body(void **state)
{
	(void)state;
	Duban__Event event = DUBAN__EVENT__INIT;
	Duban__LinkStarted started = DUBAN__LINK_STARTED__INIT;
	ProtobufCMessage *body = NULL;
	assert_null(wire_body_name(&event.base));
	assert_null(wire_body(&event.base, &body));
	assert_null(body);
	event.body_case = DUBAN__EVENT__BODY_LINK_STARTED;
	assert_null(wire_body(&event.base, &body)); /* the case is set, the pointer is not */
	event.link_started = &started;
	assert_string_equal(wire_body_name(&event.base), "link_started");
	assert_non_null(wire_body(&event.base, &body));
	assert_ptr_equal(body, &started);
}

static void an_enum_value_is_spelt_without_its_prefix(void **state)
{
	(void)state;
	const ProtobufCEnumDescriptor *link = &duban__link_state__descriptor;
	assert_string_equal(wire_enum_name(link, DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED),
			    "not_started");
	assert_string_equal(wire_enum_name(&duban__level__descriptor, 2), "yellow");
	assert_string_equal(wire_enum_name(link, 0), "");
	assert_string_equal(wire_enum_name(link, 99), "");
	assert_string_equal(wire_enum_name(link, -1), "");
	assert_int_equal(wire_enum_value(link, "not_started"), 1);
	assert_int_equal(wire_enum_value(link, "not_starte"), 0);
	assert_int_equal(wire_enum_value(link, "not_started "), 0);
	assert_int_equal(wire_enum_value(link, "NOT_STARTED"), 0);
	assert_int_equal(wire_enum_value(link, "invalid"), 0);
	assert_int_equal(wire_enum_value(link, ""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_topic_keeps_its_empty_parts),
	    cmocka_unit_test(the_member_that_is_set_is_the_body),
	    cmocka_unit_test(an_enum_value_is_spelt_without_its_prefix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
