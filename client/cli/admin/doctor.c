/* Finds what is wrong between here and the daemon: network, server key, own key, role. */
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "text/width.h"

#define STATE_WIDTH 9
#define NAME_WIDTH 17

struct doctor {
	struct cli *c;
	struct json j;
	bool ok;
};

static const char *state_name(enum duban_check_state s)
{
	static const char *const names[] = {"ok", "warning", "failed", "skipped"};
	return (size_t)s < sizeof names / sizeof *names ? names[s] : "failed";
}

/* Chinese: the text of the check's code. English: the library's text. */
static char *words(const struct duban_check *k)
{
	const char *arg[] = {k->about ? k->about : "", k->text ? k->text : ""};
	if (message_chinese() && message_find(k->code))
		return message_text(k->code, arg, 2);
	return message_text("doctor.text", &arg[1], 1);
}

static void put_wide(const char *text, size_t width)
{
	size_t w = text_width(text);
	(void)printf("%s%*s", text, w < width ? (int)(width - w) : 1, "");
}

/* "xihu-sys, county, xihu": the principal, its role, its unit. */
static void put_about(const struct duban_check *k)
{
	char role[32] = "";
	const char *about = k->about ? k->about : "", *comma = strstr(about, ", ");
	if (strcmp(k->name, "role") != 0 || !comma) {
		(void)printf("%s\n", about);
		return;
	}
	const char *from = comma + 2;
	size_t n = strcspn(from, ",");
	(void)snprintf(role, sizeof role, "%.*s", (int)n, from);
	(void)printf("%.*s, %s%s\n", (int)(comma - about), about,
		     message_chinese() ? message_term("role", role) : role, from + n);
}

static void tell(void *user, const struct duban_check *k)
{
	struct doctor *d = user;
	_cleanup_free_ char *text = words(k);
	if (k->state == DUBAN_CHECK_FAILED)
		d->ok = false;
	if (d->c->json) {
		json_object(&d->j, NULL);
		json_text(&d->j, "check", k->name);
		json_text(&d->j, "state", state_name(k->state));
		json_text(&d->j, "about", k->about);
		json_text(&d->j, "code", k->code);
		json_text(&d->j, "text", text);
		json_end_object(&d->j);
		return;
	}
	put_wide(message_term("check_state", state_name(k->state)), STATE_WIDTH);
	put_wide(message_term("check", k->name), NAME_WIDTH);
	put_about(k);
	if (k->state == DUBAN_CHECK_FAILED || k->state == DUBAN_CHECK_WARNING)
		(void)printf("    %s [%s]\n", text ? text : "", k->code);
	(void)fflush(stdout);
}

static int run_doctor(struct cli *c)
{
	struct duban_options o;
	struct duban_failure failure = {};
	struct doctor d = {.c = c, .j = {.out = stdout}, .ok = true};
	int r = cli_options(c, &o);
	if (r != 0)
		return r;
	o.failure = &failure;
	if (c->json) {
		json_object(&d.j, NULL);
		json_array(&d.j, "checks");
	}
	r = duban_diagnose(&o, tell, &d);
	if (c->json) {
		json_end_array(&d.j);
		json_bool(&d.j, "ok", r == 0 && d.ok);
		json_end_object(&d.j);
		(void)fputc('\n', stdout);
	}
	if (r < 0) {
		c->told = true; /* the checks above have reported the failure already */
		return cli_failure(c, r, &failure);
	}
	return 0;
}

VERB(doctor, .noun = "doctor", .args = "", .requests = "status",
     .help = "find what is wrong (诊断): file, network, server key, own key, role",
     .run = run_doctor);
