/* Completeness, by walking the descriptors of protobuf and of records: every request, event and
 * rule has all its parts. A request: handler, verb, fuzz seed. An event: fold, text in both
 * languages, fuzz seed. A rule: its table test, and parameters that exist. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "api/core/put.h"
#include "api/records/kind.h"
#include "model/core/fold.h"
#include "model/core/noun.h"
#include "model/param/defs.h"
#include "proto/wire_name.h"
#include "rules/rule.h"
#include "rules/rules.h"

/* Parts of an import, which have no verb of their own. */
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
		assert_ptr_equal(handler_of((*it)->body), *it); /* registered once */
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

/* ---- histories of events */

static void every_event_belongs_to_a_history_or_says_that_it_stands_for_itself(void **state)
{
	const ProtobufCFieldDescriptor *f[256];
	size_t n = members(&duban__event__descriptor, f, 256);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		Duban__Event__BodyCase body = (Duban__Event__BodyCase)f[i]->id;
		const struct fold_row *row = fold_row(body);
		const char *family, *subject;

		if (!fold_family(body, &family, &subject) && !(row && row->family))
			fail_msg("event %s has no family, nor FOLD_ALONE", f[i]->name);
	}
}

static bool are_fields(const ProtobufCMessageDescriptor *d, const char *names)
{
	while (noun_next_field(d, &names))
		;
	return names != NULL;
}

/* The changes of an import are listed as text: that needs the fields of the record's key and
 * another field to show. */
static void every_put_can_be_told_as_text(void **state)
{
	const ProtobufCFieldDescriptor *f[256];
	size_t n = members(&duban__event__descriptor, f, 256);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct put_fields put;
		const struct record *r;

		if (!put_fields(f[i]->descriptor, &put) ||
		    f[i]->descriptor == &duban__chain_put__descriptor)
			continue;
		r = record_of_noun(put.now->descriptor);
		if (r && r->no_changes)
			continue;
		if (!r || !(r->shown_key || r->key) || !r->shown)
			fail_msg("event %s: nothing tells what it changed (.key, .shown)",
				 f[i]->name);
		if (!are_fields(r->noun, r->shown_key ? r->shown_key : r->key) ||
		    (*r->shown && !are_fields(r->noun, r->shown)))
			fail_msg("%s: .key, .shown_key or .shown names no field", r->name);
	}
}

/* Units, projects and the like are removed by an event of their own. */
static bool removed_by_number(const struct record *r)
{
	const ProtobufCEnumDescriptor *d = &duban__noun_kind__descriptor;

	for (unsigned i = 0; i < d->n_values; i++)
		if (strcasecmp(wire_enum_name(d, d->values[i].value), r->noun->short_name) == 0)
			return true;
	return false;
}

static bool removed_by_code(const struct record *r)
{
	SECTION_FOREACH(duban_removals, struct remove_row, it)
	if ((*it)->record == r->noun)
		return true;
	return false;
}

static void every_record_can_be_taken_away_or_says_why_not(void **state)
{
	size_t n;
	const struct record *const *all = records_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		if (!all[i]->no_revert && !removed_by_number(all[i]) && !removed_by_code(all[i]) &&
		    noun_of(all[i]->kind)->n == 0)
			fail_msg("%s: a revert cannot take a new one away (.key, REMOVE or "
				 ".no_revert)",
				 all[i]->name);
}

/* ---- what a description must say */

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text;

	assert_non_null(f);
	text = read_all(f);
	(void)fclose(f);
	return text;
}

static void check_enum(const struct import_kind *k, size_t i, const char *texts)
{
	const struct record_column *c = &k->column[i];
	const ProtobufCEnumDescriptor *d = k->field[i] ? k->field[i]->descriptor : NULL;
	char want[128];

	if (!c->terms || !*c->terms)
		fail_msg("%s.%s: the words of its values stand in no terms", k->record->name,
			 c->name);
	(void)snprintf(want, sizeof want, "\n%s.", c->terms);
	if (!strstr(texts, want))
		fail_msg("%s.%s: messages.csv has no terms %s", k->record->name, c->name, c->terms);
	for (unsigned v = 1; d && c->word && v < d->n_values; v++) {
		(void)snprintf(want, sizeof want, "\n%s.%s,", c->terms,
			       wire_enum_name(d, d->values[v].value));
		if (!strstr(texts, want))
			fail_msg("messages.csv lacks %s", want + 1);
	}
}

static void every_column_has_a_word_in_both_languages_and_every_enum_its_terms(void **state)
{
	char *texts = read_file(SOURCE_DIR "/client/cli/data/messages.csv");

	(void)state;
	IMPORT_KINDS_FOREACH(it)
	for (size_t i = 0; i < (*it)->n_column; i++) {
		const struct record_column *c = &(*it)->column[i];

		if (!*c->name || !c->zh || !*c->zh)
			fail_msg("%s: column %zu has no word", (*it)->record->name, i);
		if (c->field && !(*it)->field[i])
			fail_msg("%s.%s: the noun has no field %s", (*it)->record->name, c->name,
				 c->field);
		if (c->type == RECORD_ENUM && !c->many)
			check_enum(*it, i, texts);
	}
	free(texts);
}

/* The first line of a page names the kinds that it documents. */
static bool on_a_page(const char *name)
{
	char want[64];
	glob_t pages;
	bool found = false;

	(void)snprintf(want, sizeof want, " %s", name);
	assert_int_equal(glob(SOURCE_DIR "/docs/nouns/*.md", 0, NULL, &pages), 0);
	for (size_t i = 0; i < pages.gl_pathc && !found; i++) {
		char *text = read_file(pages.gl_pathv[i]);
		char *kinds = strstr(text, "kinds:");
		char *end = kinds ? strpbrk(kinds, ";>\n") : NULL;

		if (end)
			*end = '\0';
		for (char *at = end ? kinds : NULL; at && (at = strstr(at, want));
		     at += strlen(want))
			found = found || !at[strlen(want)] || strchr(", -", at[strlen(want)]);
		free(text);
	}
	globfree(&pages);
	return found;
}

static void every_kind_has_a_page(void **state)
{
	size_t n;
	const struct record *const *all = records_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		if (!on_a_page(all[i]->name))
			fail_msg("%s stands on no page of docs/nouns (kinds:)", all[i]->name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_request_has_a_handler_and_a_fuzz_seed),
	    cmocka_unit_test(every_handler_answers_a_request),
	    cmocka_unit_test(every_request_has_a_verb),
	    cmocka_unit_test(every_event_has_a_fold_a_text_and_a_fuzz_seed),
	    cmocka_unit_test(every_rule_has_a_table_test_and_known_parameters),
	    cmocka_unit_test(every_event_belongs_to_a_history_or_says_that_it_stands_for_itself),
	    cmocka_unit_test(every_put_can_be_told_as_text),
	    cmocka_unit_test(every_record_can_be_taken_away_or_says_why_not),
	    cmocka_unit_test(every_column_has_a_word_in_both_languages_and_every_enum_its_terms),
	    cmocka_unit_test(every_kind_has_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
