#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <zmq.h>

#include "bus/zmq/zmq_source.h"

#define QUEUED 2000

struct echo {
	sd_event *event;
	void *socket;
	int handled;
	int budget; /* messages read in one call */
	int fail_at;
};

static int on_message(void *user)
{
	struct echo *e = user;
	char text[32];

	for (int i = 0; i < e->budget; i++) {
		int n = zmq_recv(e->socket, text, sizeof text, ZMQ_DONTWAIT);

		if (n < 0)
			return 0;
		if (++e->handled == e->fail_at)
			return -EBADMSG;
		if (e->handled == QUEUED)
			return sd_event_exit(e->event, 0);
	}
	return 0;
}

static int on_timeout(sd_event_source *s, uint64_t usec, void *user)
{
	(void)s;
	(void)usec;
	return sd_event_exit(user, 99);
}

/* Sends bursts of messages while the receiver reads `budget` in each call; none may be missed. */
static int run(struct echo *e, int queued, const char *endpoint)
{
	void *context = zmq_ctx_new();
	void *push = zmq_socket(context, ZMQ_PUSH), *pull = zmq_socket(context, ZMQ_PULL);
	struct zmq_source *source;
	sd_event_source *stop;
	int hwm = 0, linger = 0, r;

	assert_int_equal(sd_event_new(&e->event), 0);
	zmq_setsockopt(push, ZMQ_SNDHWM, &hwm, sizeof hwm);
	zmq_setsockopt(push, ZMQ_LINGER, &linger, sizeof linger);
	zmq_setsockopt(pull, ZMQ_RCVHWM, &hwm, sizeof hwm);
	assert_int_equal(zmq_bind(pull, endpoint), 0);
	assert_int_equal(zmq_connect(push, endpoint), 0);
	e->socket = pull;
	assert_int_equal(zmq_source_new(&source, e->event, pull, on_message, e), 0);
	for (int i = 0; i < queued; i++)
		assert_int_equal(zmq_send(push, "x", 1, 0), 1);
	assert_true(sd_event_add_time_relative(e->event, &stop, CLOCK_MONOTONIC, 20000000, 1,
					       on_timeout, e->event) >= 0);
	r = sd_event_loop(e->event);
	sd_event_source_unref(stop);
	zmq_source_free(source);
	zmq_close(push);
	zmq_close(pull);
	zmq_ctx_term(context);
	sd_event_unref(e->event);
	return r;
}

static void all_2000_queued_messages_are_served_one_a_call(void **state)
{
	struct echo e = {.budget = 1};

	(void)state;
	assert_int_equal(run(&e, QUEUED, "inproc://x"), 0);
	assert_int_equal(e.handled, QUEUED);
}

static void all_2000_are_served_in_bounded_drains_over_ipc(void **state)
{
	struct echo e = {.budget = 16};

	(void)state;
	assert_int_equal(run(&e, QUEUED, "ipc://@duban-test-zmq-source"), 0);
	assert_int_equal(e.handled, QUEUED);
}

static void a_failing_handler_ends_the_loop_with_its_error(void **state)
{
	struct echo e = {.budget = 16, .fail_at = 5};

	(void)state;
	assert_int_equal(run(&e, 10, "inproc://x"), -EBADMSG);
	assert_int_equal(e.handled, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_2000_queued_messages_are_served_one_a_call),
	    cmocka_unit_test(all_2000_are_served_in_bounded_drains_over_ipc),
	    cmocka_unit_test(a_failing_handler_ends_the_loop_with_its_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
