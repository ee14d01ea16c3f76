/* A mail's address, headers and text, and what the server's answers mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include <openssl/evp.h>

#include "client/notify/text/book.h"
#include "client/notify/transport/mail/address.h"
#include "client/notify/transport/mail/message.h"
#include "client/notify/transport/mail/server.h"
#include "lib/ttemp.h"
#include "proto/status.h"
#include "text/utf8.h"

static void addresses_are_made_fit_for_the_wire(void **state)
{
	static const struct {
		const char *written, *address, *fault;
	} rows[] = {
	    {"wang@nc.gov.cn", "wang@nc.gov.cn", NULL},
	    {"  Wang.Wu+1@NC.gov.cn　", "Wang.Wu+1@nc.gov.cn", NULL},
	    {"ｗａｎｇ＠nc．gov。cn", "wang@nc.gov.cn", NULL},
	    {"wang@例子.中国", "wang@xn--fsqu00a.xn--fiqs8s", NULL},	 /* the IDN test domain */
	    {"wang@bücher.example", "wang@xn--bcher-kva.example", NULL}, /* RFC 3492, 5895 */
	    {"", NULL, "no mail address"},
	    {"wang", NULL, "not a mail address"},
	    {"@nc.gov.cn", NULL, "not a mail address"},
	    {".wang@nc.gov.cn", NULL, "not a mail address"},
	    {"wang.@nc.gov.cn", NULL, "not a mail address"},
	    {"wang..wu@nc.gov.cn", NULL, "not a mail address"},
	    {"wang@wu@nc.gov.cn", NULL, "not a mail address"},
	    {"wang wu@nc.gov.cn", NULL, "not a mail address"},
	    {"a>\r\nRCPT TO:<b@nc.gov.cn", NULL, "not a mail address"},
	    {"王五@nc.gov.cn", NULL, "other letters than a to z before the @"},
	    {"wang@nc", NULL, "without a whole domain"},
	    {"wang@nc.gov.cn.", NULL, "without a whole domain"},
	    {"wang@", NULL, "domain"},
	    {"wang@nc_1.gov.cn", NULL, "a domain that cannot be"},
	    {"wang@nc>.gov.cn", NULL, "a domain that cannot be"},
	    {"wang@nc..gov.cn", NULL, "domain"},
	    {"wang@nc-.gov.cn", NULL, "a domain that cannot be"},
	    {"wang@-nc.gov.cn", NULL, "a domain that cannot be"},
	};
	char address[ADDRESS_BYTES], longest[200] = "";

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *fault;

		(void)snprintf(address, sizeof address, "untouched");
		fault = mail_address(rows[i].written, address);
		print_message("%s: %s\n", rows[i].written, fault ? fault : address);
		assert_int_equal(!fault, !rows[i].fault);
		if (fault)
			assert_non_null(strstr(fault, rows[i].fault));
		assert_string_equal(address, fault ? "untouched" : rows[i].address);
	}
	memset(longest, 'a', 65);
	(void)snprintf(longest + 65, sizeof longest - 65, "@nc.gov.cn");
	assert_non_null(mail_address(longest, address));
	assert_null(mail_address(longest + 1, address));
	(void)snprintf(longest + 65, sizeof longest - 65, "@%s.%s.gov.cn",
		       "abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrstuvwxyz");
	assert_non_null(strstr(mail_address(longest + 1, address), "too long"));
}

/* ---- the mail */

/* Value of a header with its folds, to be freed. */
static char *header(const char *mail, const char *name)
{
	char begin[32];
	const char *at, *end;

	(void)snprintf(begin, sizeof begin, "\r\n%s: ", name);
	at = strncmp(mail, begin + 2, strlen(begin) - 2) == 0 ? mail - 2 : strstr(mail, begin);
	assert_non_null(at);
	at += strlen(begin);
	for (end = strstr(at, "\r\n"); end[2] == ' '; end = strstr(end + 2, "\r\n"))
		;
	return strndup(at, (size_t)(end - at));
}

/* The text of a header of encoded words; each is whole characters and no line is too long. */
static char *decoded(const char *name, const char *value)
{
	char *text = calloc(1, strlen(value) + 1);
	size_t n = 0, column = strlen(name) + 2;

	for (const char *at = value; *at;) {
		unsigned char bytes[80];
		size_t size;
		int k;

		assert_int_equal(strncmp(at, "=?UTF-8?B?", 10), 0);
		size = (size_t)(strstr(at + 10, "?=") - at - 10);
		assert_true(size > 0 && column + 12 + size <= 75);
		k = EVP_DecodeBlock(bytes, (const unsigned char *)at + 10, (int)size);
		assert_true(k > 0);
		k -= at[10 + size - 1] == '=';
		k -= at[10 + size - 2] == '=';
		bytes[k] = '\0';
		assert_int_equal(utf8_cut((char *)bytes, (size_t)k), k);
		assert_true((bytes[0] & 0xc0) != 0x80);
		memcpy(text + n, bytes, (size_t)k);
		n += (size_t)k;
		at += 12 + size;
		if (!*at)
			break;
		assert_int_equal(strncmp(at, "\r\n ", 3), 0);
		at += 3;
		column = 1;
	}
	return text;
}

static char *make(const char *name, const char *text)
{
	struct mail_letter l = {.from = "duban@nc.gov.cn",
				.from_name = name,
				.to = "wang@nc.gov.cn",
				.ref = "00112233445566778899",
				.text = text,
				.at = 1589768999000000}; /* 2020-05-18 02:29:59 UTC */
	size_t size;
	char *mail = mail_message(&l, &size);

	assert_non_null(mail);
	assert_int_equal(strlen(mail), size);
	for (const char *s = mail; *s; s++) {
		assert_true((unsigned char)*s < 0x80);
		if (*s == '\n')
			assert_true(s > mail && s[-1] == '\r');
		if (*s == '\r')
			assert_true(s[1] == '\n');
	}
	return mail;
}

static void headers_say_who_and_when(void **state)
{
	static const struct {
		const char *name, *value;
	} rows[] = {
	    {"Date", "Mon, 18 May 2020 10:29:59 +0800"},
	    {"To", "<wang@nc.gov.cn>"},
	    {"Message-ID", "<00112233445566778899@nc.gov.cn>"},
	    {"Auto-Submitted", "auto-generated"},
	    {"MIME-Version", "1.0"},
	    {"Content-Type", "text/plain; charset=UTF-8"},
	    {"Content-Transfer-Encoding", "base64"},
	    {"Subject", "Red lamp 12"},
	    {"From", "Duban\r\n <duban@nc.gov.cn>"},
	};
	char *mail;

	(void)state;
	assert_int_equal(setenv("TZ", "Asia/Shanghai", 1), 0);
	tzset();
	mail = make("Duban", "Red lamp 12\nbody");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *value = header(mail, rows[i].name);

		assert_string_equal(value, rows[i].value);
		free(value);
	}
	free(mail);
}

static void names_of_any_script_are_encoded_words(void **state)
{
	static const struct {
		const char *name, *text, *subject;
	} rows[] = {
	    {"市重点办", "【市重点办】红灯：滨江大道，请立即办理。", "【市重点办】红灯：滨江大道"},
	    {"市重大重点项目建设领导小组办公室督查督办科", "截至10月12日。", "截至10月12日"},
	    {"a <b@c>, d", "plain =?UTF-8?B?eA==?= word", "plain =?UTF-8?B?eA==?= word"},
	    {"𠮷",
	     "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷",
	     "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷"},
	    {"甲\r\nBcc: x",
	     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十余",
	     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十…"},
	    {"乙", "甲\tBcc: x", "甲 Bcc: x"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *mail = make(rows[i].name, rows[i].text);
		char *subject = header(mail, "Subject"), *from = header(mail, "From");
		char *address = strstr(from, "\r\n <duban@nc.gov.cn>");
		char *text = decoded("Subject", subject), *name;

		assert_string_equal(text, rows[i].subject);
		assert_non_null(address);
		*address = '\0';
		name = decoded("From", from);
		assert_string_equal(name, rows[i].name);
		assert_null(strstr(mail, "\nBcc"));
		free(mail);
		free(subject);
		free(from);
		free(text);
		free(name);
	}
}

static void texts_have_the_line_ends_of_mail(void **state)
{
	static const struct {
		const char *text, *body;
	} rows[] = {
	    {"一\n二", "一\r\n二\r\n"},
	    {"一\r\n二\r\n", "一\r\n二\r\n"},
	    {"一\r二\n\n三", "一\r\n二\r\n\r\n三\r\n"},
	    {".\n..\n.", ".\r\n..\r\n.\r\n"},
	    {"回复“收到12”签收。回复“收到12”签收。回复“收到12”签收。",
	     "回复“收到12”签收。回复“收到12”签收。回复“收到12”签收。\r\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *mail = make(NULL, rows[i].text), *body = strstr(mail, "\r\n\r\n") + 4;
		char text[512] = "";
		size_t n = 0;

		while (*body) {
			size_t size = (size_t)(strstr(body, "\r\n") - body);
			int k = EVP_DecodeBlock((unsigned char *)text + n,
						(const unsigned char *)body, (int)size);

			assert_true(size <= 76 && k > 0);
			n += (size_t)k;
			n -= body[size - 1] == '=';
			n -= body[size - 2] == '=';
			body += size + 2;
		}
		text[n] = '\0';
		assert_string_equal(text, rows[i].body);
		free(mail);
	}
}

/* ---- the server */

static void plain_smtp_goes_no_further_than_this_machine(void **state)
{
	static const struct {
		const char *url;
		bool plain, fine;
	} rows[] = {
	    {"smtp://mail.nc.gov.cn:587", false, true},
	    {"smtps://mail.nc.gov.cn", false, true},
	    {"smtp://邮件.example", false, true},
	    {"smtp://127.0.0.1:25", true, true},
	    {"smtp://127.1.2.3", true, true},
	    {"smtp://[::1]:25", true, true},
	    {"smtp://localhost:25", true, false}, /* a name may lead anywhere */
	    {"smtp://10.1.2.3:25", true, false},
	    {"smtp://127.0.0.1.nc.gov.cn", true, false},
	    {"smtps://127.0.0.1", true, false},
	    {"http://mail.nc.gov.cn", false, false},
	    {"mail.nc.gov.cn", false, false},
	    {"smtp://user:geheim@mail.nc.gov.cn", false, false},
	    {"smtp://mail.nc.gov.cn/name", false, false},
	    {"smtp://mail.nc.gov.cn?x=1", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *fault = mail_server_fault(rows[i].url, rows[i].plain);

		print_message("%s: %s\n", rows[i].url, fault ? fault : "fine");
		assert_int_equal(!fault, rows[i].fine);
	}
}

static void answers_are_judged_by_what_they_are_about(void **state)
{
	static const struct {
		enum mail_stage stage;
		CURLcode result;
		long code;
		enum submit_state expected;
		bool down;
	} rows[] = {
	    {MAIL_WHOLE, CURLE_OK, 250, SUBMIT_TAKEN, false},
	    {MAIL_RECIPIENT, CURLE_SEND_ERROR, 550, SUBMIT_REFUSED, false},
	    {MAIL_RECIPIENT, CURLE_SEND_ERROR, 451, SUBMIT_LATER, false},
	    {MAIL_RECIPIENT, CURLE_SEND_ERROR, 421, SUBMIT_LATER, true},
	    {MAIL_RECIPIENT, CURLE_SEND_ERROR, 530, SUBMIT_LATER, true},
	    {MAIL_RECIPIENT, CURLE_RECV_ERROR, 250, SUBMIT_LATER, true},
	    {MAIL_SENDER, CURLE_SEND_ERROR, 550, SUBMIT_LATER, true},
	    {MAIL_DATA, CURLE_SEND_ERROR, 554, SUBMIT_REFUSED, false},
	    {MAIL_WHOLE, CURLE_RECV_ERROR, 554, SUBMIT_REFUSED, false},
	    {MAIL_WHOLE, CURLE_RECV_ERROR, 452, SUBMIT_LATER, false},
	    {MAIL_WHOLE, CURLE_RECV_ERROR, 421, SUBMIT_LATER, true},
	    {MAIL_WHOLE, CURLE_RECV_ERROR, 354, SUBMIT_DOUBT, true},
	    {MAIL_WHOLE, CURLE_OPERATION_TIMEDOUT, 354, SUBMIT_DOUBT, true},
	    {MAIL_DATA, CURLE_OPERATION_TIMEDOUT, 354, SUBMIT_LATER, true},
	    {MAIL_GREETING, CURLE_COULDNT_CONNECT, 0, SUBMIT_LATER, true},
	    {MAIL_GREETING, CURLE_LOGIN_DENIED, 535, SUBMIT_LATER, true},
	    {MAIL_GREETING, CURLE_USE_SSL_FAILED, 250, SUBMIT_LATER, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mail_talk talk = {.stage = rows[i].stage, .said = "550 no"};
		struct submit_answer a = mail_talk_judge(&talk, rows[i].result, rows[i].code);

		print_message("row %zu: %s\n", i, a.detail);
		assert_int_equal(a.state, rows[i].expected);
		assert_int_equal(a.down, rows[i].down);
	}
}

/* ---- the list of addresses */

static struct address_book *book_of(const char *dir, const char *content, char **ret_fault,
				    int *ret)
{
	char *path = ttemp_path(dir, "book.csv");
	struct address_book *b = NULL;

	(void)remove(path);
	ttemp_write(path, content, strlen(content));
	assert_int_equal(chmod(path, 0600), 0);
	*ret_fault = NULL;
	*ret = book_open(path, &b, ret_fault);
	free(path);
	return b;
}

static void a_list_of_addresses_is_read_again_when_it_changes(void **state)
{
	char *path = ttemp_path(*state, "book.csv"), *fault, address[ADDRESS_BYTES];
	struct address_book *b;
	int r;

	b = book_of(
	    *state,
	    "\xef\xbb\xbfperson,address\r\nwang, wang@nc.gov.cn \r\n\r\n\"chen\",\"c@d.e\"\r\n",
	    &fault, &r);
	assert_int_equal(r, 0);
	assert_null(book_find(b, "wang", address));
	assert_string_equal(address, "wang@nc.gov.cn");
	assert_null(book_find(b, "chen", address));
	assert_string_equal(address, "c@d.e");
	assert_non_null(strstr(book_find(b, "zhao", address), "not in the list"));

	ttemp_write(path, "person,address\nzhao,zhao@nc.gov.cn\n", 35);
	assert_null(book_find(b, "zhao", address));
	assert_non_null(book_find(b, "wang", address));
	/* a slip does not empty it */
	ttemp_write(path, "person,address\nzhao\n", 20);
	assert_null(book_find(b, "zhao", address));
	assert_int_equal(remove(path), 0);
	assert_null(book_find(b, "zhao", address));
	(void)book_close(b);
	free(path);
}

static void faults_of_a_list_are_told_with_their_lines(void **state)
{
	static const struct {
		const char *content, *fault;
	} rows[] = {
	    {"", "book.csv:1: the first line is not person,address"},
	    {"person,mail\n", "book.csv:1: the first line"},
	    {"person,address\nwang\n", "book.csv:2: write person,address"},
	    {"person,address\nwang,\n", "book.csv:2: the person or the address is missing"},
	    {"person,address\na,b\nwang,a@b.c,d@e.f\n", "book.csv:3: this is no address"},
	    {"person,address\nwang,a\nchen,b\nwang,c\n", "wang has two lines, 2 and 4"},
	    {"person,address\nwang,\xff\n", "book.csv:2: it has characters that are none"},
	};
	char *path = ttemp_path(*state, "book.csv"), *fault;
	struct address_book *b;
	int r;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		b = book_of(*state, rows[i].content, &fault, &r);
		assert_int_equal(r, STATUS_INVALID);
		print_message("%s\n", fault);
		assert_non_null(strstr(fault, rows[i].fault));
		free(fault);
	}
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(book_open(path, &b, &fault), STATUS_INVALID);
	assert_non_null(strstr(fault, "chmod 600"));
	free(fault);
	free(path);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, ttemp_setup, ttemp_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_are_made_fit_for_the_wire),
	    cmocka_unit_test(headers_say_who_and_when),
	    cmocka_unit_test(names_of_any_script_are_encoded_words),
	    cmocka_unit_test(texts_have_the_line_ends_of_mail),
	    cmocka_unit_test(plain_smtp_goes_no_further_than_this_machine),
	    cmocka_unit_test(answers_are_judged_by_what_they_are_about),
	    IN_FOLDER(a_list_of_addresses_is_read_again_when_it_changes),
	    IN_FOLDER(faults_of_a_list_are_told_with_their_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
