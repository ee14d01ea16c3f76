/* Several endpoints in a connection file, and a server that changes its key. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "proto/cleanup.h"
#include "unit/client/fake.h"

/* A port that is taken: nobody listens there, or (`silent`) nobody speaks. */
static int taken_port(char endpoint[64], bool silent)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &size), 0);
	if (silent)
		assert_int_equal(listen(fd, 16), 0);
	(void)snprintf(endpoint, 64, "tcp://127.0.0.1:%u", ntohs(a.sin_port));
	return fd;
}

/* A connection file for `f` with these endpoints. */
static void write_file(const char *path, const struct fake *f, const char *first,
		       const char *second)
{
	struct duban_connection c;
	fake_connection(f, path);
	assert_int_equal(duban_connection_read(path, &c, NULL), 0);
	(void)snprintf(c.commands[0], sizeof c.commands[0], "%s", first);
	(void)snprintf(c.commands[1], sizeof c.commands[1], "%s", second);
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
}

static struct duban *opened(const char *path)
{
	struct duban_failure failure = {.error = 0};
	struct duban_options o = {.connection_file = path, .failure = &failure};
	struct duban *d = NULL;
	if (duban_open(&o, &d) != 0)
		fail_msg("%s", failure.text);
	return d;
}

static int ask(struct duban *d)
{
	return duban_link_start(d, "2020-001", 1, 0, NULL);
}

static void what_does_not_answer_is_passed_over(void **state)
{
	for (int silent = 0; silent < 2; silent++) {
		_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
		char dead[64];
		_cleanup_close_ int fd = taken_port(dead, silent);
		struct fake *f =
		    fake_start(&(struct fake_options){.curve = true, .answer = fake_ok});
		write_file(path, f, dead, fake_endpoint(f));
		struct duban *d = opened(path);
		assert_string_equal(duban_endpoint(d), fake_endpoint(f));
		assert_int_equal(ask(d), 0);
		duban_close(d);
		/* the first that works: this one has nothing to pass over */
		write_file(path, f, fake_endpoint(f), dead);
		d = opened(path);
		assert_string_equal(duban_endpoint(d), fake_endpoint(f));
		duban_close(d);
		fake_stop(f);
	}
}

static void who_refuses_our_key_or_has_another_is_passed_over(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct fake *f = fake_start(&(struct fake_options){.curve = true, .answer = fake_ok});
	struct fake *refuses = fake_start(
	    &(struct fake_options){.curve = true, .zap = "400", .like = f, .answer = fake_ok});
	struct fake *other = fake_start(&(struct fake_options){.curve = true, .answer = fake_ok});
	const struct fake *first[] = {refuses, other};
	for (size_t i = 0; i < 2; i++) {
		write_file(path, f, fake_endpoint(first[i]), fake_endpoint(f));
		struct duban *d = opened(path);
		assert_string_equal(duban_endpoint(d), fake_endpoint(f));
		assert_int_equal(ask(d), 0);
		duban_close(d);
	}
	fake_stop(f);
	fake_stop(refuses);
	fake_stop(other);
}

static void if_none_works_each_is_told(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct duban_failure failure = {.error = 0};
	struct duban *d = NULL;
	char dead[64];
	_cleanup_close_ int fd = taken_port(dead, false);
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .zap = "400", .answer = fake_ok});
	const char *const order[][2] = {{dead, fake_endpoint(f)}, {fake_endpoint(f), dead}};
	for (size_t i = 0; i < 2; i++) {
		write_file(path, f, order[i][0], order[i][1]);
		/* the one that came furthest */
		assert_int_equal(
		    duban_open(
			&(struct duban_options){.connection_file = path, .failure = &failure}, &d),
		    DUBAN_E_OWN_KEY);
		assert_string_equal(failure.code, "connection.own_key");
		assert_non_null(strstr(failure.text, dead));
		assert_non_null(strstr(failure.text, fake_endpoint(f)));
	}
	fake_stop(f);
}

struct seen {
	enum fake_act act;
	uint8_t id[DUBAN_REQUEST_ID]; /* of the first request */
	unsigned n;
};

static enum fake_act see(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	struct seen *s = userdata;
	if (s->n++ == 0)
		memcpy(s->id, request->request_id.data, DUBAN_REQUEST_ID);
	(void)fake_ok(NULL, request, out);
	return s->act;
}

static void a_request_goes_on_at_the_next_when_the_first_is_lost(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct seen at[2] = {{.act = FAKE_LEAVE}, {.act = FAKE_ANSWER}};
	struct fake *a =
	    fake_start(&(struct fake_options){.curve = true, .answer = see, .userdata = &at[0]});
	struct fake *b = fake_start(
	    &(struct fake_options){.curve = true, .like = a, .answer = see, .userdata = &at[1]});
	write_file(path, a, fake_endpoint(a), fake_endpoint(b));
	struct duban *d = opened(path);
	assert_string_equal(duban_endpoint(d), fake_endpoint(a));
	if (ask(d) != 0)
		fail_msg("%s", duban_failure(d)->text);
	assert_string_equal(duban_endpoint(d), fake_endpoint(b));
	assert_int_equal(ask(d), 0); /* and it stays there */
	assert_string_equal(duban_endpoint(d), fake_endpoint(b));
	duban_close(d);
	fake_stop(a);
	fake_stop(b);
	assert_int_equal(at[0].n, 1);
	assert_int_equal(at[1].n, 2);
	assert_memory_equal(at[0].id, at[1].id, DUBAN_REQUEST_ID);
}

/* ---- the server's next key */

#define OTHER_LINES "# ours\nnote = kept by us\n"

struct next {
	char text[DUBAN_KEY_TEXT];
	uint8_t key[DUBAN_KEY_BYTES];
};

static struct next next_key(void)
{
	struct next n;
	char secret[DUBAN_KEY_TEXT];
	assert_int_equal(duban_key_new(n.text, secret), 0);
	assert_int_equal(duban_key_decode(n.text, n.key), 0);
	return n;
}

static enum fake_act announce(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	struct next *n = userdata;
	Duban__NextServerKey next = DUBAN__NEXT_SERVER_KEY__INIT;
	Duban__Reply reply = DUBAN__REPLY__INIT;
	next.public_key = (ProtobufCBinaryData){DUBAN_KEY_BYTES, n->key};
	reply.next_server_key = &next;
	fake_reply(out, request, &reply);
	return FAKE_ANSWER;
}

/* Adds lines of the owner's to the file. */
static void add_lines(const char *path)
{
	size_t n;
	_cleanup_free_ char *text = ttemp_read(path, &n), *more = NULL;
	assert_true(asprintf(&more, OTHER_LINES "%s", text) > 0);
	ttemp_write(path, more, strlen(more));
}

static void the_file_takes_the_next_key(void **state)
{
	static const mode_t modes[] = {0600, 0640};
	for (size_t i = 0; i < 2; i++) {
		_cleanup_free_ char *path = ttemp_path(*state, "c.conn"), *text = NULL;
		struct next next = next_key();
		struct fake *f = fake_start(
		    &(struct fake_options){.curve = true, .answer = announce, .userdata = &next});
		struct duban_connection was, is;
		struct stat st;
		size_t n;
		fake_connection(f, path);
		add_lines(path);
		assert_int_equal(chmod(path, modes[i]), 0);
		assert_int_equal(duban_connection_read(path, &was, NULL), 0);
		struct duban *d = opened(path);
		assert_int_equal(duban_key_change(d), DUBAN_KEY_STAYS);
		assert_int_equal(ask(d), 0);
		assert_int_equal(duban_key_change(d), DUBAN_KEY_WRITTEN);
		assert_string_equal(duban_connection(d)->server_key, next.text);
		assert_int_equal(duban_connection_read(path, &is, NULL), 0);
		assert_string_equal(is.server_key, next.text);
		memcpy(is.server_key, was.server_key, sizeof is.server_key);
		assert_memory_equal(&is, &was, sizeof is);
		text = ttemp_read(path, &n);
		assert_non_null(strstr(text, OTHER_LINES));
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 07777, modes[i]);
		duban_close(d);
		fake_stop(f);
	}
}

static void a_link_stays_a_link(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn"),
			    *link = ttemp_path(*state, "link");
	struct next next = next_key();
	struct fake *f = fake_start(
	    &(struct fake_options){.curve = true, .answer = announce, .userdata = &next});
	struct duban_connection is;
	struct stat st;
	fake_connection(f, path);
	assert_int_equal(symlink(path, link), 0);
	struct duban *d = opened(link);
	assert_int_equal(ask(d), 0);
	assert_int_equal(duban_key_change(d), DUBAN_KEY_WRITTEN);
	duban_close(d);
	fake_stop(f);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(duban_connection_read(path, &is, NULL), 0);
	assert_string_equal(is.server_key, next.text);
}

static void a_file_that_says_something_else_is_left_alone(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn"), *before = NULL, *after = NULL;
	struct next next = next_key(), foreign = next_key();
	struct fake *f = fake_start(
	    &(struct fake_options){.curve = true, .answer = announce, .userdata = &next});
	struct duban_connection c;
	size_t n;
	fake_connection(f, path);
	struct duban *d = opened(path);
	/* somebody has corrected it by hand meanwhile */
	assert_int_equal(duban_connection_read(path, &c, NULL), 0);
	memcpy(c.server_key, foreign.text, sizeof c.server_key);
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
	before = ttemp_read(path, &n);
	assert_int_equal(ask(d), 0);
	assert_int_equal(duban_key_change(d), DUBAN_KEY_KEPT);
	assert_string_equal(duban_connection(d)->server_key, next.text);
	after = ttemp_read(path, &n);
	assert_string_equal(before, after);
	duban_close(d);
	fake_stop(f);
}

static void two_programs_do_not_write_at_once(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct next next = next_key();
	struct fake *f = fake_start(
	    &(struct fake_options){.curve = true, .answer = announce, .userdata = &next});
	fake_connection(f, path);
	struct duban *d = opened(path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(ask(d), 0);
	assert_int_equal(duban_key_change(d), DUBAN_KEY_STAYS);
	(void)close(fd);
	assert_int_equal(ask(d), 0);
	assert_int_equal(duban_key_change(d), DUBAN_KEY_WRITTEN);
	/* whoever comes second finds it done */
	assert_int_equal(ask(d), 0);
	duban_close(d);
	fake_stop(f);
}

/* Without CURVE nothing vouches for the key. */
static void the_admin_socket_announces_nothing(void **state)
{
	_cleanup_free_ char *endpoint = NULL;
	struct next next = next_key();
	assert_true(asprintf(&endpoint, "ipc://%s/admin.sock", (char *)*state) > 0);
	struct fake *f = fake_start(
	    &(struct fake_options){.endpoint = endpoint, .answer = announce, .userdata = &next});
	struct duban *d;
	assert_int_equal(duban_open(&(struct duban_options){.data_dir = *state}, &d), 0);
	assert_int_equal(ask(d), 0);
	assert_int_equal(duban_key_change(d), DUBAN_KEY_STAYS);
	duban_close(d);
	fake_stop(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)
	    T(what_does_not_answer_is_passed_over),
	    T(who_refuses_our_key_or_has_another_is_passed_over),
	    T(if_none_works_each_is_told),
	    T(a_request_goes_on_at_the_next_when_the_first_is_lost),
	    T(the_file_takes_the_next_key),
	    T(a_link_stays_a_link),
	    T(a_file_that_says_something_else_is_left_alone),
	    T(two_programs_do_not_write_at_once),
	    T(the_admin_socket_announces_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
