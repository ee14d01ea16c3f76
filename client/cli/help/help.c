#include "client/cli/help/help.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/help/line.h"
#include "client/cli/print/json.h"
#include "proto/cleanup.h"

/* In Chinese the text of messages.csv or the verb's own; otherwise English. */
static const char *about(const struct verb *v)
{
	char code[96];
	(void)snprintf(code, sizeof code, "help.%s%s%s", v->noun, v->verb ? "." : "",
		       v->verb ? v->verb : "");
	if (!message_chinese())
		return v->help;
	const char *text = message_find(code);
	return text ? text : v->zh ? v->zh : v->help;
}

/* In Chinese the first that exists: the option's text for this verb, for this noun, for all nouns,
 * its own Chinese text; otherwise English. `noun` "" for the options of all verbs. */
static const char *about_option(const char *noun, const char *verb, const struct verb_option *o,
				const char *zh)
{
	char code[160];
	const char *text = NULL;
	if (!message_chinese())
		return o->help;
	(void)snprintf(code, sizeof code, "option.%s.%s.%s", noun, verb ? verb : "", o->name);
	text = message_find(code);
	(void)snprintf(code, sizeof code, "option.%s.%s", noun, o->name);
	text = text ? text : message_find(code);
	(void)snprintf(code, sizeof code, "option.%s", o->name);
	text = text ? text : message_find(code);
	return text ? text : zh ? zh : o->help;
}

static bool is_place(char ch)
{
	return (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || ch == '-' ||
	       (ch >= '0' && ch <= '9');
}

char *help_places(const char *text, char *buf, size_t size)
{
	char code[64];
	size_t at = 0;
	for (const char *s = text; *s && at + 1 < size;) {
		size_t n = 0;
		while (is_place(s[n]))
			n++;
		(void)snprintf(code, sizeof code, "place.%.*s", (int)n, s);
		const char *term = n > 0 && message_chinese() ? message_find(code) : NULL;
		n += n == 0;
		int k = term ? snprintf(buf + at, size - at, "%s", term)
			     : snprintf(buf + at, size - at, "%.*s", (int)n, s);
		at += (size_t)k;
		s += n;
	}
	buf[at < size ? at : size - 1] = '\0';
	return buf;
}

static void put_verb(FILE *out, const struct verb *v)
{
	char left[300], places[200];
	(void)snprintf(left, sizeof left, "%s%s%s%s%s", v->noun, v->verb ? " " : "",
		       v->verb ? v->verb : "", *verb_args(v) ? " " : "",
		       help_places(verb_args(v), places, sizeof places));
	help_line(out, left, about(v));
}

static void put_options(FILE *out, const char *noun, const char *verb, const struct verb_option *o,
			const char *const *zh)
{
	char left[200], places[100];
	for (size_t i = 0; o && o->name; o++, i++) {
		(void)snprintf(left, sizeof left, "--%s%s%s", o->name, o->value ? " " : "",
			       o->value ? help_places(o->value, places, sizeof places) : "");
		help_line(out, left, about_option(noun, verb, o, zh ? zh[i] : NULL));
	}
}

static void put_verbs(FILE *out, const char *noun)
{
	const struct verb **all = calloc(verb_count(), sizeof *all);
	if (!all)
		return;
	verb_sorted(all);
	for (size_t i = 0; i < verb_count(); i++)
		if (!noun || strcmp(all[i]->noun, noun) == 0)
			put_verb(out, all[i]);
	free(all);
}

void help_all(FILE *out)
{
	(void)fprintf(out, "%s\n\n", message("help.head"));
	put_verbs(out, NULL);
	(void)fprintf(out, "\n%s\n", message("help.options"));
	put_options(out, "", NULL, args_common, NULL);
	(void)fprintf(out, "\n%s\n", message("help.exits"));
}

static void help_usage(FILE *out, const struct verb *v)
{
	put_verb(out, v);
	put_options(out, v->noun, v->verb, verb_options(v), v->option_zh);
	put_options(out, v->noun, v->verb, verb_implied(v), NULL);
	if (v->more)
		v->more(v, out);
}

bool help_has_noun(const char *noun)
{
	VERB_FOREACH(it)
	{
		if (strcmp((*it)->noun, noun) == 0)
			return true;
	}
	return false;
}

static void option_json(struct json *j, const struct verb_option *o)
{
	json_object(j, NULL);
	json_text(j, "name", o->name);
	json_text(j, "value", o->value);
	json_text(j, "help", o->help);
	json_end_object(j);
}

static int all_json(void)
{
	struct json j = {.out = stdout};
	const struct verb **all = calloc(verb_count(), sizeof *all);
	if (!all)
		return -ENOMEM;
	verb_sorted(all);
	json_array(&j, NULL);
	for (size_t i = 0; i < verb_count(); i++) {
		json_object(&j, NULL);
		json_text(&j, "noun", all[i]->noun);
		json_text(&j, "verb", all[i]->verb);
		json_text(&j, "args", verb_args(all[i]));
		json_text(&j, "help", all[i]->help);
		json_array(&j, "options");
		for (const struct verb_option *o = verb_options(all[i]); o->name; o++)
			option_json(&j, o);
		for (const struct verb_option *o = verb_implied(all[i]); o && o->name; o++)
			option_json(&j, o);
		json_end_array(&j);
		if (all[i]->more_json)
			all[i]->more_json(all[i], &j);
		json_end_object(&j);
	}
	json_end_array(&j);
	(void)fputc('\n', stdout);
	free(all);
	return 0;
}

int help(struct cli *c)
{
	const struct args *a = &c->args;
	size_t skip = a->n_words > 0 && strcmp(a->word[0], "help") == 0, words;
	if (c->json)
		return all_json();
	if (a->n_words == skip) {
		help_all(stdout);
		return 0;
	}
	const char *noun = a->word[skip], *verb = skip + 1 < a->n_words ? a->word[skip + 1] : NULL;
	const struct verb *v = verb_find(noun, verb, &words);
	if (v)
		help_usage(stdout, v);
	else if (!verb && help_has_noun(noun))
		put_verbs(stdout, noun);
	else
		return cli_fail(c, CLI_USAGE, verb ? "usage.unknown_verb" : "usage.unknown_noun",
				noun, verb ? verb : "", NULL);
	return 0;
}

int help_list_verbs(void)
{
	const struct verb **all = calloc(verb_count(), sizeof *all);
	if (!all)
		return -ENOMEM;
	verb_sorted(all);
	for (size_t i = 0; i < verb_count(); i++) {
		const char *s = verb_requests(all[i]);
		if (!s)
			s = "-";
		for (; *s; s += strcspn(s, " "), s += strspn(s, " "))
			(void)printf("%s %s %.*s\n", all[i]->noun,
				     all[i]->verb ? all[i]->verb : "-", (int)strcspn(s, " "), s);
	}
	free(all);
	return 0;
}

int help_version(struct cli *c)
{
	if (c->json)
		(void)printf("{\"version\":\"%s\"}\n", DUBAN_VERSION);
	else
		(void)printf("dubanctl %s\n", DUBAN_VERSION);
	return 0;
}
