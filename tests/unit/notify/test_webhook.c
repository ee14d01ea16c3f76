/* Messages to web services: signatures, bodies and their lengths, what answers mean, JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/notify/core/json_read.h"
#include "client/notify/net/http.h"
#include "client/notify/transport/webhook/request.h"
#include "client/notify/transport/webhook/sign.h"
#include "client/notify/transport/webhook/token.h"
#include "client/notify/transport/webhook/webhook.h"
#include "proto/bytes.h"
#include "proto/wire.h"

/* Expected values by hmac of Python's library; e2e/notify_webhook computes them anew for each
 * message. */
static void signatures_are_those_that_python_computes(void **state)
{
	static const struct {
		const char *secret, *dingtalk, *feishu, *body;
	} rows[] = {
	    {"SEC000000", "NAKSVNx6zFNf/SVDhrzbEUdwgT4JYV3W1TXvKwZfk6Y=",
	     "alzzs0BkddQ77zDNtEI9dn5vBxRusw1ABriWTkPa/8w=",
	     "1614c4366eb3fdd866b963e824a7f5e3b036c68f8537942aa93adf4e64c16d7b"},
	    {"SEC密", "PGkm1Epf3biGS2J/U8JpE0vcEWtaxg866LmVGVwvsJA=",
	     "gOeLfdwbcBeHkezWnandsafaIGs6wXUOHlZfTLXdv1o=",
	     "3a6ec0fcd41a68ee20f9100294f2ad3f1ab9ec7b40215c04e0abebae1ea4a7cd"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char base64[SIGN_BASE64], hex[SIGN_HEX];

		assert_true(sign_dingtalk(1577262236757, rows[i].secret, base64));
		assert_string_equal(base64, rows[i].dingtalk);
		assert_true(sign_feishu(1599360473, rows[i].secret, base64));
		assert_string_equal(base64, rows[i].feishu);
		assert_true(sign_body(1599360473, rows[i].secret, "{\"a\": \"甲\"}\n", hex));
		assert_string_equal(hex, rows[i].body);
	}
}

static struct transport_message message_of(const char *text)
{
	return (struct transport_message){.ref = "00112233445566778899",
					  .address = "13800138001",
					  .text = text,
					  .key = "k",
					  .template_name = "t",
					  .part = 1,
					  .parts = 1};
}

static void each_kind_gets_the_body_it_wants(void **state)
{
	static const struct {
		const char *kind;
		bool markdown, mention;
		const char *body;
	} rows[] = {
	    {"wecom-robot", false, false,
	     "{\"msgtype\": \"text\", \"text\": {\"content\": \"甲\\\"\\u000a乙\"}}"},
	    {"wecom-robot", false, true,
	     "{\"msgtype\": \"text\", \"text\": {\"content\": \"甲\\\"\\u000a乙\", "
	     "\"mentioned_mobile_list\": [\"13800138001\"]}}"},
	    {"wecom-robot", true, true,
	     "{\"msgtype\": \"markdown\", \"markdown\": {\"content\": \"甲\\\"\\u000a乙\"}}"},
	    {"wecom-app", false, false,
	     "{\"touser\": \"13800138001\", \"msgtype\": \"text\", \"agentid\": 1000002, \"text\": "
	     "{\"content\": \"甲\\\"\\u000a乙\"}, \"enable_duplicate_check\": 1}"},
	    {"dingtalk-robot", false, true,
	     "{\"msgtype\": \"text\", \"text\": {\"content\": \"甲\\\"\\u000a乙\"}, \"at\": "
	     "{\"atMobiles\": [\"13800138001\"], \"isAtAll\": false}}"},
	    {"dingtalk-robot", true, false,
	     "{\"msgtype\": \"markdown\", \"markdown\": {\"title\": \"甲\\\"\\u000a乙\", \"text\": "
	     "\"甲\\\"\\u000a乙\"}}"},
	    {"feishu-robot", false, false,
	     "{\"timestamp\": \"1599360473\", \"sign\": "
	     "\"alzzs0BkddQ77zDNtEI9dn5vBxRusw1ABriWTkPa/8w=\", \"msg_type\": \"text\", "
	     "\"content\": {\"text\": \"甲\\\"\\u000a乙\"}}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct webhook_options o = {.kind = (char *)(uintptr_t)rows[i].kind,
					    .secret = (char *)(uintptr_t) "SEC000000",
					    .agent = (char *)(uintptr_t) "1000002",
					    .markdown = rows[i].markdown,
					    .mention = rows[i].mention};
		struct transport_message m = message_of("甲\"\n乙");
		char *body = webhook_body(webhook_kind(rows[i].kind), &o, &m,
					  1599360473 * USEC_PER_SEC + 999999);

		assert_non_null(body);
		assert_true(json_is_object(body));
		assert_string_equal(body, rows[i].body);
		free(body);
	}
}

/* The content of the only text of a robot's body. */
static size_t content_of(const char *text, unsigned part, unsigned parts, char ret[8192])
{
	struct webhook_options o = {.kind = (char *)(uintptr_t) "wecom-robot"};
	struct transport_message m = message_of(text);
	char *body, *at;

	m.part = part;
	m.parts = parts;
	body = webhook_body(webhook_kind(o.kind), &o, &m, 0);
	at = strstr(body, "\"content\"");
	assert_non_null(at);
	at[strlen(at) - 1] = '\0'; /* of the outer object */
	*--at = '{';
	assert_true(json_read_text(at, "content", ret, 8192));
	free(body);
	return strlen(ret);
}

static void what_is_too_long_is_cut_between_characters(void **state)
{
	static const struct {
		const char *filler;
		unsigned n;
		size_t size;
	} rows[] = {
	    {"a", 2048, 2048},	      {"a", 2049, 2048}, {"甲", 682, 2046},
	    {"甲", 683, 681 * 3 + 3}, {"𠮷", 512, 2048}, {"𠮷", 513, 511 * 4 + 3},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[8192] = "", content[8192];

		for (unsigned k = 0; k < rows[i].n; k++)
			(void)snprintf(text + k * strlen(rows[i].filler),
				       sizeof text - k * strlen(rows[i].filler), "%s",
				       rows[i].filler);
		assert_int_equal(content_of(text, 1, 1, content), rows[i].size);
		assert_int_equal(wire_check_text(BYTES_STR(content)), WIRE_FINE);
		if (strlen(text) > 2048)
			assert_string_equal(content + strlen(content) - 3, "…");
		else
			assert_string_equal(content, text);
	}
}

/* So the core's parts are never cut, whatever characters are in them. */
static void a_part_with_its_number_fits_every_kind(void **state)
{
	char text[8192] = "", content[8192];
	const struct webhook_kind *k;
	size_t most;

	(void)state;
	for (unsigned i = 0; i < transport_webhook.shape.part; i++)
		(void)snprintf(text + 3 * i, sizeof text - 3 * i, "甲");
	most = content_of(text, 10, 10, content);
	assert_int_equal(strncmp(content, "（10/10）甲", 14), 0);
	assert_string_equal(content + strlen(content) - 3, "甲");
	for (unsigned i = 0; (k = webhook_kind_at(i)); i++) {
		assert_true(!k->text || k->text_bytes >= most);
		assert_true(!k->markdown || k->markdown_bytes >= most);
	}
	assert_int_equal(webhook_kind("wecom-robot")->text_bytes, 2048);
	assert_int_equal(webhook_kind("wecom-robot")->markdown_bytes, 4096);
}

static void addresses_carry_key_and_signature(void **state)
{
	static const struct {
		const char *kind, *secret, *url;
	} rows[] = {
	    {"wecom-robot", NULL, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a%2Bb"},
	    {"dingtalk-robot", NULL, "https://oapi.dingtalk.com/robot/send?access_token=a%2Bb"},
	    {"dingtalk-robot", "SEC000000",
	     "https://oapi.dingtalk.com/robot/send?access_token=a%2Bb&timestamp=1577262236757&sign="
	     "NAKSVNx6zFNf%2FSVDhrzbEUdwgT4JYV3W1TXvKwZfk6Y%3D"},
	    {"feishu-robot", "SEC000000", "https://open.feishu.cn/open-apis/bot/v2/hook/a%2Bb"},
	    {"wecom-app", "s",
	     "https://qyapi.weixin.qq.com/cgi-bin/message/send?access_token=t%2F1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct webhook_options o = {.key = (char *)(uintptr_t) "a+b",
					    .corp = (char *)(uintptr_t) "ww1",
					    .secret = (char *)(uintptr_t)rows[i].secret};
		char *url = webhook_url(webhook_kind(rows[i].kind), &o, "t/1",
					1577262236757 * USEC_PER_MSEC + 999);

		assert_string_equal(url, rows[i].url);
		free(url);
	}
}

/* 20 a minute, at whatever second the service begins to count. */
static void no_minute_has_more_than_the_service_allows(void **state)
{
	static const struct {
		const char *kind;
		unsigned own, most;
	} rows[] = {{"wecom-robot", 0, 20},
		    {"dingtalk-robot", 0, 20},
		    {"feishu-robot", 0, 100},
		    {"wecom-robot", 5, 5}};
	struct webhook_options free_kind = {.kind = (char *)(uintptr_t) "wecom-app"};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct webhook_options o = {.kind = (char *)(uintptr_t)rows[i].kind,
					    .minute = rows[i].own};
		uint64_t step = transport_webhook.gap(&o);

		assert_true(rows[i].most * step > (uint64_t)USEC_PER_MIN);
		assert_true(rows[i].most * 9 / 10 * step < (uint64_t)USEC_PER_MIN);
	}
	assert_int_equal(transport_webhook.gap(&free_kind), 0);
}

static void the_code_in_the_body_counts_and_not_the_status(void **state)
{
	static const struct {
		const char *kind;
		long status;
		const char *body;
		enum webhook_outcome outcome;
		const char *detail;
	} rows[] = {
	    {"wecom-robot", 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", OUTCOME_TAKEN, ""},
	    {"wecom-robot", 200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}",
	     OUTCOME_SETUP,
	     "key is none of a robot that is still there (93000: invalid webhook url)"},
	    {"wecom-robot", 200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}",
	     OUTCOME_BUSY, "too many messages in a minute (45009: api freq out of limit)"},
	    {"wecom-app", 200, "{\"errcode\":42001}", OUTCOME_TOKEN,
	     "the access token is over (42001)"},
	    {"wecom-app", 200, "{\"errcode\":40014}", OUTCOME_TOKEN, "not valid (40014)"},
	    {"wecom-app", 200, "{\"errcode\":81013}", OUTCOME_REFUSED, "no such user"},
	    {"wecom-app", 200, "{\"errcode\":-1}", OUTCOME_BUSY, "busy (-1)"},
	    {"wecom-app", 200, "{\"errcode\":77777,\"errmsg\":\"?\"}", OUTCOME_LATER,
	     "for a reason that is not known here (77777: ?)"},
	    {"dingtalk-robot", 200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}",
	     OUTCOME_BUSY, "(130101: send too fast)"},
	    {"dingtalk-robot", 200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}",
	     OUTCOME_SETUP, "the secret is wrong"},
	    {"dingtalk-robot", 500, "{\"errcode\":0}", OUTCOME_TAKEN, ""},
	    {"feishu-robot", 200, "{\"code\":0,\"msg\":\"success\",\"data\":{}}", OUTCOME_TAKEN,
	     ""},
	    {"feishu-robot", 200, "{\"StatusCode\":0,\"StatusMessage\":\"success\"}", OUTCOME_TAKEN,
	     ""},
	    {"feishu-robot", 400, "{\"code\":9499,\"msg\":\"too many request\"}", OUTCOME_BUSY,
	     "9499"},
	    {"feishu-robot", 200, "{\"code\":11232,\"msg\":\"\"}", OUTCOME_BUSY, "(11232)"},
	    {"feishu-robot", 200, "{\"code\":19021,\"msg\":\"sign match fail\"}", OUTCOME_SETUP,
	     "the secret is wrong"},
	    {"feishu-robot", 200, "<html>", OUTCOME_BUSY, "HTTP 200, and not an answer"},
	    {"feishu-robot", 200, "{\"data\":{\"code\":0}}", OUTCOME_BUSY, "not an answer"},
	    {"wecom-robot", 200, "{\"errcode\":\"0\"}", OUTCOME_BUSY, "not an answer"},
	    {"json", 204, "", OUTCOME_TAKEN, ""},
	    {"json", 302, "", OUTCOME_SETUP, "HTTP 302"},
	    {"json", 401, "no", OUTCOME_SETUP, "HTTP 401: no"},
	    {"json", 422, "", OUTCOME_REFUSED, "HTTP 422"},
	    {"json", 429, "", OUTCOME_BUSY, "HTTP 429"},
	    {"json", 503, "", OUTCOME_BUSY, "HTTP 503"},
	};
	struct webhook_verdict v;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct http_answer a = {.came = true,
					.status = rows[i].status,
					.body = rows[i].body,
					.size = strlen(rows[i].body)};

		webhook_judge(webhook_kind(rows[i].kind), &a, &v);
		print_message("%zu: %s\n", i, v.detail);
		assert_int_equal(v.outcome, rows[i].outcome);
		assert_non_null(strstr(v.detail, rows[i].detail));
		assert_false(v.doubt);
	}
	webhook_judge(webhook_kind("json"), &(struct http_answer){.gone = true, .fault = "cut"},
		      &v);
	assert_true(v.doubt);
	webhook_judge(webhook_kind("json"), &(struct http_answer){.fault = "refused"}, &v);
	assert_false(v.doubt);
	assert_int_equal(v.outcome, OUTCOME_BUSY);
}

static void an_access_token_has_its_end(void **state)
{
	static const struct {
		const char *body;
		bool fine;
		int64_t seconds;
		enum webhook_outcome outcome;
	} rows[] = {
	    {"{\"errcode\":0,\"access_token\":\"abc\",\"expires_in\":300}", true, 300, 0},
	    {"{\"errcode\":0,\"access_token\":\"abc\"}", true, WEBHOOK_TOKEN_MAX_SEC, 0},
	    {"{\"errcode\":0,\"access_token\":\"abc\",\"expires_in\":9000000}", true,
	     WEBHOOK_TOKEN_MAX_SEC, 0},
	    {"{\"errcode\":0}", false, 0, OUTCOME_BUSY},
	    {"{\"errcode\":0,\"access_token\":\"\"}", false, 0, OUTCOME_BUSY},
	    {"{\"errcode\":40001,\"errmsg\":\"invalid credential\"}", false, 0, OUTCOME_SETUP},
	    {"{\"errcode\":42001}", false, 0, OUTCOME_BUSY},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct http_answer a = {.came = true, .status = 200, .body = rows[i].body};
		char token[WEBHOOK_TOKEN_BYTES];
		struct webhook_verdict v;
		int64_t seconds = 0;
		bool fine = webhook_token_read(webhook_kind("wecom-app"), &a, token, &seconds, &v);

		assert_int_equal(fine, rows[i].fine);
		assert_int_equal(seconds, rows[i].seconds);
		if (!fine)
			assert_int_equal(v.outcome, rows[i].outcome);
	}
}

static void json_is_read_strictly(void **state)
{
	static const struct {
		const char *json;
		bool fine;
	} rows[] = {
	    {"{}", true},
	    {" {\"a\" : [1, -2.5e+3, {\"b\": null}], \"c\": true}\n", true},
	    {"{\"a\": \"\\u4f60\\\"\\\\\"}", true},
	    {"", false},
	    {"[]", false},
	    {"{", false},
	    {"{\"a\"}", false},
	    {"{\"a\":}", false},
	    {"{\"a\":1,}", false},
	    {"{\"a\":1}x", false},
	    {"{\"a\":\"\n\"}", false},
	    {"{\"a\":\"\\x\"}", false},
	    {"{\"a\":\"", false},
	    {"{\"a\":\"\\", false},
	    {"{\"a\":-}", false},
	    {"{\"a\":1.}", false},
	    {"{\"a\":1e}", false},
	    {"{\"a\":tru}", false},
	    {"{\"a\":[1 2]}", false},
	    {"{\"a\":[}", false},
	    {"{\"a\":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}", true},
	    {"{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}", false},
	};
	char text[16];
	int64_t n;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("%s\n", rows[i].json);
		assert_int_equal(json_is_object(rows[i].json), rows[i].fine);
	}
	assert_true(json_read_number("{\"x\":{\"a\":1},\"a\":-42,\"a\":3}", "a", &n));
	assert_int_equal(n, -42);
	assert_false(json_read_number("{\"a\":1.5}", "a", &n));
	assert_false(json_read_number("{\"a\":99999999999999999999}", "a", &n));
	assert_false(json_read_number("{\"aa\":1}", "a", &n));
	assert_false(json_read_number("{\"a\":\"1\"}", "a", &n));
	assert_true(
	    json_read_text("{\"a\":\"\\u7532\\ud842\\udfb7\\n\\/\\ud842x\"}", "a", text, 16));
	assert_string_equal(text, "甲𠮷\n/?x");
	assert_true(json_read_text("{\"a\":\"甲乙丙丁\"}", "a", text, 9));
	assert_string_equal(text, "甲乙");
	assert_true(json_read_text("{\"a\":\"x\\u0000\\uzz\"}", "a", text, 16));
	assert_string_equal(text, "x??zz");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(signatures_are_those_that_python_computes),
	    cmocka_unit_test(each_kind_gets_the_body_it_wants),
	    cmocka_unit_test(what_is_too_long_is_cut_between_characters),
	    cmocka_unit_test(a_part_with_its_number_fits_every_kind),
	    cmocka_unit_test(addresses_carry_key_and_signature),
	    cmocka_unit_test(no_minute_has_more_than_the_service_allows),
	    cmocka_unit_test(the_code_in_the_body_counts_and_not_the_status),
	    cmocka_unit_test(an_access_token_has_its_end),
	    cmocka_unit_test(json_is_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
