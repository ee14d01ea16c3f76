/* Completeness, by walking the protobuf descriptors: nothing that can be asked or can happen
 * lacks its parts. A request: handler, verb, fuzz seed. An event: fold, text in both tongues,
 * fuzz seed. A rule: its table test, and parameters that exist. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "model/core/fold.h"
#include "model/param/defs.h"
#include "rules/rule.h"
#include "rules/rules.h"

/* Parts of an import: they have no verb of their own. */
static bool verbless(const char *name)
{
	return strcmp(name, "import_part") == 0 || strcmp(name, "unit_list") == 0;
}

static size_t members(const ProtobufCMessageDescriptor *d, const ProtobufCFieldDescriptor **ret,
		      size_t max)
{
	size_t n = 0;

	for (unsigned i = 0; i < d->n_fields; i++)
		if (d->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
			assert_true(n < max);
			ret[n++] = &d->fields[i];
		}
	assert_true(n > 10);
	return n;
}

static bool there(const char *fmt, const char *name)
{
	char path[512];

	(void)snprintf(path, sizeof path, fmt, SOURCE_DIR, name);
	return access(path, R_OK) == 0;
}

static void every_request_has_a_handler_and_a_fuzz_seed(void **state)
{
	const ProtobufCFieldDescriptor *f[256];
	size_t n = members(&duban__request__descriptor, f, 256);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct handler *h = handler_of((Duban__Request__BodyCase)f[i]->id);

		if (!h || !h->decide || !h->roles)
			fail_msg("request %s has no handler row", f[i]->name);
		if (!there("%s/tests/fuzz/corpus/request/%s", f[i]->name))
			fail_msg("request %s has no seed in tests/fuzz/corpus/request", f[i]->name);
	}
}

static void every_handler_answers_a_request(void **state)
{
	(void)state;
	SECTION_FOREACH(duban_handlers, struct handler, it)
	{
		assert_ptr_equal(handler_of((*it)->body), *it); /* no row twice */
		assert_non_null(protobuf_c_message_descriptor_get_field(&duban__request__descriptor,
									(unsigned)(*it)->body));
	}
}

static char *read_all(FILE *f)
{
	size_t size = 0, cap = 1 << 20;
	char *text = calloc(1, cap);

	assert_non_null(text);
	size = fread(text, 1, cap - 1, f);
	text[size] = '\0';
	return text;
}

static void every_request_has_a_verb(void **state)
{
	const ProtobufCFieldDescriptor *f[256];
	size_t n = members(&duban__request__descriptor, f, 256);
	FILE *p = popen(BUILD_DIR "/dubanctl --list-verbs", "r");
	char *verbs, want[128];

	(void)state;
	assert_non_null(p);
	verbs = read_all(p);
	assert_int_equal(pclose(p), 0);
	for (size_t i = 0; i < n; i++) {
		(void)snprintf(want, sizeof want, " %s\n", f[i]->name);
		if (!verbless(f[i]->name) && !strstr(verbs, want))
			fail_msg("request %s has no verb in dubanctl", f[i]->name);
	}
	free(verbs);
}

static void every_event_has_a_fold_a_text_and_a_fuzz_seed(void **state)
{
	const ProtobufCFieldDescriptor *f[256];
	size_t n = members(&duban__event__descriptor, f, 256);
	FILE *csv = fopen(SOURCE_DIR "/client/cli/data/messages.csv", "r");
	char *texts, want[128];

	(void)state;
	assert_non_null(csv);
	texts = read_all(csv);
	(void)fclose(csv);
	for (size_t i = 0; i < n; i++) {
		if (!fold_row((Duban__Event__BodyCase)f[i]->id))
			fail_msg("event %s has no fold", f[i]->name);
		if (!there("%s/tests/fuzz/corpus/event/%s", f[i]->name))
			fail_msg("event %s has no seed in tests/fuzz/corpus/event", f[i]->name);
		(void)snprintf(want, sizeof want, "\nkind.%s,", f[i]->name);
		if (!strstr(texts, want))
			fail_msg("event %s has no text in messages.csv", f[i]->name);
	}
	free(texts);
}

static void every_rule_has_a_table_test_and_known_parameters(void **state)
{
	(void)state;
	assert_true(rules_count > 0);
	for (size_t i = 0; i < rules_count; i++) {
		char name[16];

		(void)snprintf(name, sizeof name, "w%02u", rules[i]->num);
		if (!there("%s/tests/rules/test_%s.c", name))
			fail_msg("rule %s has no table test", rules[i]->id);
		for (size_t j = 0; j < RULE_PARAMS_MAX && rules[i]->params[j]; j++)
			if (!parameter_def(rules[i]->params[j]))
				fail_msg("rule %s names the unknown parameter %s", rules[i]->id,
					 rules[i]->params[j]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_request_has_a_handler_and_a_fuzz_seed),
	    cmocka_unit_test(every_handler_answers_a_request),
	    cmocka_unit_test(every_request_has_a_verb),
	    cmocka_unit_test(every_event_has_a_fold_a_text_and_a_fuzz_seed),
	    cmocka_unit_test(every_rule_has_a_table_test_and_known_parameters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
