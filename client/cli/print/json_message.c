#include "client/cli/print/json_message.h"

#include <string.h>

#include "client/cli/print/json.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"
#include "proto/warning_id.h"
#include "proto/wire.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/room.h"

/* What the number in a uint32 field of this name stands for. */
enum json_meaning { PLAIN, UNIT, PROJECT, RULE, NONE_AT_ZERO };

static const struct {
	const char *name;
	enum json_meaning meaning;
} meanings[] = {
    {"unit", UNIT},
    {"parent", UNIT},
    {"sector", UNIT},
    {"service_unit", UNIT},
    {"for_unit", UNIT},
    {"acting_unit", UNIT},
    {"project_unit", UNIT},
    {"project", PROJECT},
    {"rule", RULE},
    {"link", NONE_AT_ZERO},
    {"number", NONE_AT_ZERO},
    {"sub", NONE_AT_ZERO},
    {"subject_year", NONE_AT_ZERO},
    {"year", NONE_AT_ZERO},
    {"person", NONE_AT_ZERO},
    {"for_person", NONE_AT_ZERO},
    {"corrects", NONE_AT_ZERO},
    {"line", NONE_AT_ZERO},
    {"co_unit", UNIT},
    {"reviewer", UNIT},
    {"carried_year", NONE_AT_ZERO},
    {"carried_no", NONE_AT_ZERO},
    {"link_year", NONE_AT_ZERO},
    {"link_no", NONE_AT_ZERO},
    {"report", NONE_AT_ZERO},
    {"pending_report", NONE_AT_ZERO},
    {"late_after", NONE_AT_ZERO},
    {"successor", PROJECT},
    {"exemption", NONE_AT_ZERO},
};

static enum json_meaning meaning_of(const char *name)
{
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (strcmp(meanings[i].name, name) == 0)
			return meanings[i].meaning;
	return PLAIN;
}

static const char *const endings[] = {"_date", "_month", "_at"};

/* The field's name without its ending, unless the message has another field of that name. */
static const char *plain_name(const ProtobufCMessageDescriptor *d, const char *name, char *buf,
			      size_t size)
{
	size_t n = strlen(name);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (wire_name_ends(name, endings[i]))
			n -= strlen(endings[i]);
	if (n >= size)
		return name;
	memcpy(buf, name, n);
	buf[n] = '\0';
	return n < strlen(name) && protobuf_c_message_descriptor_get_field_by_name(d, buf) ? name
											   : buf;
}

static const char *project_code(const struct json_names *n, uint32_t num)
{
	for (size_t i = 0; n && i < n->n_other; i++)
		if (n->other[i]->num == num)
			return n->other[i]->code;
	return n && (!n->project_num || n->project_num == num) ? n->project : NULL;
}

static void put_number(struct json *j, const char *key, const char *name, uint32_t v)
{
	char buf[TEXT_ROOM];
	enum json_meaning m = meaning_of(name);
	const char *text = NULL;
	/* 0 means none; except for rules, where it is W00. */
	if (m != PLAIN && m != RULE && v == 0) {
		json_null(j, key);
		return;
	}
	if (m == PROJECT)
		text = project_code(j->names, v);
	else if (m == UNIT && j->names && j->names->unit)
		text = j->names->unit(j->names->user, v);
	else if (m == RULE && snprintf(buf, sizeof buf, "W%02u", v) > 0)
		text = buf;
	if (text && *text)
		json_text(j, key, text);
	else
		json_uint(j, key, v);
}

static void put_uint32(struct json *j, const char *key, const char *name, uint32_t v)
{
	char buf[TEXT_ROOM];
	if (wire_name_ends(name, "_date"))
		json_date(j, key, v);
	else if (wire_name_ends(name, "_month") || strcmp(name, "month") == 0)
		json_text(j, key, month_text(v, buf));
	else
		put_number(j, key, name, v);
}

static void put_message(struct json *j, const char *key, const ProtobufCMessage *m)
{
	if (!m)
		json_null(j, key);
	else if (m->descriptor == &duban__money__descriptor)
		json_yuan(j, key, ((const Duban__Money *)m)->fen);
	else if (m->descriptor == &duban__who__descriptor)
		json_text(j, key, ((const Duban__Who *)m)->name);
	else
		json_message(j, key, m);
}

/* In a list, "" is written as a string and not as null. */
static void put_string(struct json *j, const char *key, const char *s, bool element)
{
	if (element)
		json_string(j, key, s);
	else
		json_text(j, key, s);
}

/* Writes one value of field `f`, stored at `p`. */
static void put_value(struct json *j, const char *key, const ProtobufCFieldDescriptor *f,
		      const void *p, bool element)
{
	const ProtobufCBinaryData *b = p;
	switch (f->type) {
	case PROTOBUF_C_TYPE_BOOL:
		json_bool(j, key, *(const protobuf_c_boolean *)p);
		break;
	case PROTOBUF_C_TYPE_ENUM:
		json_text(j, key, wire_enum_name(f->descriptor, *(const int *)p));
		break;
	case PROTOBUF_C_TYPE_UINT32:
		put_uint32(j, key, f->name, *(const uint32_t *)p);
		break;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
		json_int(j, key, *(const int32_t *)p);
		break;
	case PROTOBUF_C_TYPE_UINT64:
		json_uint(j, key, *(const uint64_t *)p);
		break;
	case PROTOBUF_C_TYPE_INT64: /* all int64 fields of the .proto files are times */
		json_instant(j, key, *(const int64_t *)p);
		break;
	case PROTOBUF_C_TYPE_STRING:
		put_string(j, key, *(char *const *)p, element);
		break;
	case PROTOBUF_C_TYPE_BYTES:
		json_hex(j, key, b->data, b->len);
		break;
	case PROTOBUF_C_TYPE_MESSAGE:
		put_message(j, key, *(ProtobufCMessage *const *)p);
		break;
	default:
		json_null(j, key);
		break;
	}
}

/* A link without dates (cancelled) has no float: writing 0 would mean that it is critical. */
static bool has_no_float(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	return m->descriptor == &duban__link_row__descriptor &&
	       strcmp(f->name, "float_days") == 0 &&
	       ((const Duban__LinkRow *)m)->earliest_finish_date == 0;
}

/* The has_x flag of a field x. It tells 0 from "no value" and is not written as a field. */
static const ProtobufCFieldDescriptor *flag_of(const ProtobufCMessageDescriptor *d,
					       const char *name)
{
	char has[80];
	(void)snprintf(has, sizeof has, "has_%s", name);
	return protobuf_c_message_descriptor_get_field_by_name(d, has);
}

static bool has_not(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	const ProtobufCFieldDescriptor *flag = flag_of(m->descriptor, f->name);
	return flag && !*(const protobuf_c_boolean *)((const char *)m + flag->offset);
}

static bool is_flag(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	return strncmp(f->name, "has_", 4) == 0 &&
	       protobuf_c_message_descriptor_get_field_by_name(m->descriptor, f->name + 4);
}

static void put_field(struct json *j, const char *key, const ProtobufCMessage *m,
		      const ProtobufCFieldDescriptor *f)
{
	const char *base = (const char *)m;
	if (has_no_float(m, f) || has_not(m, f)) {
		json_null(j, key);
		return;
	}
	if (f->label != PROTOBUF_C_LABEL_REPEATED) {
		put_value(j, key, f, base + f->offset, false);
		return;
	}
	size_t n = *(const size_t *)(const void *)(base + f->quantifier_offset);
	const char *items = *(const char *const *)(const void *)(base + f->offset);
	json_array(j, key);
	for (size_t i = 0; i < n; i++)
		put_value(j, NULL, f, items + i * wire_value_size(f), true);
	json_end_array(j);
}

static bool is_set(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	if (!(f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
		return true;
	const char *base = (const char *)m;
	return *(const uint32_t *)(const void *)(base + f->quantifier_offset) == f->id;
}

/* Writes the id that `warning list` shows, for events that hold only its parts. */
static void put_warning_id(struct json *j, const ProtobufCMessage *m)
{
	const ProtobufCMessageDescriptor *d = m->descriptor;
	const ProtobufCFieldDescriptor *subject =
	    protobuf_c_message_descriptor_get_field_by_name(d, "subject");
	const ProtobufCFieldDescriptor *rule =
	    protobuf_c_message_descriptor_get_field_by_name(d, "rule");
	const ProtobufCFieldDescriptor *occurrence =
	    protobuf_c_message_descriptor_get_field_by_name(d, "occurrence");
	if (!subject || !rule || !occurrence)
		return;
	const char *base = (const char *)m;
	const Duban__Subject *s =
	    *(const Duban__Subject *const *)(const void *)(base + subject->offset);
	char id[WARNING_ID_MAX];
	if (!s) {
		json_null(j, "id");
		return;
	}
	(void)warning_id_print(id, s, *(const uint32_t *)(const void *)(base + rule->offset),
			       *(const uint32_t *)(const void *)(base + occurrence->offset));
	json_text(j, "id", id);
}

void json_fields(struct json *j, const ProtobufCMessage *m)
{
	char buf[64];
	put_warning_id(j, m);
	for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
		if (is_set(m, f) && !is_flag(m, f))
			put_field(j, plain_name(m->descriptor, f->name, buf, sizeof buf), m, f);
	}
}

static const ProtobufCFieldDescriptor *single(const ProtobufCMessage *m, const char *name,
					      ProtobufCType type)
{
	const ProtobufCFieldDescriptor *f =
	    m ? protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name) : NULL;
	return f && f->type == type && f->label != PROTOBUF_C_LABEL_REPEATED ? f : NULL;
}

/* A reply about one record names its project itself, or in the record's row of a list. */
const char *json_project_of(const ProtobufCMessage *body)
{
	const ProtobufCFieldDescriptor *f = single(body, "project", PROTOBUF_C_TYPE_STRING);
	const ProtobufCFieldDescriptor *row = single(body, "row", PROTOBUF_C_TYPE_MESSAGE);
	if (!f && row) {
		body = *(const ProtobufCMessage *const *)(const void *)((const char *)body +
									row->offset);
		f = single(body, "project", PROTOBUF_C_TYPE_STRING);
	}
	return f ? *(char *const *)(const void *)((const char *)body + f->offset) : NULL;
}

void json_message(struct json *j, const char *key, const ProtobufCMessage *m)
{
	if (!m) {
		json_null(j, key);
		return;
	}
	json_object(j, key);
	json_fields(j, m);
	json_end_object(j);
}

void json_field(struct json *j, const char *key, const ProtobufCMessage *m, const char *field)
{
	char buf[64];
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, field);
	if (f)
		put_field(j, key ? key : plain_name(m->descriptor, f->name, buf, sizeof buf), m, f);
}
