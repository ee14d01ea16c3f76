/* Reports failures, and decides the exit code. */
#include "client/cli/frame/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/messages.h"
#include "client/cli/frame/run.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/lib/text/problem.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "text/number.h"
#include "text/utf8.h"

#define ARGS_SAID_MAX 9

static const struct {
	int verdict, code;
	const char *name;
} exits[] = {
    {STATUS_OK, 0, "ok"},
    {STATUS_INVALID, 1, "invalid"},
    {CLI_USAGE, 2, "usage"},
    {STATUS_NOT_FOUND, 3, "not_found"},
    {STATUS_CONFLICT, 4, "conflict"},
    {STATUS_DENIED, 5, "denied"},
    {CLI_NO_ROUTE, 6, "no_route"},
    {STATUS_FULL, 7, "full"},
    {STATUS_TOO_MANY, 7, "too_many"},
    {STATUS_UNAVAILABLE, 7, "unavailable"},
    {STATUS_SNAPSHOT_REQUIRED, 8, "snapshot_required"},
    {STATUS_DIVERGED, 8, "diverged"},
    {CLI_CHECK_FAILED, 9, "check_failed"},
    {CLI_LOCAL, 10, "local"},
    {STATUS_DAMAGED, 11, "damaged"},
    {STATUS_WAITING, 12, "waiting"},
};

static const struct {
	int error, verdict;
} failures[] = {
    {DUBAN_E_ARGUMENT, CLI_USAGE},
    {DUBAN_E_ADDRESS, CLI_NO_ROUTE},
    {DUBAN_E_REFUSED, CLI_NO_ROUTE},
    {DUBAN_E_NO_ROUTE, CLI_NO_ROUTE},
    {DUBAN_E_HANDSHAKE, CLI_NO_ROUTE},
    {DUBAN_E_TIMEOUT, CLI_NO_ROUTE},
    {DUBAN_E_GARBAGE, CLI_NO_ROUTE},
    {DUBAN_E_SERVER_KEY, STATUS_DENIED},
    {DUBAN_E_OWN_KEY, STATUS_DENIED},
    {DUBAN_E_DENIED, STATUS_DENIED},
    {DUBAN_E_TOO_LARGE, STATUS_INVALID},
    {DUBAN_E_INVALID, STATUS_INVALID},
    {DUBAN_E_SNAPSHOT_REQUIRED, STATUS_SNAPSHOT_REQUIRED},
    {DUBAN_E_DIVERGED, STATUS_DIVERGED},
    {DUBAN_E_DAMAGED, STATUS_DAMAGED},
};

int cli_exit(int r)
{
	for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
		if (exits[i].verdict == r)
			return exits[i].code;
	return 10;
}

const char *cli_verdict_name(int r)
{
	for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
		if (exits[i].verdict == r)
			return exits[i].name;
	return "local";
}

static void problem_json(struct json *j, const Duban__Problem *p)
{
	_cleanup_free_ char *reason = message_text(p->code, (const char *const *)p->arg, p->n_arg);
	json_object(j, NULL);
	if (p->line)
		json_uint(j, "line", p->line);
	else
		json_null(j, "line");
	json_text(j, "column", p->column);
	json_text(j, "value", p->value);
	json_text(j, "reason", reason);
	json_text(j, "code", p->code);
	json_field(j, "args", &p->base, "arg");
	json_end_object(j);
}

static const char *column_head(const struct cli *c, const char *column)
{
	if (!message_chinese())
		return column;
	return c->column_head ? c->column_head(c, column) : message_term("head", column);
}

char *cli_problem_text(const struct cli *c, const Duban__Problem *p)
{
	return problem_text(p, *p->column ? column_head(c, p->column) : NULL, message_chinese());
}

struct failure {
	int verdict;
	const char *code, *text;
	Duban__Problem *const *problem;
	size_t n;
	const Duban__Reply *reply; /* whose other fields the verb may show, or NULL */
};

static void tell_json(struct cli *c, const struct failure *f)
{
	struct json j = {.out = stdout};
	json_object(&j, NULL);
	json_object(&j, "error");
	json_text(&j, "code", f->code);
	json_text(&j, "message", f->text);
	json_text(&j, "status", cli_verdict_name(f->verdict));
	json_array(&j, "problems");
	for (size_t i = 0; i < f->n; i++)
		problem_json(&j, f->problem[i]);
	json_end_array(&j);
	if (f->reply && c->verb && c->verb->refused)
		c->verb->refused(c, &j, f->reply);
	json_end_object(&j);
	json_end_object(&j);
	(void)fputc('\n', stdout);
}

static void tell_text(struct cli *c, const struct failure *f)
{
	(void)fprintf(stderr, f->n > 1 ? "dubanctl: %s\n" : "dubanctl: %s [%s]\n", f->text,
		      f->code);
	for (size_t i = 0; f->n > 1 && i < f->n; i++) {
		_cleanup_free_ char *line = cli_problem_text(c, f->problem[i]);
		(void)fprintf(stderr, "  %s [%s]\n", line ? line : "", f->problem[i]->code);
	}
	if (f->reply && c->verb && c->verb->refused)
		c->verb->refused(c, NULL, f->reply);
}

/* All failures are reported here; only the first of a run is printed. */
static int tell(struct cli *c, const struct failure *f)
{
	struct failure said = *f;
	char code[64];
	(void)snprintf(code, sizeof code, "status.%s", cli_verdict_name(f->verdict));
	/* A text that came out empty: what is known is the verdict. */
	if (!*said.text)
		said.text = message_find(code) ? message(code) : f->code;
	if (!c->told && c->json)
		tell_json(c, &said);
	else if (!c->told)
		tell_text(c, &said);
	c->told = true;
	return f->verdict;
}

/* The message of a code with its arguments, which end with NULL. NULL: no memory. */
static char *filled(const char *code, va_list ap)
{
	const char *arg[ARGS_SAID_MAX];
	size_t n = 0;
	for (const char *s; n < ARGS_SAID_MAX && (s = va_arg(ap, const char *));)
		arg[n++] = s;
	return message_text(code, arg, n);
}

int cli_fail(struct cli *c, int verdict, const char *code, ...)
{
	va_list ap;
	va_start(ap, code);
	_cleanup_free_ char *text = filled(code, ap);
	va_end(ap);
	struct failure f = {.verdict = verdict, .code = code, .text = text ? text : code};
	return tell(c, &f);
}

int cli_fail_value(struct cli *c, const char *option, const char *value, const char *code)
{
	const char *said[] = {value};
	_cleanup_free_ char *fault = message_text(code, said, 1);
	const char *arg[] = {option, value, fault ? fault : code};
	_cleanup_free_ char *text = message_text("usage.value", arg, 3);
	struct failure f = {.verdict = CLI_USAGE, .code = code, .text = text ? text : code};
	return tell(c, &f);
}

/* The last problem may say how many more there are. */
static size_t count_problems(Duban__Problem *const *p, size_t n)
{
	uint32_t more;
	bool says = n > 0 && strcmp(p[n - 1]->code, "import.more_problems") == 0 &&
		    p[n - 1]->n_arg == 1 && number_parse(p[n - 1]->arg[0], UINT32_MAX, &more);
	return says ? n - 1 + more : n;
}

static int tell_problems(struct cli *c, int verdict, Duban__Problem *const *p, size_t n,
			 const Duban__Reply *r)
{
	char code[64], count[16];
	_cleanup_free_ char *text = NULL;
	(void)snprintf(code, sizeof code, "status.%s", cli_verdict_name(verdict));
	(void)snprintf(count, sizeof count, "%zu", count_problems(p, n));
	const char *arg[] = {count};
	if (n == 1 && c->json)
		text = message_text(p[0]->code, (const char *const *)p[0]->arg, p[0]->n_arg);
	else if (n == 1)
		text = cli_problem_text(c, p[0]);
	else
		text = n == 0 ? strdup(message(code)) : message_text("cli.problems", arg, 1);
	struct failure f = {.verdict = verdict,
			    .code = n > 0 ? p[0]->code : code,
			    .text = text ? text : code,
			    .problem = p,
			    .n = n,
			    .reply = r};
	return tell(c, &f);
}

int cli_refused(struct cli *c, const Duban__Reply *r)
{
	return tell_problems(c, (int)r->status, r->problem, r->n_problem, r);
}

int cli_problems(struct cli *c, int verdict, Duban__Problem *const *p, size_t n)
{
	return tell_problems(c, verdict, p, n, NULL);
}

int cli_failure(struct cli *c, int error, const struct duban_failure *f)
{
	int verdict = CLI_LOCAL;
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
		if (failures[i].error == error)
			verdict = failures[i].verdict;
	const char *code = f && *f->code ? f->code : duban_error_code(error);
	/* Nothing listens at the admin socket: in almost all cases the daemon was not started. */
	if (c->data_dir && strcmp(code, "connection.permission") != 0 &&
	    (error == DUBAN_E_REFUSED || error == DUBAN_E_ADDRESS || error == DUBAN_E_NO_ROUTE))
		return cli_fail(c, verdict, "cli.no_daemon", c->data_dir, NULL);
	/* The library's text is English. The Chinese message uses only the system's reason in
	 * it. */
	const char *said = f ? f->text : "";
	const char *arg[] = {f ? f->arg : "", message_chinese() ? message_reason(said) : said};
	_cleanup_free_ char *text = message_find(code) ? message_text(code, arg, 2) : NULL;
	struct failure failure = {.verdict = verdict, .code = code, .text = text ? text : said};
	return tell(c, &failure);
}

void cli_warn(const char *code, ...)
{
	va_list ap;
	va_start(ap, code);
	_cleanup_free_ char *text = filled(code, ap);
	va_end(ap);
	(void)fprintf(stderr, "dubanctl: %s\n", text ? text : code);
}

void cli_say(struct cli *c, const char *code, ...)
{
	if (c->json)
		return;
	va_list ap;
	va_start(ap, code);
	_cleanup_free_ char *text = filled(code, ap);
	va_end(ap);
	(void)printf("%s\n", text ? text : code);
}
