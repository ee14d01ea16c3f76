#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/lib/line/line.h"
#include "lib/ttemp.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "unit/client/fake.h"

#define IDS 64

/* What the fake does for each request, and the ids it saw. */
struct script {
	enum fake_act act[IDS];
	uint8_t id[IDS][REQUEST_ID_SIZE];
	unsigned seen;
	const char *garbage; /* instead of a reply */
	size_t garbage_size;
};

static enum fake_act by_script(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	struct script *s = userdata;
	assert(s->seen < IDS && request->request_id.len == REQUEST_ID_SIZE);
	memcpy(s->id[s->seen], request->request_id.data, REQUEST_ID_SIZE);
	(void)fake_ok(NULL, request, out);
	if (s->garbage) {
		memcpy(out->bytes, s->garbage, s->garbage_size);
		out->size = s->garbage_size;
	}
	return s->act[s->seen++];
}

static struct duban *open_to(struct fake *f, const char *dir, unsigned try_ms)
{
	_cleanup_free_ char *path = ttemp_path(dir, "c.conn");
	struct duban_failure failure = {.error = 0};
	struct duban_options o = {
	    .connection_file = path, .try_timeout_ms = try_ms, .failure = &failure};
	struct duban *d = NULL;
	fake_connection(f, path);
	if (duban_open(&o, &d) != 0)
		fail_msg("%s", failure.text);
	return d;
}

static int ask_status(struct duban *d, struct duban_reply **ret)
{
	Duban__StatusRequest status = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	request.body_case = DUBAN__REQUEST__BODY_STATUS;
	request.status = &status;
	return duban_call(d, &request, ret);
}

static void a_call_is_answered(void **state)
{
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .zap = "200", .answer = fake_ok});
	struct duban *d = open_to(f, *state, 0);
	struct duban_reply *reply = NULL;
	size_t size;
	uint8_t id[DUBAN_REQUEST_ID];
	assert_int_equal(ask_status(d, &reply), 0);
	assert_int_equal(duban_reply_get(reply)->seq, 7);
	assert_int_equal(duban_reply_status(reply), 0);
	duban_last_request_id(d, id);
	assert_memory_equal(id, duban_reply_get(reply)->request_id.data, sizeof id);
	assert_non_null(duban_reply_bytes(reply, &size));
	assert_true(size > 0);
	assert_string_equal(duban_connection(d)->name, "tester");
	duban_reply_free(reply);
	duban_close(d);
	fake_stop(f);
}

static void a_lost_request_is_asked_again_under_its_id(void **state)
{
	struct script s = {.act = {FAKE_SILENCE, FAKE_SILENCE, FAKE_ANSWER, FAKE_ANSWER}};
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
	struct duban *d = open_to(f, *state, 20);
	assert_int_equal(duban_link_finish(d, "2020-001", 3, 20200518, NULL), 0);
	assert_int_equal(duban_link_start(d, "2020-001", 4, 0, NULL), 0);
	duban_close(d);
	fake_stop(f);
	assert_true(s.seen >= 4);
	assert_memory_equal(s.id[0], s.id[1], REQUEST_ID_SIZE);
	assert_memory_equal(s.id[0], s.id[2], REQUEST_ID_SIZE);
	assert_memory_not_equal(s.id[0], s.id[s.seen - 1], REQUEST_ID_SIZE);
	assert_int_equal(s.id[0][6] >> 4, 7);
}

static void a_broken_connection_is_made_again(void **state)
{
	struct script s = {.act = {FAKE_RESTART, FAKE_RESTART, FAKE_ANSWER}};
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
	struct duban *d = open_to(f, *state, 0);
	const int64_t fen = 12345600;
	struct duban_report report = {.project = "2020-001", .month = 202005, .invested_fen = &fen};
	assert_int_equal(duban_report_submit(d, &report, NULL), 0);
	assert_int_equal(s.seen, 3);
	assert_memory_equal(s.id[0], s.id[2], REQUEST_ID_SIZE);
	duban_close(d);
	fake_stop(f);
}

static void a_given_id_stays(void **state)
{
	struct script s = {.act = {FAKE_ANSWER}};
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
	struct duban *d = open_to(f, *state, 0);
	uint8_t id[DUBAN_REQUEST_ID], last[DUBAN_REQUEST_ID];
	assert_int_equal(duban_request_id_new(id), 0);
	struct duban_report report = {.project = "p", .month = 202005, .request_id = id};
	assert_int_equal(duban_report_submit(d, &report, NULL), 0);
	assert_memory_equal(s.id[0], id, sizeof id);
	duban_last_request_id(d, last);
	assert_memory_equal(last, id, sizeof id);
	duban_close(d);
	fake_stop(f);
}

static void packed_bytes_get_version_and_id(void **state)
{
	struct script s = {.act = {FAKE_ANSWER}};
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
	struct duban *d = open_to(f, *state, 0);
	/* Request{clock_show{}}: field 71, empty */
	static const uint8_t bytes[] = {0xba, 0x04, 0x00};
	struct duban_reply *reply;
	assert_int_equal(duban_call_raw(d, bytes, sizeof bytes, &reply), 0);
	duban_reply_free(reply);
	assert_int_equal(duban_call_raw(d, "\xff\xff\xff", 3, &reply), DUBAN_E_ARGUMENT);
	assert_int_equal(s.seen, 1);
	duban_close(d);
	fake_stop(f);
}

static void an_answer_that_comes_twice_disturbs_nobody(void **state)
{
	struct script s = {.act = {FAKE_TWICE, FAKE_TWICE, FAKE_ANSWER}};
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
	struct duban *d = open_to(f, *state, 0);
	for (unsigned i = 0; i < 3; i++) {
		struct duban_reply *reply;
		assert_int_equal(ask_status(d, &reply), 0);
		assert_memory_equal(duban_reply_get(reply)->request_id.data, s.id[i],
				    REQUEST_ID_SIZE);
		duban_reply_free(reply);
	}
	duban_close(d);
	fake_stop(f);
}

static void garbage_is_refused(void **state)
{
	static char large[WIRE_PAGE_MAX];
	static const struct {
		const char *bytes;
		size_t size;
	} rows[] = {
	    {"", 0},			    /* version 0 */
	    {"\x08\x02", 2},		    /* version 2 */
	    {"\x08\x01\x12", 3},	    /* truncated */
	    {"\x08\x01\x08\x01", 4},	    /* a field twice */
	    {"\x08\x01\x18\x63", 4},	    /* an unknown status */
	    {"\x08\x01\xa2\x01\x03zzz", 8}, /* an invalid body */
	    {large, sizeof large},	    /* zeros */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct script s = {.act = {FAKE_ANSWER, FAKE_ANSWER},
				   .garbage = rows[i].bytes,
				   .garbage_size = rows[i].size};
		struct fake *f = fake_start(
		    &(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
		struct duban *d = open_to(f, *state, 0);
		struct duban_reply *reply = NULL;
		if (ask_status(d, &reply) != DUBAN_E_GARBAGE)
			fail_msg("row %zu passed", i);
		assert_null(reply);
		assert_string_equal(duban_failure(d)->code, "connection.garbage");
		duban_close(d);
		fake_stop(f);
	}
}

static void an_answer_of_two_frames_is_refused(void **state)
{
	struct script s = {.act = {FAKE_FRAMES, FAKE_ANSWER}};
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
	struct duban *d = open_to(f, *state, 0);
	assert_int_equal(ask_status(d, NULL), DUBAN_E_GARBAGE);
	assert_int_equal(ask_status(d, NULL), 0);
	duban_close(d);
	fake_stop(f);
}

static enum fake_act too_long(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	(void)userdata;
	(void)request;
	memset(out->bytes, 0, sizeof out->bytes);
	out->size = WIRE_MESSAGE_MAX + 1024;
	return FAKE_ANSWER;
}

static void an_answer_above_the_limit_never_gets_in(void **state)
{
	struct fake *f = fake_start(&(struct fake_options){.curve = true, .answer = too_long});
	struct duban *d = open_to(f, *state, 0);
	duban_set_timeout(d, 300);
	assert_int_equal(ask_status(d, NULL), DUBAN_E_TIMEOUT);
	duban_close(d);
	fake_stop(f);
}

static void silence_is_said_when_the_time_is_over(void **state)
{
	struct script s = {.act = {FAKE_SILENCE, FAKE_SILENCE, FAKE_SILENCE}};
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
	struct duban *d = open_to(f, *state, 0);
	duban_set_timeout(d, 50);
	assert_int_equal(ask_status(d, NULL), DUBAN_E_TIMEOUT);
	assert_non_null(strstr(duban_failure(d)->text, "same request id"));
	duban_close(d);
	fake_stop(f);
}

static void a_request_above_the_limit_is_not_sent(void **state)
{
	struct script s = {.act = {FAKE_ANSWER}};
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = by_script, .userdata = &s});
	struct duban *d = open_to(f, *state, 0);
	_cleanup_free_ char *text = calloc(1, WIRE_MESSAGE_MAX + 1);
	memset(text, 'x', WIRE_MESSAGE_MAX);
	struct duban_report report = {.project = "p", .month = 202005, .text = text};
	assert_int_equal(duban_report_submit(d, &report, NULL), DUBAN_E_TOO_LARGE);
	assert_int_equal(s.seen, 0);
	duban_close(d);
	fake_stop(f);
}

/* ---- duban_open() reports what is wrong within its five seconds */

#define SAID_MS 5000

static void said(const struct duban_options *options, int error, const char *code)
{
	struct duban_failure failure = {.error = 0};
	struct duban_options o = *options;
	struct duban *d = NULL;
	o.failure = &failure;
	uint64_t start = line_now();
	int r = duban_open(&o, &d);
	if (r != error || strcmp(failure.code, code) != 0)
		fail_msg("%d, %s (%s), not %s", r, failure.code, failure.text, code);
	assert_int_equal(failure.error, error);
	assert_null(d);
	assert_true(line_now() - start <= SAID_MS);
}

static void a_wrong_server_key_is_said(void **state)
{
	struct fake *f = fake_start(&(struct fake_options){.curve = true, .answer = fake_ok});
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct duban_connection c;
	char secret[DUBAN_KEY_TEXT];
	fake_connection(f, path);
	assert_int_equal(duban_connection_read(path, &c, NULL), 0);
	assert_int_equal(duban_key_new(c.server_key, secret), 0);
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
	said(&(struct duban_options){.connection_file = path}, DUBAN_E_SERVER_KEY,
	     "connection.server_key");
	fake_stop(f);
}

static void a_refused_key_is_said(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .zap = "400", .answer = fake_ok});
	fake_connection(f, path);
	said(&(struct duban_options){.connection_file = path}, DUBAN_E_OWN_KEY,
	     "connection.own_key");
	fake_stop(f);
}

/* The server may close the connection before or after we read its greeting: both errors are
 * accepted. */
static void a_server_without_keys_is_no_duban(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct fake *f = fake_start(&(struct fake_options){.answer = fake_ok});
	struct duban_failure failure;
	struct duban *d;
	fake_connection(f, path);
	uint64_t start = line_now();
	int r =
	    duban_open(&(struct duban_options){.connection_file = path, .failure = &failure}, &d);
	assert_true(r == DUBAN_E_HANDSHAKE || r == DUBAN_E_SERVER_KEY);
	assert_non_null(strstr(failure.text, fake_endpoint(f)));
	assert_true(line_now() - start <= SAID_MS);
	fake_stop(f);
}

/* A listener that accepts connections (the kernel does) and never sends anything. */
static int listen_silently(char endpoint[64])
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &size), 0);
	(void)snprintf(endpoint, 64, "tcp://127.0.0.1:%u", ntohs(a.sin_port));
	return fd;
}

static void write_endpoint(const char *path, const char *endpoint)
{
	struct duban_connection c = {.name = "x"};
	char secret[DUBAN_KEY_TEXT];
	(void)snprintf(c.commands[0], sizeof c.commands[0], "%s", endpoint);
	assert_int_equal(duban_key_new(c.server_key, secret), 0);
	assert_int_equal(duban_key_new(c.public_key, c.secret_key), 0);
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
}

static void silence_and_absence_are_told_apart(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	char endpoint[64];
	_cleanup_close_ int fd = listen_silently(endpoint);
	const struct duban_options o = {.connection_file = path, .connect_timeout_ms = 200};
	write_endpoint(path, endpoint);
	said(&o, DUBAN_E_REFUSED, "connection.refused"); /* bound, not listening */
	assert_int_equal(listen(fd, 16), 0);
	said(&o, DUBAN_E_HANDSHAKE, "connection.handshake");
	write_endpoint(path, "tcp://no-such-host.invalid:7711");
	said(&o, DUBAN_E_ADDRESS, "connection.unknown_host");
	write_endpoint(path, "tcp://127.0.0.1");
	said(&o, DUBAN_E_ADDRESS, "connection.address");
}

/* A full backlog drops connections: it looks like a host that does not exist. */
static void a_black_hole_is_said(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	char endpoint[64];
	int filler[4];
	struct sockaddr_in a;
	socklen_t size = sizeof a;
	_cleanup_close_ int fd = listen_silently(endpoint);
	assert_int_equal(listen(fd, 0), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &size), 0);
	for (size_t i = 0; i < 4; i++) {
		filler[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		(void)connect(filler[i], (struct sockaddr *)&a, sizeof a);
	}
	write_endpoint(path, endpoint);
	said(&(struct duban_options){.connection_file = path, .connect_timeout_ms = 300},
	     DUBAN_E_NO_ROUTE, "connection.no_route");
	for (size_t i = 0; i < 4; i++)
		(void)close(filler[i]);
}

static void no_admin_socket_is_said(void **state)
{
	said(&(struct duban_options){.data_dir = *state}, DUBAN_E_REFUSED, "connection.refused");
	said(&(struct duban_options){.connection_file = NULL}, DUBAN_E_ARGUMENT,
	     "client.no_address");
	said(&(struct duban_options){.connection_file = "x", .data_dir = "y"}, DUBAN_E_ARGUMENT,
	     "client.no_address");
	said(&(struct duban_options){.connection_file = "/nowhere/x"}, DUBAN_E_FILE,
	     "file.missing");
}

static void the_admin_socket_needs_no_keys(void **state)
{
	_cleanup_free_ char *endpoint = NULL;
	assert_true(asprintf(&endpoint, "ipc://%s/admin.sock", (char *)*state) > 0);
	struct fake *f =
	    fake_start(&(struct fake_options){.endpoint = endpoint, .answer = fake_ok});
	struct duban *d;
	assert_int_equal(duban_open(&(struct duban_options){.data_dir = *state}, &d), 0);
	assert_int_equal(ask_status(d, NULL), 0);
	duban_close(d);
	fake_stop(f);
}

/* Nobody waits ten minutes for the answer of a daemon that is no more: here the admin socket's file
 * is gone with it, and the test would run into its own time limit. */
static void a_daemon_that_ended_is_said(void **state)
{
	struct script s = {.act = {FAKE_LEAVE}};
	_cleanup_free_ char *endpoint = NULL;
	assert_true(asprintf(&endpoint, "ipc://%s/admin.sock", (char *)*state) > 0);
	struct fake *f = fake_start(
	    &(struct fake_options){.endpoint = endpoint, .answer = by_script, .userdata = &s});
	struct duban *d;
	assert_int_equal(
	    duban_open(&(struct duban_options){.data_dir = *state, .call_timeout_ms = 600000}, &d),
	    0);
	assert_int_equal(ask_status(d, NULL), DUBAN_E_TIMEOUT);
	assert_string_equal(duban_failure(d)->code, "connection.ended");
	assert_string_equal(duban_failure(d)->arg, endpoint);
	assert_int_equal(ask_status(d, NULL), DUBAN_E_REFUSED); /* and nothing was sent */
	duban_close(d);
	fake_stop(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)
	    T(a_call_is_answered),
	    T(a_lost_request_is_asked_again_under_its_id),
	    T(a_broken_connection_is_made_again),
	    T(a_given_id_stays),
	    T(packed_bytes_get_version_and_id),
	    T(an_answer_that_comes_twice_disturbs_nobody),
	    T(garbage_is_refused),
	    T(an_answer_of_two_frames_is_refused),
	    T(an_answer_above_the_limit_never_gets_in),
	    T(silence_is_said_when_the_time_is_over),
	    T(a_request_above_the_limit_is_not_sent),
	    T(a_wrong_server_key_is_said),
	    T(a_refused_key_is_said),
	    T(a_server_without_keys_is_no_duban),
	    T(silence_and_absence_are_told_apart),
	    T(a_black_hole_is_said),
	    T(no_admin_socket_is_said),
	    T(the_admin_socket_needs_no_keys),
	    T(a_daemon_that_ended_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
