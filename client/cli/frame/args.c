#include "client/cli/frame/args.h"

#include <string.h>

#include "client/cli/frame/verdict.h"

const struct verb_option args_common[] = {
    {"data", "DIR", "the daemon of this data folder, by its admin socket (DUBAN_DATA)"},
    {"connection", "FILE", "a connection file made by `principal add` (DUBAN_CONNECTION)"},
    {"json", NULL, "print only JSON on stdout, also for refusals"},
    {"timeout", "SECONDS", "how long a call with its retries may take (DUBAN_TIMEOUT)"},
    {"for-unit", "UNIT", "on behalf of this unit (代填)"},
    {"for-person", "PERSON", "on behalf of this person (代填)"},
    {"why", "TEXT", "why, for the second person (复核) who must confirm it"},
    {"request-id", "HEX", "id of the request: repeating it returns the first answer"},
    {"lang", "zh|en", "the language of texts and table heads (DUBAN_LANG, LANG)"},
    {"help", NULL, "list nouns and verbs, or describe one"},
    {"version", NULL, "the version of this program"},
    {},
};

static const struct verb_option *in_rows(const struct verb_option *rows, const char *name, size_t n)
{
	for (; rows && rows->name; rows++)
		if (strlen(rows->name) == n && memcmp(rows->name, name, n) == 0)
			return rows;
	return NULL;
}

static const struct verb_option *known(const char *name, size_t n)
{
	/* For the tests and for making docs/cli.md; not shown in the help. */
	static const struct verb_option hidden[] = {
	    {.name = "list-verbs"}, {.name = "markdown"}, {}};
	const struct verb_option *o = in_rows(args_common, name, n);
	if (!o)
		o = in_rows(hidden, name, n);
	if (o)
		return o;
	VERB_FOREACH(v)
	{
		o = in_rows(verb_options(*v), name, n);
		if (o)
			return o;
	}
	return NULL;
}

static int refuse(const char *code, const char *arg, const char **ret_code, const char **ret_arg)
{
	*ret_code = code;
	*ret_arg = arg;
	return CLI_USAGE;
}

/* Accepts "name", "name=value", or "name" with the value in the next word. */
static const char *take_option(struct args *a, const char *text, const char *next, bool *ret_next)
{
	size_t n = strcspn(text, "=");
	const struct verb_option *o = known(text, n);
	*ret_next = false;
	if (!o)
		return "usage.unknown_option";
	const char *value = text[n] == '=' ? text + n + 1 : NULL;
	if (!o->value && value)
		return "usage.option_takes_nothing";
	if (o->value && !value) {
		if (!next)
			return "usage.option_needs_value";
		value = next;
		*ret_next = true;
	}
	a->option[a->n_options].name = o->name;
	a->option[a->n_options++].value = value;
	return NULL;
}

int args_parse(int argc, char **argv, struct args *ret, const char **ret_code, const char **ret_arg)
{
	struct args a = {};
	bool words_only = false;
	for (int i = 1; i < argc; i++) {
		const char *s = argv[i];
		if (a.n_words + 1 >= ARGS_MAX || a.n_options + 1 >= ARGS_MAX)
			return refuse("usage.too_many_words", s, ret_code, ret_arg);
		if (!words_only && strcmp(s, "--") == 0) {
			words_only = true;
			continue;
		}
		if (!words_only && strcmp(s, "-h") == 0)
			s = "--help";
		if (words_only || s[0] != '-' || s[1] == '\0') {
			a.word[a.n_words++] = s;
			continue;
		}
		if (s[1] != '-')
			return refuse("usage.unknown_option", s, ret_code, ret_arg);
		bool took_next;
		const char *code =
		    take_option(&a, s + 2, i + 1 < argc ? argv[i + 1] : NULL, &took_next);
		if (code)
			return refuse(code, s, ret_code, ret_arg);
		i += took_next;
	}
	*ret = a;
	return 0;
}

const char *args_option(const struct args *a, const char *name)
{
	for (size_t i = a->n_options; i > 0; i--)
		if (strcmp(a->option[i - 1].name, name) == 0)
			return a->option[i - 1].value;
	return NULL;
}

const char *args_each(const struct args *a, const char *name, size_t *at)
{
	while (*at < a->n_options) {
		size_t i = (*at)++;
		if (strcmp(a->option[i].name, name) == 0)
			return a->option[i].value;
	}
	return NULL;
}

bool args_flag(const struct args *a, const char *name)
{
	for (size_t i = 0; i < a->n_options; i++)
		if (strcmp(a->option[i].name, name) == 0)
			return true;
	return false;
}

const char *args_foreign(const struct args *a, const struct verb *v)
{
	for (size_t i = 0; i < a->n_options; i++) {
		const char *name = a->option[i].name;
		if (!in_rows(args_common, name, strlen(name)) &&
		    !in_rows(verb_options(v), name, strlen(name)) &&
		    !in_rows(verb_implied(v), name, strlen(name)))
			return name;
	}
	return NULL;
}
