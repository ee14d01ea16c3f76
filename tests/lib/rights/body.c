#include "lib/rights/body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "proto/wire.h"
#include "proto/wire_name.h"
#include "text/hex.h"

struct parser {
	struct arena *arena;
	const struct body_word *words;
	const char *at;
};

const char *body_word_of(const struct body_word *words, const char *name)
{
	for (; words->name; words++)
		if (strcmp(words->name, name) == 0)
			return words->text;
	fail_msg("nothing stands for @%s", name);
	return NULL;
}

static char *take(struct parser *p, const char *ends)
{
	size_t n = strcspn(p->at, ends);
	char *text = arena_strn(p->arena, p->at, n);

	p->at += n;
	return *text == '@' ? arena_str(p->arena, body_word_of(p->words, text + 1)) : text;
}

static int32_t constant(const ProtobufCEnumDescriptor *d, const char *text)
{
	for (unsigned i = 0; i < d->n_values; i++)
		if (strcmp(wire_enum_name(d, d->values[i].value), text) == 0)
			return d->values[i].value;
	fail_msg("%s has no value %s", d->name, text);
	return 0;
}

static ProtobufCBinaryData binary(struct parser *p, const char *text)
{
	size_t n = strlen(text) / 2;
	uint8_t *bytes = arena_alloc(p->arena, n + 1);

	assert_true(n == 0 || hex_parse(text, bytes, n));
	return (ProtobufCBinaryData){n, bytes};
}

static void fill(struct parser *p, ProtobufCMessage *m);

/* Between quotes, for a value with blanks. */
static char *quoted(struct parser *p)
{
	char *text;

	p->at++;
	text = take(p, "\"");
	assert_int_equal(*p->at++, '"');
	return text;
}

static void value(struct parser *p, const ProtobufCFieldDescriptor *f, void *at)
{
	const ProtobufCMessageDescriptor *d = f->descriptor;
	ProtobufCMessage *m;
	char *text;

	if (f->type == PROTOBUF_C_TYPE_MESSAGE) {
		assert_int_equal(*p->at++, '{');
		m = arena_alloc(p->arena, d->sizeof_message);
		protobuf_c_message_init(d, m);
		fill(p, m);
		assert_int_equal(*p->at++, '}');
		*(ProtobufCMessage **)at = m;
		return;
	}
	assert_int_equal(*p->at++, '=');
	text = *p->at == '"' ? quoted(p) : take(p, " }");
	if (f->type == PROTOBUF_C_TYPE_STRING)
		*(char **)at = text;
	else if (f->type == PROTOBUF_C_TYPE_BYTES)
		*(ProtobufCBinaryData *)at = binary(p, text);
	else if (f->type == PROTOBUF_C_TYPE_ENUM)
		*(int32_t *)at = constant(f->descriptor, text);
	else if (wire_value_size(f) == sizeof(int64_t))
		*(int64_t *)at = strtoll(text, NULL, 10);
	else
		*(int32_t *)at = (int32_t)strtol(text, NULL, 10);
}

/* Room for one value more in a repeated field. */
static void *longer(struct parser *p, const ProtobufCFieldDescriptor *f, ProtobufCMessage *m)
{
	size_t *n = (void *)((char *)m + f->quantifier_offset), size = wire_value_size(f);
	void **array = (void *)((char *)m + f->offset);

	*array = arena_longer(p->arena, *array, *n, size);
	return (char *)*array + size * (*n)++;
}

static void fill(struct parser *p, ProtobufCMessage *m)
{
	for (;;) {
		const ProtobufCFieldDescriptor *f;
		const char *name;

		p->at += strspn(p->at, " ");
		if (!*p->at || *p->at == '}')
			return;
		name = take(p, "={ }");
		f = protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);
		if (!f)
			fail_msg("%s has no field %s", m->descriptor->name, name);
		value(p, f,
		      f->label == PROTOBUF_C_LABEL_REPEATED ? longer(p, f, m)
							    : (char *)m + f->offset);
	}
}

Duban__Request *body_request(struct arena *a, const char *request, const char *text,
			     const struct body_word *words)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(&duban__request__descriptor, request);
	struct parser p = {.arena = a, .words = words, .at = text};
	Duban__Request *q = arena_alloc(a, sizeof *q);
	ProtobufCMessage *m;

	if (!f)
		fail_msg("there is no request %s", request);
	duban__request__init(q);
	m = arena_alloc(a, ((const ProtobufCMessageDescriptor *)f->descriptor)->sizeof_message);
	protobuf_c_message_init(f->descriptor, m);
	fill(&p, m);
	q->body_case = (Duban__Request__BodyCase)f->id;
	q->import_part = (void *)m;
	return q;
}
