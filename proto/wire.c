#include "proto/wire.h"

#include <assert.h>

#include "proto/api.pb-c.h"
#include "proto/limits.h"
#include "proto/varint.h"

enum wire_type {
	WIRE_VARINT = 0,
	WIRE_FIXED64 = 1,
	WIRE_LENGTH = 2,
	WIRE_GROUP_START = 3, /* groups exist only in proto2; protobuf-c does not support them */
	WIRE_GROUP_END = 4,
	WIRE_FIXED32 = 5,
};

#define FIELDS_MAX 256 /* of one message type; the size of the bitmap in struct seen */

/* The unread rest of a message. Each nested message has its own. */
struct cut {
	const uint8_t *at, *end;
};

/* Counters over the whole message, including nested messages. */
struct wire_scan {
	unsigned elements, elements_max;
	unsigned unknown;
	unsigned depth;
};

struct seen {
	uint64_t bit[FIELDS_MAX / 64];
};

static const uint8_t wire_types[] = {
    [PROTOBUF_C_TYPE_INT32] = WIRE_VARINT,     [PROTOBUF_C_TYPE_SINT32] = WIRE_VARINT,
    [PROTOBUF_C_TYPE_SFIXED32] = WIRE_FIXED32, [PROTOBUF_C_TYPE_INT64] = WIRE_VARINT,
    [PROTOBUF_C_TYPE_SINT64] = WIRE_VARINT,    [PROTOBUF_C_TYPE_SFIXED64] = WIRE_FIXED64,
    [PROTOBUF_C_TYPE_UINT32] = WIRE_VARINT,    [PROTOBUF_C_TYPE_FIXED32] = WIRE_FIXED32,
    [PROTOBUF_C_TYPE_UINT64] = WIRE_VARINT,    [PROTOBUF_C_TYPE_FIXED64] = WIRE_FIXED64,
    [PROTOBUF_C_TYPE_FLOAT] = WIRE_FIXED32,    [PROTOBUF_C_TYPE_DOUBLE] = WIRE_FIXED64,
    [PROTOBUF_C_TYPE_BOOL] = WIRE_VARINT,      [PROTOBUF_C_TYPE_ENUM] = WIRE_VARINT,
    [PROTOBUF_C_TYPE_STRING] = WIRE_LENGTH,    [PROTOBUF_C_TYPE_BYTES] = WIRE_LENGTH,
    [PROTOBUF_C_TYPE_MESSAGE] = WIRE_LENGTH,
};

static const char *const fault_codes[WIRE_FAULT_MAX_] = {
    [WIRE_FINE] = "wire.fine",
    [WIRE_TRUNCATED] = "wire.truncated",
    [WIRE_TOO_LARGE] = "wire.too_large",
    [WIRE_TOO_DEEP] = "wire.too_deep",
    [WIRE_TOO_MANY_ELEMENTS] = "wire.too_many_elements",
    [WIRE_UNKNOWN_FIELDS] = "wire.unknown_fields",
    [WIRE_DUPLICATE_FIELD] = "wire.duplicate_field",
    [WIRE_BAD_UTF8] = "wire.bad_utf8",
    [WIRE_BAD_CHARACTER] = "wire.bad_character",
    [WIRE_BAD_ENUM] = "wire.bad_enum",
    [WIRE_BAD_TAG] = "wire.bad_tag",
};

const char *wire_fault_code(enum wire_fault f)
{
	assert((unsigned)f < WIRE_FAULT_MAX_);
	return fault_codes[f];
}

/* ---- text */

/* Characters that are invisible or change the direction of text. They are forbidden so that a name
 * reads the same in a terminal, a log and a letter. Sorted. */
static const struct {
	uint32_t first, last;
} forbidden[] = {
    {0x0000, 0x001f}, /* C0: NUL, newline, tab, escape */
    {0x007f, 0x009f}, /* DEL, C1 */
    {0x061c, 0x061c}, /* Arabic letter mark */
    {0x200e, 0x200f}, /* left-to-right, right-to-left mark */
    {0x2028, 0x202e}, /* line and paragraph separator, embeddings, overrides */
    {0x2066, 0x2069}, /* isolates */
    {0xfeff, 0xfeff}, /* byte order mark */
};

static bool character_forbidden(uint32_t c)
{
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (c >= forbidden[i].first && c <= forbidden[i].last)
			return true;
	return false;
}

/* UTF-8 by first byte: its mask and mark, the length of the character in bytes, and the smallest
 * code point that needs this length (smaller ones would be over-long). */
static const struct lead {
	uint8_t mask, mark;
	uint8_t length;
	uint32_t least;
} leads[] = {
    {0x80, 0x00, 1, 0x0},
    {0xe0, 0xc0, 2, 0x80},
    {0xf0, 0xe0, 3, 0x800},
    {0xf8, 0xf0, 4, 0x10000},
};

static const struct lead *lead_of(uint8_t byte)
{
	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if ((byte & leads[i].mask) == leads[i].mark)
			return &leads[i];
	return NULL;
}

/* Reads one character. False: the bytes are not UTF-8. */
static bool take_character(struct cut *c, uint32_t *ret)
{
	const struct lead *lead = lead_of(*c->at);
	if (!lead || c->end - c->at < lead->length)
		return false;
	uint32_t value = *c->at & (uint8_t)~lead->mask;
	for (unsigned i = 1; i < lead->length; i++) {
		if ((c->at[i] & 0xc0) != 0x80)
			return false;
		value = value << 6 | (c->at[i] & 0x3f);
	}
	if (value < lead->least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return false;
	c->at += lead->length;
	*ret = value;
	return true;
}

static enum wire_fault check_text(struct cut c)
{
	while (c.at < c.end) {
		uint32_t character;
		if (!take_character(&c, &character))
			return WIRE_BAD_UTF8;
		if (character_forbidden(character))
			return WIRE_BAD_CHARACTER;
	}
	return WIRE_FINE;
}

enum wire_fault wire_check_text(struct bytes s)
{
	const uint8_t *p = s.data;
	if (s.size == 0)
		return WIRE_FINE;
	return check_text((struct cut){p, p + s.size});
}

/* ---- bytes */

static enum wire_fault take_varint(struct cut *c, unsigned bits, uint64_t *ret)
{
	switch (varint_take(&c->at, c->end, bits, ret)) {
	case VARINT_FINE:
		return WIRE_FINE;
	case VARINT_TRUNCATED:
		return WIRE_TRUNCATED;
	default:
		return WIRE_BAD_TAG;
	}
}

static enum wire_fault take_bytes(struct cut *c, uint64_t size, struct cut *ret)
{
	if (size > (uint64_t)(c->end - c->at))
		return WIRE_TRUNCATED;
	*ret = (struct cut){c->at, c->at + size};
	c->at += size;
	return WIRE_FINE;
}

/* Reads the value behind a tag. `ret` gets the contents of a length-prefixed field, `ret_value` a
 * varint. */
static enum wire_fault take_field(struct cut *c, unsigned wire, struct cut *ret,
				  uint64_t *ret_value)
{
	uint64_t size = 0;
	*ret = (struct cut){c->at, c->at};
	*ret_value = 0;
	if (wire == WIRE_VARINT)
		return take_varint(c, 64, ret_value);
	if (wire == WIRE_FIXED32 || wire == WIRE_FIXED64)
		return take_bytes(c, wire == WIRE_FIXED32 ? 4 : 8, ret);
	if (wire != WIRE_LENGTH)
		return WIRE_BAD_TAG;
	enum wire_fault f = take_varint(c, 32, &size);
	return f != WIRE_FINE ? f : take_bytes(c, size, ret);
}

/* ---- fields */

/* A number that is too large for its field is a fault: protobuf-c would truncate it silently. */
static enum wire_fault check_number(const ProtobufCFieldDescriptor *field, uint64_t value)
{
	int64_t number = (int64_t)value;
	switch (field->type) {
	case PROTOBUF_C_TYPE_ENUM:
		if (number < INT32_MIN || number > INT32_MAX ||
		    !protobuf_c_enum_descriptor_get_value(field->descriptor, (int)number))
			return WIRE_BAD_ENUM;
		return WIRE_FINE;
	case PROTOBUF_C_TYPE_INT32:
		return number < INT32_MIN || number > INT32_MAX ? WIRE_BAD_TAG : WIRE_FINE;
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_UINT32:
		return value > UINT32_MAX ? WIRE_BAD_TAG : WIRE_FINE;
	case PROTOBUF_C_TYPE_BOOL:
		return value > 1 ? WIRE_BAD_TAG : WIRE_FINE;
	default:
		return WIRE_FINE;
	}
}

static enum wire_fault count_element(struct wire_scan *s)
{
	return ++s->elements > s->elements_max ? WIRE_TOO_MANY_ELEMENTS : WIRE_FINE;
}

static enum wire_fault check_packed(struct wire_scan *s, const ProtobufCFieldDescriptor *field,
				    struct cut content)
{
	while (content.at < content.end) {
		struct cut inner;
		uint64_t value;
		enum wire_fault f = count_element(s);
		if (f == WIRE_FINE)
			f = take_field(&content, wire_types[field->type], &inner, &value);
		if (f == WIRE_FINE)
			f = check_number(field, value);
		if (f != WIRE_FINE)
			return f;
	}
	return WIRE_FINE;
}

static bool same_oneof(const ProtobufCFieldDescriptor *a, const ProtobufCFieldDescriptor *b)
{
	return (a->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
	       (b->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
	       a->quantifier_offset == b->quantifier_offset;
}

/* A singular field must not occur twice: protobuf-c keeps the last one or merges both, so the value
 * that is used could differ from the one that was checked. The members of a oneof count as one
 * field. */
static enum wire_fault mark_seen(struct seen *seen, const ProtobufCMessageDescriptor *d,
				 const ProtobufCFieldDescriptor *field)
{
	unsigned own = (unsigned)(field - d->fields);
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return WIRE_FINE;
	for (unsigned i = 0; i < d->n_fields; i++) {
		bool is_seen = seen->bit[i / 64] >> (i % 64) & 1;
		if (is_seen && (i == own || same_oneof(&d->fields[i], field)))
			return WIRE_DUPLICATE_FIELD;
	}
	seen->bit[own / 64] |= 1ULL << (own % 64);
	return WIRE_FINE;
}

static enum wire_fault check_message(struct wire_scan *s, const ProtobufCMessageDescriptor *d,
				     struct cut c);

static enum wire_fault check_content(struct wire_scan *s, const ProtobufCFieldDescriptor *field,
				     struct cut content)
{
	if (field->type == PROTOBUF_C_TYPE_STRING)
		return check_text(content);
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return check_message(s, field->descriptor, content);
	return WIRE_FINE;
}

static enum wire_fault check_known(struct wire_scan *s, const ProtobufCFieldDescriptor *field,
				   unsigned wire, struct cut *c)
{
	struct cut content;
	uint64_t value;
	enum wire_fault f;
	bool packed = field->label == PROTOBUF_C_LABEL_REPEATED && wire == WIRE_LENGTH &&
		      wire_types[field->type] != WIRE_LENGTH;
	if (!packed && wire != wire_types[field->type])
		return WIRE_BAD_TAG;
	f = take_field(c, wire, &content, &value);
	if (f != WIRE_FINE)
		return f;
	if (packed)
		return check_packed(s, field, content);
	f = check_number(field, value);
	return f != WIRE_FINE ? f : check_content(s, field, content);
}

static enum wire_fault check_unknown(struct wire_scan *s, unsigned wire, struct cut *c)
{
	struct cut content;
	uint64_t value;
	if (++s->unknown > WIRE_UNKNOWN_MAX)
		return WIRE_UNKNOWN_FIELDS;
	return take_field(c, wire, &content, &value);
}

static enum wire_fault check_field(struct wire_scan *s, const ProtobufCMessageDescriptor *d,
				   struct seen *seen, struct cut *c)
{
	uint64_t tag;
	enum wire_fault f = count_element(s);
	if (f == WIRE_FINE)
		f = take_varint(c, 32, &tag);
	if (f != WIRE_FINE)
		return f;
	if (tag >> 3 == 0)
		return WIRE_BAD_TAG;
	const ProtobufCFieldDescriptor *field =
	    protobuf_c_message_descriptor_get_field(d, (unsigned)(tag >> 3));
	if (!field)
		return check_unknown(s, tag & 7, c);
	f = mark_seen(seen, d, field);
	return f != WIRE_FINE ? f : check_known(s, field, tag & 7, c);
}

/* The recursion is limited to WIRE_DEPTH_MAX. */
static enum wire_fault check_message(struct wire_scan *s, const ProtobufCMessageDescriptor *d,
				     struct cut c)
{
	struct seen seen = {0};
	enum wire_fault f = WIRE_FINE;
	assert(d->n_fields <= FIELDS_MAX);
	if (s->depth == WIRE_DEPTH_MAX)
		return WIRE_TOO_DEEP;
	s->depth++;
	while (f == WIRE_FINE && c.at < c.end)
		f = check_field(s, d, &seen, &c);
	s->depth--;
	return f;
}

enum wire_fault wire_check(const ProtobufCMessageDescriptor *d, struct bytes bytes)
{
	/* replies may be larger: only the daemon sends them, and its clients trust it */
	struct wire_scan s = {.elements_max = d == &duban__reply__descriptor
						  ? WIRE_REPLY_ELEMENTS_MAX
						  : WIRE_ELEMENTS_MAX};
	const uint8_t *p = bytes.data;
	if (bytes.size > WIRE_MESSAGE_MAX)
		return WIRE_TOO_LARGE;
	if (bytes.size == 0)
		return WIRE_FINE;
	return check_message(&s, d, (struct cut){p, p + bytes.size});
}

size_t wire_value_size(const ProtobufCFieldDescriptor *f)
{
	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return sizeof(uint64_t);
	default:
		return sizeof(uint32_t);
	}
}
