#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bus/core/limits.h"
#include "bus/zmtp/topics.h"

static void add(struct topics *t, const char *text)
{
	assert_int_equal(topics_add(t, BYTES_STR(text)), 0);
}

static bool match(const struct topics *t, const char *text)
{
	return topics_match(t, BYTES_STR(text));
}

static void a_topic_matches_its_beginnings(void **state)
{
	struct topics t = {0};

	(void)state;
	assert_false(match(&t, ""));
	assert_false(match(&t, "a"));
	add(&t, "lamp/red/");
	add(&t, "lamp/redder");
	add(&t, "lamp/re/x");
	add(&t, "b");
	assert_true(match(&t, "lamp/red/xinjian/"));
	assert_true(match(&t, "lamp/red/"));
	assert_true(match(&t, "lamp/redderer"));
	assert_false(match(&t, "lamp/red"));
	assert_false(match(&t, "lamp/redd"));
	assert_false(match(&t, "lamp/"));
	assert_true(match(&t, "bz"));
	assert_false(match(&t, "az"));
	assert_false(match(&t, "\xff"));
	add(&t, "lamp/");
	/* the last one before it is a longer one that shares only a part */
	assert_true(match(&t, "lamp/red"));
	assert_true(match(&t, "lamp/zzz"));
	add(&t, "");
	assert_true(match(&t, "\xff") && match(&t, ""));
	topics_done(&t);
}

static void a_topic_asked_for_twice_ends_at_the_second_cancellation(void **state)
{
	struct topics t = {0};

	(void)state;
	add(&t, "a");
	add(&t, "a");
	assert_int_equal(t.n, 1);
	topics_cancel(&t, BYTES_STR("b"));
	topics_cancel(&t, BYTES_STR("a"));
	assert_true(match(&t, "a"));
	topics_cancel(&t, BYTES_STR("a"));
	assert_false(match(&t, "a"));
	assert_int_equal(t.bytes, 0);
	topics_done(&t);
}

static void there_are_so_many_and_no_more(void **state)
{
	struct topics t = {0};
	char text[16];

	(void)state;
	for (int i = 0; i < TOPICS_MAX; i++) {
		(void)snprintf(text, sizeof text, "%d/", i * 7 % TOPICS_MAX);
		add(&t, text);
	}
	assert_int_equal(topics_add(&t, BYTES_STR("one more")), -E2BIG);
	assert_int_equal(topics_add(&t, BYTES_STR("7/")), 0); /* it is there */
	assert_true(topics_memory(&t) >= t.bytes);
	for (int i = 0; i < TOPICS_MAX; i += 2) {
		(void)snprintf(text, sizeof text, "%d/", i);
		topics_cancel(&t, BYTES_STR(text));
	}
	for (int i = 0; i < TOPICS_MAX; i++) {
		(void)snprintf(text, sizeof text, "%d/x", i);
		assert_int_equal(match(&t, text), i % 2);
	}
	topics_done(&t);
}

/* The same answers as the plain way gives, for all words of two letters. */
static void halving_finds_what_looking_at_each_finds(void **state)
{
	unsigned seed = 12345;

	(void)state;
	for (int round = 0; round < 200; round++) {
		char word[8][6] = {{0}}, topic[7] = {0};
		struct topics t = {0};
		bool plain = false;

		for (int i = 0; i < 8; i++) {
			int n = (int)((seed = seed * 1103515245u + 12345u) >> 16) % 6;

			for (int k = 0; k < n; k++)
				word[i][k] = "ab"[(seed = seed * 1103515245u + 12345u) >> 16 & 1];
			if (n > 0)
				add(&t, word[i]);
		}
		for (int k = 0; k < 6; k++)
			topic[k] = "ab"[(seed = seed * 1103515245u + 12345u) >> 16 & 1];
		for (int i = 0; i < 8; i++)
			plain = plain || (*word[i] && memcmp(topic, word[i], strlen(word[i])) == 0);
		assert_int_equal(match(&t, topic), plain);
		topics_done(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_topic_matches_its_beginnings),
	    cmocka_unit_test(a_topic_asked_for_twice_ends_at_the_second_cancellation),
	    cmocka_unit_test(there_are_so_many_and_no_more),
	    cmocka_unit_test(halving_finds_what_looking_at_each_finds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
