#include "proto/wire_name.h"

#include <assert.h>
#include <ctype.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "proto/api.pb-c.h"

size_t wire_topic(char buf[WIRE_TOPIC_MAX], const char *kind, const char *level, const char *unit,
		  const char *project)
{
	int n = snprintf(buf, WIRE_TOPIC_MAX, "%s/%s/%s/%s/", kind ? kind : "", level ? level : "",
			 unit ? unit : "", project ? project : "");
	/* ids and codes are limited, so it always fits; a bug would only truncate the topic */
	assert(n > 0);
	return n < WIRE_TOPIC_MAX ? (size_t)n : WIRE_TOPIC_MAX - 1;
}

/* ---- fields */

bool wire_name_ends(const char *name, const char *ending)
{
	static const char *const plain[] = {"planned_to_date", "start_rate_to_date",
					    "month_on_month"};
	size_t n = strlen(name), k = strlen(ending);
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (strcmp(name, plain[i]) == 0)
			return false;
	return n > k && strcmp(name + n - k, ending) == 0;
}

/* ---- the oneof */

static bool member_set(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	const uint32_t *which = (const void *)((const char *)m + f->quantifier_offset);
	return (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) && *which == f->id;
}

const ProtobufCFieldDescriptor *wire_body(const ProtobufCMessage *m, ProtobufCMessage **ret)
{
	const ProtobufCMessageDescriptor *d = m->descriptor;
	for (unsigned i = 0; i < d->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &d->fields[i];
		if (!member_set(m, f) || f->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		ProtobufCMessage *const *at = (const void *)((const char *)m + f->offset);
		if (!*at)
			return NULL;
		if (ret)
			*ret = *at;
		return f;
	}
	return NULL;
}

const char *wire_body_name(const ProtobufCMessage *m)
{
	const ProtobufCFieldDescriptor *f = wire_body(m, NULL);
	return f ? f->name : NULL;
}

/* ---- enums */

/* "LINK_STATE_DONE" -> "DONE": what follows the enum's own name in upper snake case. */
static const char *value_suffix(const ProtobufCEnumDescriptor *d, const char *value)
{
	for (const char *p = d->short_name; *p; p++) {
		if (p > d->short_name && isupper((unsigned char)*p) && *value++ != '_')
			return NULL;
		if (*value++ != toupper((unsigned char)*p))
			return NULL;
	}
	return *value == '_' ? value + 1 : NULL;
}

int wire_enum_value(const ProtobufCEnumDescriptor *d, const char *name)
{
	for (unsigned i = 0; i < d->n_values; i++) {
		const char *s = value_suffix(d, d->values[i].name);
		const char *n = name;
		while (s && *s && *n == tolower((unsigned char)*s)) {
			s++;
			n++;
		}
		if (s && *s == '\0' && *n == '\0')
			return d->values[i].value;
	}
	return 0;
}

/* protobuf-c has the names only in upper case. The lower-case names of all enums that requests,
 * replies and events use are made once, before the first use, and never change afterwards. */
#define ENUMS_MAX 128
#define POOL_BYTES 16384
#define TYPES_MAX 1024

struct enum_names {
	const ProtobufCEnumDescriptor *of;
	const char *const *name; /* by index of the value */
};

static struct {
	pthread_once_t once;
	struct enum_names row[ENUMS_MAX];
	size_t rows;
	const char *name[POOL_BYTES / 8];
	size_t names;
	char pool[POOL_BYTES];
	size_t used;
} table = {.once = PTHREAD_ONCE_INIT};

static const struct enum_names *names_of(const ProtobufCEnumDescriptor *d)
{
	for (size_t i = 0; i < table.rows; i++)
		if (table.row[i].of == d)
			return &table.row[i];
	return NULL;
}

static const char *pool_lower(const char *s)
{
	char *start = table.pool + table.used;
	for (; s && *s; s++) {
		assert(table.used < POOL_BYTES - 1);
		table.pool[table.used++] = (char)tolower((unsigned char)*s);
	}
	table.pool[table.used++] = '\0';
	return start;
}

static void add_enum(const ProtobufCEnumDescriptor *d)
{
	if (names_of(d))
		return;
	assert(table.rows < ENUMS_MAX);
	assert(table.names + d->n_values <= sizeof table.name / sizeof *table.name);
	table.row[table.rows++] = (struct enum_names){d, table.name + table.names};
	for (unsigned i = 0; i < d->n_values; i++)
		table.name[table.names++] = pool_lower(value_suffix(d, d->values[i].name));
}

struct types {
	const ProtobufCMessageDescriptor *type[TYPES_MAX];
	size_t n;
};

static void add_type(struct types *t, const ProtobufCMessageDescriptor *d)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->type[i] == d)
			return;
	assert(t->n < TYPES_MAX);
	t->type[t->n++] = d;
}

static void build_table(void)
{
	struct types types = {0};
	add_type(&types, &duban__request__descriptor);
	add_type(&types, &duban__reply__descriptor);
	add_type(&types, &duban__event__descriptor);
	for (size_t i = 0; i < types.n; i++) {
		const ProtobufCMessageDescriptor *d = types.type[i];
		for (unsigned j = 0; j < d->n_fields; j++) {
			const ProtobufCFieldDescriptor *f = &d->fields[j];
			if (f->type == PROTOBUF_C_TYPE_MESSAGE)
				add_type(&types, f->descriptor);
			if (f->type == PROTOBUF_C_TYPE_ENUM)
				add_enum(f->descriptor);
		}
	}
}

const char *wire_enum_name(const ProtobufCEnumDescriptor *d, int value)
{
	(void)pthread_once(&table.once, build_table);
	const struct enum_names *names = names_of(d);
	const ProtobufCEnumValue *v = protobuf_c_enum_descriptor_get_value(d, value);
	if (!names || !v || value == 0)
		return "";
	return names->name[v - d->values];
}
