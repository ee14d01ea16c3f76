/* A client as an outsider writes it: only installed headers. Arguments: a connection file, one that
 * nobody serves. It prints a line a step; e2e/installed.py compares them. */
#include <stdio.h>
#include <string.h>

#include <duban.h>
#include <duban/api.pb-c.h>
#include <duban/limits.h>

static void tell(const char *step, int r, const struct duban_reply *reply)
{
	char text[200];
	printf("%s %d", step, r);
	for (size_t i = 0; reply && i < duban_problem_count(reply); i++) {
		int n = duban_problem_text(reply, i, false, text, sizeof text);
		printf(" [%s] %s (%d)", duban_problem_code(reply, i), text, n == (int)strlen(text));
	}
	printf("\n");
}

static void no_daemon(const char *file)
{
	struct duban_options options = {.connection_file = file, .connect_timeout_ms = 500};
	struct duban *d = (struct duban *)&options;
	int r = duban_open(&options, &d);
	printf("open %s %d %s\n", duban_failure(d)->code, d == NULL, duban_error_code(r));
	duban_close(d);
}

static void status(struct duban *d)
{
	Duban__StatusRequest body = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	struct duban_reply *reply = NULL;
	request.body_case = DUBAN__REQUEST__BODY_STATUS;
	request.status = &body;
	int r = duban_call(d, &request, &reply);
	printf("status %d %s %u\n", r, r == 0 ? duban_reply_get(reply)->status_reply->role : "",
	       r == 0 ? duban_reply_get(reply)->status_reply->projects : 0);
	duban_reply_free(reply);
}

static void refused(struct duban *d)
{
	char text[40];
	struct duban_reply *reply = NULL;
	int r = duban_link_finish(d, "2020-999", 1, 0, &reply);
	tell("finish", r, reply);
	(void)duban_problem_text(reply, 0, true, text, sizeof text);
	printf("%s\n%d\n", text, duban_problem_text(reply, 1, true, NULL, 0));
	duban_reply_free(reply);
}

static void submit(struct duban *d, const char *step, const struct duban_report *report)
{
	struct duban_reply *reply = NULL;
	int r = duban_report_submit(d, report, &reply);
	tell(step, r, reply);
	duban_reply_free(reply);
}

static void put_file(struct duban *d, const char *content, uint8_t *ret)
{
	struct duban_evidence file = {
	    .project = "2020-001", .bytes = content, .size = strlen(content), .name = content};
	struct duban_reply *reply = NULL;
	if (duban_evidence_put(d, &file, &reply) == 0)
		memcpy(ret, duban_reply_get(reply)->evidence->evidence->digest.data, DUBAN_DIGEST);
	duban_reply_free(reply);
}

static void report(struct duban *d)
{
	static const int64_t fen[] = {120000000, 500000000, 0, 0};
	static const uint32_t percent = 40;
	struct duban_report all = {.project = "2020-001",
				   .month = 202002,
				   .invested_fen = &fen[0],
				   .cumulative_fen = &fen[1],
				   .statistics_fen = &fen[2],
				   .cumulative_statistics_fen = &fen[3],
				   .percent = &percent,
				   .text = "主体结构封顶"};
	struct duban_report day = {
	    .project = "2020-001", .form = "daily", .on = 20200301, .text = "浇筑"};
	struct duban_report wrong = {.project = "2020-001", .form = "yearly"};
	uint8_t digest[2 * DUBAN_DIGEST];
	put_file(d, "one", digest);
	put_file(d, "two", digest + DUBAN_DIGEST);
	all.evidence = digest;
	all.n_evidence = 2;
	submit(d, "report", &all);
	submit(d, "daily", &day);
	all.form = "correction";
	submit(d, "correction", &all);
	submit(d, "wrong", &wrong);
}

int main(int argc, char **argv)
{
	struct duban_options options = {.connection_file = argv[1]};
	struct duban *d;
	if (argc < 3)
		return 2;
	no_daemon(argv[2]);
	if (duban_open(&options, &d) < 0) {
		fprintf(stderr, "%s\n", duban_failure(NULL)->text);
		return 1;
	}
	status(d);
	refused(d);
	report(d);
	printf("limits %d %d\n", WIRE_MESSAGE_MAX, REQUEST_ID_SIZE);
	duban_close(d);
	return 0;
}
