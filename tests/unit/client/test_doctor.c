#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "proto/cleanup.h"
#include "unit/client/fake.h"

/* "file:ok address:ok network:failed(connection.refused) server_key:skipped ..." */
struct findings {
	char line[1024];
	size_t n;
};

static void note(void *userdata, const struct duban_check *check)
{
	static const char *const states[] = {"ok", "warning", "failed", "skipped"};
	struct findings *f = userdata;
	assert_non_null(check->about);
	assert_true(strlen(check->text) > 0);
	f->n += (size_t)snprintf(f->line + f->n, sizeof f->line - f->n, "%s:%s", check->name,
				 states[check->state]);
	if (check->state == DUBAN_CHECK_FAILED || check->state == DUBAN_CHECK_WARNING)
		f->n +=
		    (size_t)snprintf(f->line + f->n, sizeof f->line - f->n, "(%s)", check->code);
	f->n += (size_t)snprintf(f->line + f->n, sizeof f->line - f->n, " ");
}

static void finds(const struct duban_options *options, int error, const char *line)
{
	struct findings f = {.n = 0};
	struct duban_failure failure;
	struct duban_options o = *options;
	o.failure = &failure;
	assert_int_equal(duban_diagnose(&o, note, &f), error);
	assert_int_equal(failure.error, error);
	assert_string_equal(f.line, line);
}

struct state_of {
	const char *state;
	Duban__Status status;
};

static enum fake_act tell(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	const struct state_of *s = userdata;
	Duban__StatusReply status = DUBAN__STATUS_REPLY__INIT;
	Duban__Reply reply = DUBAN__REPLY__INIT;
	status.role = (char *)"county";
	status.principal = (char *)"tester";
	status.unit = (char *)"xinjian";
	status.state = (char *)s->state;
	reply.status = s->status;
	if (s->status == DUBAN__STATUS__STATUS_OK) {
		reply.body_case = DUBAN__REPLY__BODY_STATUS_REPLY;
		reply.status_reply = &status;
	}
	fake_reply(out, request, &reply);
	return FAKE_ANSWER;
}

static void what_is_wrong_is_found_in_order(void **state)
{
	struct state_of s = {.state = "ready"};
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct duban_options o = {.connection_file = path};
	finds(&o, DUBAN_E_FILE,
	      "file:failed(file.missing) address:skipped network:skipped server_key:skipped "
	      "own_key:skipped role:skipped daemon:skipped ");
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = tell, .userdata = &s});
	fake_connection(f, path);
	finds(&o, 0, "file:ok address:ok network:ok server_key:ok own_key:ok role:ok daemon:ok ");
	s.state = "waiting for clock accept";
	assert_int_equal(chmod(path, 0640), 0);
	finds(&o, 0,
	      "file:warning(file.group_readable) address:ok network:ok server_key:ok own_key:ok "
	      "role:ok daemon:warning(daemon.not_ready) ");
	assert_int_equal(chmod(path, 0600), 0);
	s.status = DUBAN__STATUS__STATUS_DENIED;
	finds(&o, DUBAN_E_DENIED,
	      "file:ok address:ok network:ok server_key:ok own_key:ok role:failed(watch.denied) "
	      "daemon:skipped ");
	fake_stop(f);
	finds(&o, DUBAN_E_REFUSED,
	      "file:ok address:ok network:failed(connection.refused) server_key:skipped "
	      "own_key:skipped role:skipped daemon:skipped ");
}

static void a_refused_key_leaves_the_servers_key_unblamed(void **state)
{
	struct state_of s = {.state = "ready"};
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct fake *f = fake_start(
	    &(struct fake_options){.curve = true, .zap = "400", .answer = tell, .userdata = &s});
	fake_connection(f, path);
	finds(&(struct duban_options){.connection_file = path}, DUBAN_E_OWN_KEY,
	      "file:ok address:ok network:ok server_key:ok own_key:failed(connection.own_key) "
	      "role:skipped daemon:skipped ");
	fake_stop(f);
}

static void a_wrong_server_key_is_found(void **state)
{
	struct state_of s = {.state = "ready"};
	struct duban_connection c;
	char secret[DUBAN_KEY_TEXT];
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = tell, .userdata = &s});
	fake_connection(f, path);
	assert_int_equal(duban_connection_read(path, &c, NULL), 0);
	assert_int_equal(duban_key_new(c.server_key, secret), 0);
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
	finds(&(struct duban_options){.connection_file = path}, DUBAN_E_SERVER_KEY,
	      "file:ok address:ok network:ok server_key:failed(connection.server_key) "
	      "own_key:skipped role:skipped daemon:skipped ");
	fake_stop(f);
}

static void each_endpoint_is_looked_at(void **state)
{
	struct state_of s = {.state = "ready"};
	struct duban_connection c;
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct fake *f =
	    fake_start(&(struct fake_options){.curve = true, .answer = tell, .userdata = &s});
	struct fake *refuses = fake_start(&(struct fake_options){
	    .curve = true, .zap = "400", .like = f, .answer = tell, .userdata = &s});
	fake_connection(f, path);
	assert_int_equal(duban_connection_read(path, &c, NULL), 0);
	(void)snprintf(c.commands[1], sizeof c.commands[1], "%s", fake_endpoint(refuses));
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
	finds(&(struct duban_options){.connection_file = path}, DUBAN_E_OWN_KEY,
	      "file:ok address:ok network:ok server_key:ok own_key:ok role:ok daemon:ok "
	      "address:ok network:ok server_key:ok own_key:failed(connection.own_key) "
	      "role:skipped daemon:skipped ");
	fake_stop(refuses);
	fake_stop(f);
}

static void the_admin_socket_is_looked_at_too(void **state)
{
	struct state_of s = {.state = "ready"};
	_cleanup_free_ char *endpoint = NULL;
	struct duban_options o = {.data_dir = *state};
	finds(&o, DUBAN_E_REFUSED,
	      "file:ok address:ok network:failed(connection.refused) server_key:skipped "
	      "own_key:skipped role:skipped daemon:skipped ");
	assert_true(asprintf(&endpoint, "ipc://%s/admin.sock", (char *)*state) > 0);
	struct fake *f = fake_start(
	    &(struct fake_options){.endpoint = endpoint, .answer = tell, .userdata = &s});
	finds(&o, 0, "file:ok address:ok network:ok server_key:ok own_key:ok role:ok daemon:ok ");
	fake_stop(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)
	    T(what_is_wrong_is_found_in_order),	  T(a_refused_key_leaves_the_servers_key_unblamed),
	    T(a_wrong_server_key_is_found),	  T(each_endpoint_is_looked_at),
	    T(the_admin_socket_is_looked_at_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
