/* The configuration file: every fault is told with its line, and secrets stay out of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "client/notify/core/config.h"
#include "client/notify/core/secret.h"
#include "client/notify/transport/table.h"
#include "lib/ttemp.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"

#define GOOD "[notify]\ntransport = outbox\nconnection = /etc/duban/sms.conn\nstate = /tmp/s\n"
#define OWN "[outbox]\nfile = /tmp/texts\n"

static int load(const char *dir, const char *content, struct notify_config *c, char **ret_fault)
{
	char *path = ttemp_path(dir, "n.conf");
	int r;

	ttemp_write(path, content, strlen(content));
	*ret_fault = NULL;
	r = notify_config_load(path, c, ret_fault);
	free(path);
	return r;
}

static void values_and_defaults_are_taken(void **state)
{
	struct notify_config c;
	char *fault;

	assert_int_equal(load(*state, GOOD "rate = 7\n" OWN, &c, &fault), 0);
	assert_int_equal(c.rate, 7);
	assert_int_equal(c.window, 20);
	assert_string_equal(c.start, "first");
	assert_true(c.transport == transport_find("outbox"));
	assert_int_equal(c.takes_mask, 1u << DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_ANY |
					   1u << DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_SMS);
	notify_config_done(&c);
	assert_int_equal(load(*state, GOOD "takes = mail  app\n" OWN, &c, &fault), 0);
	assert_int_equal(c.takes_mask, 1u << DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_MAIL |
					   1u << DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_APP);
	notify_config_done(&c);
}

static void faults_are_told_with_their_lines(void **state)
{
	static const struct {
		const char *content, *fault;
	} rows[] = {
	    {GOOD "rate = 0\n" OWN, "n.conf:5: rate: '0' is no number from 1 to 10000"},
	    {GOOD "rate = 1e3\n" OWN, "n.conf:5: rate: '1e3' is no number"},
	    {GOOD "colour = red\n" OWN, "n.conf:5: there is no key colour"},
	    {GOOD "state = /tmp/t\n" OWN, "n.conf:5: state is given twice"},
	    {GOOD "nonsense\n" OWN, "n.conf:5: expected [section], key = value"},
	    {GOOD "takes = sms fax\n" OWN, "takes: 'fax' is none of any, sms, mail, app"},
	    {GOOD "start = later\n" OWN, "start: 'later' is neither first nor now"},
	    {GOOD "data = /tmp/d\n" OWN, "[notify] needs one of connection and data"},
	    {GOOD "[pigeon]\nx = 1\n" OWN, "section [pigeon] is neither"},
	    {GOOD, "[outbox] has no file: "},
	    {GOOD "[outbox]\nfile = texts\n", "[outbox] file: 'texts' is no absolute path"},
	    {"[notify]\ntransport = pigeon\n", "transport: there is no pigeon"},
	    {"[notify]\n", "[notify] has no transport: "},
	    {"", "[notify] has no state: "},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct notify_config c;
		char *fault;

		assert_int_equal(load(*state, rows[i].content, &c, &fault), STATUS_INVALID);
		print_message("%s\n", fault);
		assert_non_null(strstr(fault, rows[i].fault));
		free(fault);
		notify_config_done(&c);
	}
}

static void a_missing_file_is_told(void **state)
{
	struct notify_config c;
	char *fault = NULL;

	(void)state;
	assert_int_equal(notify_config_load("/nowhere/n.conf", &c, &fault), STATUS_INVALID);
	assert_non_null(strstr(fault, "/nowhere/n.conf: No such file"));
	free(fault);
	notify_config_done(&c);
}

static void a_secret_is_one_line_that_only_its_owner_reads(void **state)
{
	static const struct {
		const char *content;
		mode_t mode;
		const char *fault;
	} rows[] = {
	    {"geheim\n", 0600, NULL},
	    {"geheim", 0400, NULL},
	    {"geheim\n", 0644, "others can read or change it: chmod 600"},
	    {"geheim\n", 0620, "others can read or change it: chmod 600"},
	    {"", 0600, "is not one line"},
	    {"a\nb\n", 0600, "is not one line"},
	};
	char *path = ttemp_path(*state, "secret");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *secret = NULL, *fault = NULL;

		(void)remove(path);
		ttemp_write(path, rows[i].content, strlen(rows[i].content));
		assert_int_equal(chmod(path, rows[i].mode), 0);
		assert_int_equal(secret_read(path, &secret, &fault),
				 rows[i].fault ? STATUS_INVALID : 0);
		if (rows[i].fault)
			assert_non_null(strstr(fault, rows[i].fault));
		else
			assert_string_equal(secret, "geheim");
		free(secret);
		free(fault);
	}
	free(path);
}

static void a_bare_name_is_a_credential(void **state)
{
	char *path = ttemp_path(*state, "password"), *secret = NULL, *fault = NULL;

	ttemp_write(path, "geheim\n", 7);
	assert_int_equal(chmod(path, 0400), 0);
	assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
	assert_int_equal(secret_read("password", &secret, &fault), STATUS_INVALID);
	assert_non_null(strstr(fault, "LoadCredential=password:"));
	free(TAKE_PTR(fault));
	/* from a shell: the folder from which the unit makes credentials */
	assert_int_equal(setenv(SECRETS_FOLDER, *state, 1), 0);
	assert_int_equal(secret_read("notify_password", &secret, &fault), 0);
	assert_string_equal(secret, "geheim");
	assert_int_equal(secret_read("password", &secret, &fault), STATUS_INVALID);
	free(TAKE_PTR(fault));
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", *state, 1), 0);
	assert_int_equal(secret_read("password", &secret, &fault), 0);
	assert_string_equal(secret, "geheim");
	assert_int_equal(secret_read("../password", &secret, &fault), STATUS_INVALID);
	free(fault);
	free(secret);
	free(path);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, ttemp_setup, ttemp_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_FOLDER(values_and_defaults_are_taken),
	    IN_FOLDER(faults_are_told_with_their_lines),
	    cmocka_unit_test(a_missing_file_is_told),
	    IN_FOLDER(a_secret_is_one_line_that_only_its_owner_reads),
	    IN_FOLDER(a_bare_name_is_a_credential),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
