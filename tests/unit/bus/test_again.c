/* Work that goes on and on does not keep other sources from their turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cmocka.h>

#include "bus/core/again.h"

static int count(sd_event_source *s, int fd, uint32_t events, void *user)
{
	(void)s;
	(void)fd;
	(void)events;
	++*(int *)user;
	return 0;
}

static void others_have_their_turn(void **state)
{
	sd_event_source *one = NULL, *two = NULL, *io = NULL;
	int n[3] = {0}, pipes[2];
	sd_event *loop = NULL;

	(void)state;
	assert_int_equal(sd_event_new(&loop), 0);
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(write(pipes[1], "x", 1), 1);
	assert_int_equal(again_new(loop, &one, count, &n[0]), 0);
	assert_int_equal(again_new(loop, &two, count, &n[1]), 0);
	assert_true(sd_event_add_io(loop, &io, pipes[0], EPOLLIN, count, &n[2]) >= 0);
	assert_int_equal(again_set(one, SD_EVENT_ON), 0);
	for (int i = 0; i < 30; i++) {
		/* as a loop does that decides before each sleep whether there is work */
		assert_int_equal(again_set(two, SD_EVENT_ONESHOT), 0);
		assert_true(sd_event_run(loop, 0) > 0);
	}
	assert_int_equal(n[0], 10);
	assert_int_equal(n[1], 10);
	assert_int_equal(n[2], 10);
	assert_int_equal(again_set(one, SD_EVENT_OFF), 0);
	assert_int_equal(again_set(two, SD_EVENT_OFF), 0);
	sd_event_source_disable_unref(io);
	assert_int_equal(sd_event_run(loop, 0), 0);
	sd_event_source_disable_unref(one);
	sd_event_source_disable_unref(two);
	sd_event_unref(loop);
	(void)close(pipes[0]);
	(void)close(pipes[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(others_have_their_turn)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
