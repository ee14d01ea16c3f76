#include "api/core/field_text.h"

#include <string.h>

#include "api/core/request.h"
#include "model/chain/limit.h"
#include "model/chain/schedule.h"
#include "model/core/noun.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/record/record.h"
#include "proto/wire.h"
#include "proto/wire_name.h"
#include "text/hex.h"
#include "text/money.h"
#include "text/utf8.h"

enum { SHOWN_MAX = 160, DIGEST_SHOWN = 32 };

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

static bool one_of(const char *s, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(s, *names) == 0)
			return true;
	return false;
}

static const char *cut_at(struct arena *a, const char *s, size_t n)
{
	if (strlen(s) <= n)
		return s;
	return arena_printf(a, "%.*s…", (int)utf8_cut(s, n), s);
}

const char *field_cut(struct arena *a, const char *s)
{
	return cut_at(a, s, SHOWN_MAX);
}

static const char *cut(const struct field_texts *t, const char *s)
{
	return cut_at(t->scratch, s, t->cut ? t->cut : SHOWN_MAX);
}

/* A unit's text by its number. Also finds units that the command itself drafts, since a dry run
 * stores none. */
static const char *unit_text(const struct field_texts *t, uint32_t num)
{
	struct request *rq = t->rq;
	Duban__Unit *u = unit_get(rq->txn, t->scratch, num);

	for (size_t i = 0; !u && i < rq->n_event; i++)
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_UNIT_PUT &&
		    rq->event[i]->unit_put->unit->num == num)
			u = rq->event[i]->unit_put->unit;
	return u ? u->id : "";
}

static const char *person_text(const struct field_texts *t, uint32_t num)
{
	Duban__Person *p = person_get(t->rq->txn, t->scratch, num);

	return p ? p->id : "";
}

static const char *project_text(const struct field_texts *t, uint32_t num)
{
	Duban__Project *p = project_get(t->rq->txn, t->scratch, num);

	return p ? p->code : "";
}

static const char *date_shown(struct arena *a, uint32_t ymd)
{
	char buf[DATE_TEXT_MAX];

	return arena_str(a, date_text(date_from_ymd(ymd), buf));
}

static const char *number_text(const struct field_texts *t, const struct record_column *c,
			       const char *name, uint32_t v)
{
	static const char *const units[] = {"unit",	    "sector",	"parent",   "co_unit",
					    "service_unit", "reviewer", "for_unit", NULL};
	static const char *const people[] = {"person", "old_person", "new_person", NULL};
	static const char *const projects[] = {"project", "successor", NULL};
	struct arena *a = t->scratch;
	char buf[DATE_TEXT_MAX];

	if (v == 0)
		return "";
	if (ends_with(name, "_date"))
		return date_shown(a, v);
	if (ends_with(name, "_month") || strcmp(name, "month") == 0)
		return arena_str(a, month_text(v, buf));
	if (one_of(name, units) || (c && c->type == RECORD_UNIT))
		return unit_text(t, v);
	if (one_of(name, people) || (c && c->type == RECORD_PERSON))
		return person_text(t, v);
	if (one_of(name, projects) || (c && c->type == RECORD_PROJECT))
		return project_text(t, v);
	if (c && c->type == RECORD_REFER)
		return noun_name(t->rq->txn, a, noun_of(record_named(c->refers)->kind), v);
	return arena_printf(a, "%u", v);
}

static const char *digest_text(struct arena *a, const ProtobufCBinaryData *b)
{
	char hex[2 * DIGEST_SHOWN + 1];
	size_t n = b->len < DIGEST_SHOWN ? b->len : DIGEST_SHOWN;

	return arena_str(a, hex_text(BYTES(b->data, n), hex));
}

/* "name=value name=value", of the fields that are set. */
static const char *parts_text(const struct field_texts *t, const ProtobufCMessage *m)
{
	const char *text = "";

	for (unsigned i = 0; i < m->descriptor->n_fields && text; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
		const char *one = field_text(t, f, m);

		if (!one)
			return NULL;
		if (*one && strcmp(one, "0") != 0)
			text = arena_printf(t->scratch, "%s%s%s=%s", text, *text ? " " : "",
					    field_column(t, f), one);
	}
	return text;
}

static const char *message_text(const struct field_texts *t, const ProtobufCMessage *m)
{
	char buf[MONEY_TEXT_MAX > LIMIT_TEXT_MAX ? MONEY_TEXT_MAX : LIMIT_TEXT_MAX];

	if (!m)
		return "";
	if (m->descriptor == &duban__money__descriptor)
		return arena_str(t->scratch, money_text(((const Duban__Money *)m)->fen, buf));
	if (m->descriptor == &duban__who__descriptor)
		return ((const Duban__Who *)m)->name;
	if (m->descriptor == &duban__limit__descriptor) {
		const Duban__Limit *l = (const Duban__Limit *)m;

		return arena_str(t->scratch, limit_text((int)l->kind, l->n, l->fixed_date, buf));
	}
	if (m->descriptor == &duban__step_taken__descriptor) {
		const Duban__StepTaken *s = (const Duban__StepTaken *)m;

		return arena_printf(t->scratch, "%u %s", s->step, s->tier);
	}
	return parts_text(t, m);
}

static const char *value_text(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
			      const ProtobufCMessageDescriptor *in, const void *at)
{
	struct arena *a = t->scratch;

	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
		return cut(t, *(char *const *)at);
	case PROTOBUF_C_TYPE_ENUM:
		return *(const int *)at ? wire_enum_name(f->descriptor, *(const int *)at) : "";
	case PROTOBUF_C_TYPE_MESSAGE:
		return message_text(t, *(ProtobufCMessage *const *)at);
	case PROTOBUF_C_TYPE_BYTES:
		return digest_text(a, at);
	case PROTOBUF_C_TYPE_BOOL:
		return *(const protobuf_c_boolean *)at ? "true" : "";
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_UINT64:
		return arena_printf(a, "%lld", (long long)*(const int64_t *)at);
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_INT32:
		return arena_printf(a, "%d", *(const int32_t *)at);
	default:
		return number_text(t, record_column_of(in, f->name), f->name,
				   *(const uint32_t *)at);
	}
}

/* "a;b" of a repeated field. */
static const char *list_text(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
			     const ProtobufCMessage *m)
{
	const uint8_t *in = (const uint8_t *)m;
	size_t n = *(const size_t *)(const void *)(in + f->quantifier_offset);
	const uint8_t *items = *(uint8_t *const *)(const void *)(in + f->offset);
	const char *text = "";

	for (size_t i = 0; i < n && text; i++) {
		const char *one = value_text(t, f, m->descriptor, items + i * wire_value_size(f));

		text = one ? arena_printf(t->scratch, "%s%s%s", text, i ? ";" : "", one) : NULL;
	}
	return text ? cut(t, text) : NULL;
}

const char *field_text(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
		       const ProtobufCMessage *m)
{
	const uint8_t *at = (const uint8_t *)m;

	if (f->label == PROTOBUF_C_LABEL_REPEATED)
		return list_text(t, f, m);
	return value_text(t, f, m->descriptor, at + f->offset);
}

const char *field_column(const struct field_texts *t, const ProtobufCFieldDescriptor *f)
{
	size_t n = strlen(f->name);

	if (ends_with(f->name, "_date"))
		n -= strlen("_date");
	if (ends_with(f->name, "_month"))
		n -= strlen("_month");
	return arena_strn(t->scratch, f->name, n);
}

static bool same_message(const struct field_texts *t, const ProtobufCMessage *x,
			 const ProtobufCMessage *y)
{
	size_t n = x ? protobuf_c_message_get_packed_size(x) : 0;
	uint8_t *bx, *by;

	if (!x || !y)
		return x == y;
	if (n != protobuf_c_message_get_packed_size(y))
		return false;
	bx = arena_alloc(t->scratch, n + 1);
	by = arena_alloc(t->scratch, n + 1);
	if (!bx || !by)
		return false;
	protobuf_c_message_pack(x, bx);
	protobuf_c_message_pack(y, by);
	return memcmp(bx, by, n) == 0;
}

static bool same_value(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
		       const void *x, const void *y)
{
	const ProtobufCBinaryData *bx = x, *by = y;

	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
		return strcmp(*(char *const *)x, *(char *const *)y) == 0;
	case PROTOBUF_C_TYPE_MESSAGE:
		return same_message(t, *(ProtobufCMessage *const *)x,
				    *(ProtobufCMessage *const *)y);
	case PROTOBUF_C_TYPE_BYTES:
		return bx->len == by->len &&
		       (bx->len == 0 || memcmp(bx->data, by->data, bx->len) == 0);
	default:
		return memcmp(x, y, wire_value_size(f)) == 0;
	}
}

bool field_same(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
		const ProtobufCMessage *x, const ProtobufCMessage *y)
{
	const uint8_t *px = (const uint8_t *)x, *py = (const uint8_t *)y;
	size_t n;

	if (f->label != PROTOBUF_C_LABEL_REPEATED)
		return same_value(t, f, px + f->offset, py + f->offset);
	n = *(const size_t *)(px + f->quantifier_offset);
	if (n != *(const size_t *)(py + f->quantifier_offset))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!same_value(t, f, *(uint8_t *const *)(px + f->offset) + i * wire_value_size(f),
				*(uint8_t *const *)(py + f->offset) + i * wire_value_size(f)))
			return false;
	return true;
}
