#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

#include "bus/door/selftest.h"
#include "bus/door/zap.h"

struct house {
	sd_event *event;
	void *context;
	struct denials *denials;
	struct zap *zap;
	char public[41], secret[41];
	bool admits;
};

static int admit(void *user, enum door door, const uint8_t key[CURVE_KEY_SIZE])
{
	const struct house *h = user;

	(void)door;
	(void)key;
	return h->admits ? 0 : STATUS_DENIED;
}

static int try(enum door door, bool with_zap, bool admits, bool enforced)
{
	struct house h = {.admits = admits};
	struct zap_config c = {.admit = admit, .user = &h};
	void *socket;
	int r;

	assert_int_equal(sd_event_new(&h.event), 0);
	h.context = zmq_ctx_new();
	zmq_curve_keypair(h.public, h.secret);
	assert_int_equal(denials_new(&h.denials, h.event), 0);
	c.event = h.event;
	c.context = h.context;
	c.denials = h.denials;
	if (with_zap)
		assert_int_equal(zap_new(&h.zap, &c), 0);
	assert_int_equal(socket_new(&socket, h.context, door, h.secret), 0);
	if (!enforced)
		socket_set_int(socket, 93, 0);
	r = selftest_door(h.event, h.context, socket, door, h.secret);
	assert_int_equal(denials_total(h.denials), 0); /* the self-test is not counted */
	socket_close(socket);
	zap_free(h.zap);
	denials_free(h.denials);
	zmq_ctx_term(h.context);
	sd_event_unref(h.event);
	return r;
}

static void a_closed_door_passes(void **state)
{
	(void)state;
	assert_int_equal(try(DOOR_COMMANDS, true, false, true), 0);
	assert_int_equal(try(DOOR_FEED, true, false, true), 0);
}

static void an_open_door_is_found(void **state)
{
	(void)state;
	assert_int_equal(try(DOOR_COMMANDS, true, true, true), -EACCES);
	assert_int_equal(try(DOOR_FEED, true, true, true), -EACCES);
}

static void a_lost_enforcement_is_found(void **state)
{
	(void)state;
	assert_int_equal(try(DOOR_COMMANDS, false, false, false), -EACCES);
}

static void without_anybody_to_ask_it_does_not_pass(void **state)
{
	(void)state;
	assert_true(try(DOOR_COMMANDS, false, false, true) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_closed_door_passes),
	    cmocka_unit_test(an_open_door_is_found),
	    cmocka_unit_test(a_lost_enforcement_is_found),
	    cmocka_unit_test(without_anybody_to_ask_it_does_not_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
