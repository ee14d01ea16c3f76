/* Checks the conventions that generic code relies on, for every message and enum that is used by
 * requests, replies and events. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/api.pb-c.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

#define TYPES_MAX 1024

struct types {
	const ProtobufCMessageDescriptor *type[TYPES_MAX];
	size_t n;
};

static struct types all;

static void add_type(struct types *t, const ProtobufCMessageDescriptor *d)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->type[i] == d)
			return;
	assert_true(t->n < TYPES_MAX);
	t->type[t->n++] = d;
}

/* Adds every type that is reachable from those in the list. */
static void close_over(struct types *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (unsigned j = 0; j < t->type[i]->n_fields; j++)
			if (t->type[i]->fields[j].type == PROTOBUF_C_TYPE_MESSAGE)
				add_type(t, t->type[i]->fields[j].descriptor);
}

static int collect(void **state)
{
	(void)state;
	add_type(&all, &duban__request__descriptor);
	add_type(&all, &duban__reply__descriptor);
	add_type(&all, &duban__event__descriptor);
	add_type(&all, &duban__heartbeat__descriptor);
	add_type(&all, &duban__store__descriptor);
	add_type(&all, &duban__contact__descriptor);
	add_type(&all, &duban__request_mark__descriptor);
	add_type(&all, &duban__link_progress__descriptor);
	close_over(&all);
	return all.n > 50 ? 0 : -1;
}

typedef void field_check(const ProtobufCMessageDescriptor *d, const ProtobufCFieldDescriptor *f);

static void each_field(field_check *check)
{
	for (size_t i = 0; i < all.n; i++)
		for (unsigned j = 0; j < all.type[i]->n_fields; j++)
			check(all.type[i], &all.type[i]->fields[j]);
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcmp(s + n - m, end) == 0;
}

static void expect(bool holds, const ProtobufCMessageDescriptor *d,
		   const ProtobufCFieldDescriptor *f, const char *rule)
{
	if (!holds)
		fail_msg("%s.%s: %s", d->short_name, f->name, rule);
}

static bool is_self_reaching(const ProtobufCMessageDescriptor *d)
{
	struct types below = {0};
	for (unsigned j = 0; j < d->n_fields; j++)
		if (d->fields[j].type == PROTOBUF_C_TYPE_MESSAGE)
			add_type(&below, d->fields[j].descriptor);
	close_over(&below);
	for (size_t i = 0; i < below.n; i++)
		if (below.type[i] == d)
			return true;
	return false;
}

static void no_message_reaches_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < all.n; i++)
		if (is_self_reaching(all.type[i]))
			fail_msg("%s contains itself", all.type[i]->short_name);
}

static unsigned depth_of(const ProtobufCMessageDescriptor *d)
{
	unsigned deepest = 0;
	for (unsigned j = 0; j < d->n_fields; j++) {
		if (d->fields[j].type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		unsigned below = depth_of(d->fields[j].descriptor);
		if (below > deepest)
			deepest = below;
	}
	return deepest + 1;
}

static void no_message_is_deeper_than_the_wire_allows(void **state)
{
	(void)state;
	for (size_t i = 0; i < all.n; i++)
		assert_in_range(depth_of(all.type[i]), 1, WIRE_DEPTH_MAX);
}

/* "LinkState" -> "LINK_STATE" */
static void upper_snake(const char *camel, char *ret)
{
	for (const char *p = camel; *p; p++) {
		if (p > camel && *p >= 'A' && *p <= 'Z')
			*ret++ = '_';
		*ret++ = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
	}
	*ret = '\0';
}

static void check_enum(const ProtobufCMessageDescriptor *d, const ProtobufCFieldDescriptor *f)
{
	char prefix[80], zero[96];
	const ProtobufCEnumDescriptor *e;
	if (f->type != PROTOBUF_C_TYPE_ENUM)
		return;
	e = f->descriptor;
	upper_snake(e->short_name, prefix);
	(void)snprintf(zero, sizeof zero, "%s_%s", prefix,
		       e == &duban__status__descriptor ? "OK" : "INVALID");
	expect(e->values[0].value == 0 && strcmp(e->values[0].name, zero) == 0, d, f,
	       "the first value must be the enum's own _INVALID = 0");
	for (unsigned i = 0; i < e->n_values; i++) {
		const char *name = wire_enum_name(e, e->values[i].value);
		expect(strncmp(e->values[i].name, prefix, strlen(prefix)) == 0, d, f,
		       "a value's name must begin with the enum's name");
		if (e->values[i].value == 0)
			expect(*name == '\0', d, f, "0 must not have a name");
		else
			expect(*name && wire_enum_value(e, name) == e->values[i].value, d, f,
			       "wire_enum_value must give the value of the name");
	}
}

static void every_enum_begins_invalid_and_translates_both_ways(void **state)
{
	(void)state;
	each_field(check_enum);
}

static void check_suffix(const ProtobufCMessageDescriptor *d, const ProtobufCFieldDescriptor *f)
{
	if (wire_name_ends(f->name, "_date"))
		expect(f->type == PROTOBUF_C_TYPE_UINT32, d, f, "a date must be a uint32");
	if (wire_name_ends(f->name, "_month"))
		expect(f->type == PROTOBUF_C_TYPE_UINT32, d, f, "a month must be a uint32");
	if (wire_name_ends(f->name, "_at"))
		expect(f->type == PROTOBUF_C_TYPE_INT64, d, f, "an instant must be an int64");
}

static void dates_months_and_instants_keep_their_types(void **state)
{
	(void)state;
	each_field(check_suffix);
}

static void check_money(const ProtobufCMessageDescriptor *d, const ProtobufCFieldDescriptor *f)
{
	static const char *const names[] = {"invested", "total", "plan", "totals"};
	bool is_number = f->type != PROTOBUF_C_TYPE_MESSAGE;
	expect(f->type != PROTOBUF_C_TYPE_DOUBLE && f->type != PROTOBUF_C_TYPE_FLOAT, d, f,
	       "no floating point on the wire");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		expect(strcmp(f->name, names[i]) != 0 || !is_number, d, f, "money must be a Money");
	if (ends_with(f->name, "fen"))
		expect(d == &duban__money__descriptor, d, f, "only Money may have fen");
}

static void money_is_a_message_and_nothing_is_floating(void **state)
{
	(void)state;
	each_field(check_money);
}

static void check_number_names(const ProtobufCMessageDescriptor *d,
			       const ProtobufCFieldDescriptor *f)
{
	static const char *const names[] = {"seq", "first_seq", "last_seq", "corrects", "head"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(f->name, names[i]) == 0)
			expect(f->type == PROTOBUF_C_TYPE_UINT64, d, f, "a seq must be a uint64");
}

static void seqs_are_64_bits_wide(void **state)
{
	(void)state;
	each_field(check_number_names);
}

/* protobuf-c does not tell oneofs apart. So wire_body() needs at most one oneof in a message, and
 * its members must be messages. */
static void check_oneof(const ProtobufCMessageDescriptor *d, const ProtobufCFieldDescriptor *f)
{
	if (!(f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
		return;
	expect(d == &duban__request__descriptor || d == &duban__reply__descriptor ||
		   d == &duban__event__descriptor,
	       d, f, "only Request, Reply and Event may have a oneof");
	expect(f->type == PROTOBUF_C_TYPE_MESSAGE, d, f, "a member of a oneof must be a message");
	for (unsigned j = 0; j < d->n_fields; j++) {
		const ProtobufCFieldDescriptor *g = &d->fields[j];
		if (g == f || !(g->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
			continue;
		expect(g->quantifier_offset == f->quantifier_offset, d, f,
		       "a message may have only one oneof");
		expect(strcmp(g->name, f->name) != 0, d, f, "member names must be distinct");
		/* two nouns may share the types of their requests (brief, bulletin) */
		if (d == &duban__event__descriptor)
			expect(g->descriptor != f->descriptor, d, f,
			       "each member must have a type of its own");
	}
}

static void the_members_of_a_body_are_distinct(void **state)
{
	(void)state;
	each_field(check_oneof);
}

/* A topic is "kind/level/unit/project/"; it must fit with the longest value of each part. */
static void a_topic_of_the_longest_parts_fits(void **state)
{
	(void)state;
	char unit[ID_MAX + 1], project[CODE_MAX + 1], buf[WIRE_TOPIC_MAX];
	memset(unit, 'u', ID_MAX);
	memset(project, 'p', CODE_MAX);
	unit[ID_MAX] = project[CODE_MAX] = '\0';
	for (unsigned j = 0; j < duban__event__descriptor.n_fields; j++) {
		const ProtobufCFieldDescriptor *f = &duban__event__descriptor.fields[j];
		if (!(f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
			continue;
		size_t n = wire_topic(buf, f->name, "yellow", unit, project);
		assert_int_equal(n, strlen(f->name) + strlen("yellow") + ID_MAX + CODE_MAX + 4);
		assert_int_equal(buf[n - 1], '/');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_message_reaches_itself),
	    cmocka_unit_test(no_message_is_deeper_than_the_wire_allows),
	    cmocka_unit_test(every_enum_begins_invalid_and_translates_both_ways),
	    cmocka_unit_test(dates_months_and_instants_keep_their_types),
	    cmocka_unit_test(money_is_a_message_and_nothing_is_floating),
	    cmocka_unit_test(seqs_are_64_bits_wide),
	    cmocka_unit_test(the_members_of_a_body_are_distinct),
	    cmocka_unit_test(a_topic_of_the_longest_parts_fits),
	};
	return cmocka_run_group_tests(tests, collect, NULL);
}
