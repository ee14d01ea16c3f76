/* dubanctl: finds the verb, runs it and prints its reply. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/form.h"
#include "client/cli/form/run.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/help/help.h"
#include "client/cli/help/help_markdown.h"
#include "client/cli/print/done.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/remarks.h"
#include "client/cli/workbook/child.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"

/* 0: the request changed nothing, so no event was written. */
static void json_seq(struct json *j, const char *key, uint64_t seq)
{
	if (seq)
		json_uint(j, key, seq);
	else
		json_null(j, key);
}

static int print_json(struct cli *c, const Duban__Reply *r)
{
	struct json j = {.out = stdout};
	ProtobufCMessage *body = NULL;
	const ProtobufCFieldDescriptor *f = wire_body(&r->base, &body);
	int rc = cli_names(c, json_project_of(body), &j.names);
	if (rc != 0)
		return rc;
	json_object(&j, NULL);
	if (f) {
		json_fields(&j, body);
	} else {
		json_uint(&j, "seq", r->seq);
		json_seq(&j, "first_seq", r->first_seq);
		json_seq(&j, "last_seq", r->last_seq);
	}
	if (r->n_remark)
		remarks_json(&j, r->remark, r->n_remark);
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static int print(struct cli *c)
{
	const struct verb *v = c->verb;
	const Duban__Reply *r = c->reply;
	if (!r)
		return 0;
	if (cli_json(c) || (c->json && !v->print))
		return v->json ? v->json(c, r) : print_json(c, r);
	int rc = v->print ? v->print(c, r) : done_print(c, r);
	remarks_print(c, r->remark, r->n_remark);
	return rc;
}

static int run_verb(struct cli *c)
{
	const struct verb *v = c->verb;
	size_t n = c->args.n_words - (v->verb ? 2 : 1), min, max;
	const char *foreign = args_foreign(&c->args, v);
	if (foreign)
		return cli_fail(c, CLI_USAGE, "usage.foreign_option", foreign, v->noun,
				v->verb ? v->verb : "", NULL);
	verb_words(v, &min, &max);
	if (n < min || n > max) {
		char usage[300], places[200];
		(void)snprintf(usage, sizeof usage, "%s%s%s%s%s", v->noun, v->verb ? " " : "",
			       v->verb ? v->verb : "", *verb_args(v) ? " " : "",
			       help_places(verb_args(v), places, sizeof places));
		return cli_fail(c, CLI_USAGE, "usage.words", usage, NULL);
	}
	int r = v->run ? v->run(c) : form_run(c);
	return r == 0 ? print(c) : r;
}

static int run(struct cli *c)
{
	const struct args *a = &c->args;
	size_t words;
	if (args_flag(a, "list-verbs"))
		return help_list_verbs();
	if (args_flag(a, "markdown"))
		return help_markdown();
	if (args_flag(a, "version"))
		return help_version(c);
	if (a->n_words == 0 && !args_flag(a, "help")) {
		if (!c->json)
			help_all(stderr);
		c->told = !c->json;
		return cli_fail(c, CLI_USAGE, "usage.no_verb", NULL);
	}
	if (args_flag(a, "help") || strcmp(a->word[0], "help") == 0)
		return help(c);
	const char *verb = a->n_words > 1 ? a->word[1] : NULL;
	c->verb = verb_find(a->word[0], verb, &words);
	if (c->verb)
		return run_verb(c);
	if (!verb && help_has_noun(a->word[0]))
		return c->json ? cli_fail(c, CLI_USAGE, "usage.missing_verb", a->word[0], NULL)
			       : help(c);
	return cli_fail(c, CLI_USAGE, verb ? "usage.unknown_verb" : "usage.unknown_noun",
			a->word[0], verb ? verb : "", NULL);
}

/* --lang wins over the environment. */
static int language(struct cli *c)
{
	const char *lang = cli_option(c, "lang");
	if (lang && strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
		return cli_fail(c, CLI_USAGE, "usage.lang", lang, NULL);
	return lang && setenv("DUBAN_LANG", lang, 1) != 0 ? -errno : 0;
}

int main(int argc, char **argv)
{
	struct cli c = {};
	const char *code, *arg;
	if (argc > 1 && strcmp(argv[1], CHILD_WORD) == 0)
		child_main(argc > 2);
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		c.json |= strcmp(argv[i], "--json") == 0;
	const char *json = getenv("DUBAN_JSON");
	c.json |= json && strcmp(json, "1") == 0;
	int r = args_parse(argc, argv, &c.args, &code, &arg);
	if (r == 0)
		r = language(&c);
	else
		r = cli_fail(&c, r, code, arg, NULL);
	r = r ? r : run(&c);
	if (r < 0)
		(void)cli_fail(&c, CLI_LOCAL, "cli.system", message_errno(-r), NULL);
	if ((fflush(stdout) != 0 || ferror(stdout)) && r == 0) {
		const char *why = message_errno(errno);
		_cleanup_free_ char *text = message_text("local.stdout", &why, 1);
		(void)fprintf(stderr, "dubanctl: %s\n", text ? text : why);
		r = CLI_LOCAL;
	}
	cli_done(&c);
	return cli_exit(r);
}
