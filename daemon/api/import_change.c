/* Before and after, for people: out of the events alone (each holds the noun and what it
 * was), so a dry run, a real one and a repeated request say the same. */
#include <stdio.h>
#include <string.h>

#include "api/import_days.h"
#include "api/import_run.h"
#include "base/money.h"
#include "model/nouns.h"
#include "proto/limits.h"
#include "proto/wire.h"

#define SHOWN_MAX 160		     /* of a text, in a Change */
#define CHANGE_BYTES_MAX (96 * 1024) /* all of them: a reply is a page */

struct changes {
	struct ask *ask;
	struct arena *scratch; /* one event's */
	Duban__ImportReply *reply;
	size_t bytes;
	bool full; /* the rest is counted */
	uint32_t line;
	const char *key;
	struct days_known known; /* below `known_before` */
	uint32_t known_before;
};

/* Lists a change that is counted already. */
static bool list(struct changes *c, const char *column, const char *before, const char *after)
{
	struct arena *a = c->ask->arena;
	Duban__ImportReply *r = c->reply;
	Duban__Change *one = arena_alloc(a, sizeof *one);

	if (!one || !column || !before || !after)
		return false;
	duban__change__init(one);
	one->line = c->line;
	one->key = arena_str(a, c->key);
	one->column = arena_str(a, column);
	one->before = arena_str(a, before);
	one->after = arena_str(a, after);
	r->change = arena_grow(a, r->change, r->n_change, sizeof *r->change);
	if (!one->key || !one->column || !one->before || !one->after || !r->change)
		return false;
	r->change[r->n_change++] = one;
	c->bytes += duban__change__get_packed_size(one) + 4;
	c->full = r->n_change == IMPORT_CHANGES_MAX || c->bytes > CHANGE_BYTES_MAX;
	return true;
}

/* ---- texts of fields */

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

/* A unit by its number, the draft's own too: a dry run stored none of them. */
static const char *unit_text(struct changes *c, uint32_t num)
{
	struct ask *a = c->ask;
	Duban__Unit *u = unit_get(a->txn, c->scratch, num);

	for (size_t i = 0; !u && i < a->n_event; i++)
		if (a->event[i]->body_case == DUBAN__EVENT__BODY_UNIT_PUT &&
		    a->event[i]->unit_put->unit->num == num)
			u = a->event[i]->unit_put->unit;
	return u ? u->id : "";
}

static const char *date_shown(struct arena *a, uint32_t ymd)
{
	char buf[DATE_TEXT_MAX];

	return arena_str(a, date_text(date_from_ymd(ymd), buf));
}

static const char *number_text(struct changes *c, const ProtobufCFieldDescriptor *f, uint32_t v)
{
	struct arena *a = c->scratch;
	char buf[DATE_TEXT_MAX];

	if (v == 0)
		return "";
	if (ends_with(f->name, "_date"))
		return date_shown(a, v);
	if (ends_with(f->name, "_month"))
		return arena_str(a, month_text(v, buf));
	if (strcmp(f->name, "unit") == 0 || strcmp(f->name, "sector") == 0 ||
	    strcmp(f->name, "parent") == 0 || strcmp(f->name, "service_unit") == 0)
		return unit_text(c, v);
	return arena_printf(a, "%u", v);
}

static const char *message_text(struct changes *c, const ProtobufCMessage *m)
{
	struct arena *a = c->scratch;
	char buf[MONEY_TEXT_MAX > LIMIT_TEXT_MAX ? MONEY_TEXT_MAX : LIMIT_TEXT_MAX];

	if (!m)
		return "";
	if (m->descriptor == &duban__money__descriptor)
		return arena_str(a, money_text(((const Duban__Money *)m)->fen, buf));
	if (m->descriptor == &duban__who__descriptor)
		return ((const Duban__Who *)m)->name;
	if (m->descriptor == &duban__limit__descriptor) {
		const Duban__Limit *l = (const Duban__Limit *)m;

		return arena_str(a, limit_text((int)l->kind, l->n, l->fixed_date, buf));
	}
	return "";
}

static const char *cut(struct arena *a, const char *s)
{
	size_t n = SHOWN_MAX;

	if (strlen(s) <= n)
		return s;
	while (n > 0 && ((uint8_t)s[n] & 0xc0) == 0x80)
		n--;
	return arena_printf(a, "%.*s…", (int)n, s);
}

static const char *value_text(struct changes *c, const ProtobufCFieldDescriptor *f,
			      const uint8_t *at)
{
	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
		return cut(c->scratch, *(char *const *)at);
	case PROTOBUF_C_TYPE_ENUM:
		return wire_enum_name(f->descriptor, *(const int *)at);
	case PROTOBUF_C_TYPE_MESSAGE:
		return message_text(c, *(ProtobufCMessage *const *)at);
	default: /* uint32: model.proto has no other kind of number in what is imported */
		return number_text(c, f, *(const uint32_t *)at);
	}
}

/* "a;b" of a repeated field. */
static const char *list_text(struct changes *c, const ProtobufCFieldDescriptor *f, const uint8_t *m)
{
	size_t n = *(const size_t *)(m + f->quantifier_offset);
	const uint8_t *items = *(uint8_t *const *)(m + f->offset);
	size_t step = f->type == PROTOBUF_C_TYPE_STRING ? sizeof(char *) : sizeof(uint32_t);
	const char *text = "";

	for (size_t i = 0; i < n && text; i++) {
		const char *one = value_text(c, f, items + i * step);

		text = one ? arena_printf(c->scratch, "%s%s%s", text, i ? ";" : "", one) : NULL;
	}
	return text ? cut(c->scratch, text) : NULL;
}

static const char *field_text(struct changes *c, const ProtobufCFieldDescriptor *f,
			      const uint8_t *m)
{
	if (f->label == PROTOBUF_C_LABEL_REPEATED)
		return list_text(c, f, m);
	return value_text(c, f, m + f->offset);
}

/* The column a field came from: "begin_date" is `begin`. */
static const char *column_of(struct changes *c, const ProtobufCFieldDescriptor *f,
			     const ProtobufCMessageDescriptor *noun)
{
	size_t n = strlen(f->name);

	if (noun == &duban__chain__descriptor)
		return "chain_start";
	if (ends_with(f->name, "_date"))
		n -= strlen("_date");
	if (ends_with(f->name, "_month"))
		n -= strlen("_month");
	return arena_strn(c->scratch, f->name, n);
}

/* The fields that are the noun's place, not its content. */
static bool is_key(const char *name)
{
	return strcmp(name, "num") == 0 || strcmp(name, "no") == 0 || strcmp(name, "project") == 0;
}

static bool same_value(const ProtobufCFieldDescriptor *f, const uint8_t *x, const uint8_t *y)
{
	const ProtobufCMessage *mx, *my;
	uint8_t bx[64], by[64];
	size_t n;

	if (f->type == PROTOBUF_C_TYPE_STRING)
		return strcmp(*(char *const *)x, *(char *const *)y) == 0;
	if (f->type != PROTOBUF_C_TYPE_MESSAGE)
		return memcmp(x, y, sizeof(uint32_t)) == 0;
	mx = *(ProtobufCMessage *const *)x;
	my = *(ProtobufCMessage *const *)y;
	if (!mx || !my)
		return mx == my;
	if (mx->descriptor == &duban__who__descriptor) {
		const Duban__Who *wx = (const Duban__Who *)mx, *wy = (const Duban__Who *)my;

		return wx->person == wy->person && strcmp(wx->name, wy->name) == 0;
	}
	/* Money, Limit: numbers only. */
	n = protobuf_c_message_get_packed_size(mx);
	if (n > sizeof bx || n != protobuf_c_message_get_packed_size(my))
		return false;
	protobuf_c_message_pack(mx, bx);
	protobuf_c_message_pack(my, by);
	return memcmp(bx, by, n) == 0;
}

static bool same_field(const ProtobufCFieldDescriptor *f, const uint8_t *x, const uint8_t *y)
{
	size_t step = f->type == PROTOBUF_C_TYPE_STRING ? sizeof(char *) : sizeof(uint32_t), n;

	if (f->label != PROTOBUF_C_LABEL_REPEATED)
		return same_value(f, x + f->offset, y + f->offset);
	n = *(const size_t *)(x + f->quantifier_offset);
	if (n != *(const size_t *)(y + f->quantifier_offset))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!same_value(f, *(uint8_t *const *)(x + f->offset) + i * step,
				*(uint8_t *const *)(y + f->offset) + i * step))
			return false;
	return true;
}

static bool compare(struct changes *c, const ProtobufCMessageDescriptor *noun, const uint8_t *was,
		    const uint8_t *now)
{
	for (unsigned i = 0; i < noun->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &noun->fields[i];

		if (is_key(f->name) || same_field(f, was, now))
			continue;
		c->reply->changes++;
		if (!c->full &&
		    !list(c, column_of(c, f, noun), field_text(c, f, was), field_text(c, f, now)))
			return false;
	}
	return true;
}

/* ---- events */

static const char *link_key(struct changes *c, const Duban__Link *l)
{
	Duban__Project *p = project_get(c->ask->txn, c->scratch, l->project);

	return arena_printf(c->scratch, "%s/%u", p ? p->code : "", l->no);
}

/* How the noun is called in a file, and what is shown of a new one. */
static const char *key_of(struct changes *c, const ProtobufCMessage *m, const char **ret_name)
{
	if (m->descriptor == &duban__unit__descriptor) {
		*ret_name = ((const Duban__Unit *)m)->name;
		return ((const Duban__Unit *)m)->id;
	}
	if (m->descriptor == &duban__person__descriptor) {
		*ret_name = ((const Duban__Person *)m)->name;
		return ((const Duban__Person *)m)->id;
	}
	if (m->descriptor == &duban__project__descriptor) {
		*ret_name = ((const Duban__Project *)m)->name;
		return ((const Duban__Project *)m)->code;
	}
	if (m->descriptor == &duban__link__descriptor) {
		*ret_name = ((const Duban__Link *)m)->name;
		return link_key(c, (const Duban__Link *)m);
	}
	return NULL;
}

static bool chain_change(struct changes *c, const Duban__ChainPut *b)
{
	Duban__Project *p = project_get(c->ask->txn, c->scratch, b->chain->project);

	c->key = p ? p->code : "";
	c->line = 0;
	/* A new chain shows by its links. */
	if (!b->was)
		return true;
	return compare(c, &duban__chain__descriptor, (const uint8_t *)b->was,
		       (const uint8_t *)b->chain);
}

static const char *kind_text(const Duban__CalendarDay *day)
{
	return day ? wire_enum_name(&duban__day_kind__descriptor, (int)day->kind) : "";
}

static bool calendar_change(struct changes *c, const Duban__Calendar *cal)
{
	if (!c->known_before) {
		if (days_known(c->ask->txn, c->ask->arena, cal->version, &c->known))
			return false;
		c->known_before = cal->version;
	}
	for (size_t i = 0; i < cal->n_day; i++) {
		const Duban__CalendarDay *day = cal->day[i], *was;

		was = days_find(&c->known, day->day_date);
		if (was && was->kind == day->kind)
			continue;
		c->reply->changes++;
		if (c->full)
			continue;
		c->key = date_shown(c->scratch, day->day_date);
		if (!c->key || !list(c, "kind", kind_text(was), kind_text(day)))
			return false;
	}
	return true;
}

/* Any of the ...Put events: the noun, then what it was. */
static bool put_change(struct changes *c, const ProtobufCMessage *body)
{
	const uint8_t *at = (const uint8_t *)body;
	const ProtobufCFieldDescriptor *f = body->descriptor->fields;
	const ProtobufCMessage *now = *(ProtobufCMessage *const *)(at + f[0].offset);
	const ProtobufCMessage *was = *(ProtobufCMessage *const *)(at + f[1].offset);
	const char *name = "";

	c->key = key_of(c, now, &name);
	if (!c->key)
		return false;
	if (!was) {
		c->reply->changes++;
		return c->full || list(c, "", "", cut(c->scratch, name));
	}
	return compare(c, now->descriptor, (const uint8_t *)was, (const uint8_t *)now);
}

static bool event_change(struct changes *c, const Duban__Event *e)
{
	switch (e->body_case) {
	case DUBAN__EVENT__BODY_UNIT_PUT:
	case DUBAN__EVENT__BODY_PERSON_PUT:
	case DUBAN__EVENT__BODY_PROJECT_PUT:
	case DUBAN__EVENT__BODY_LINK_PUT:
		return put_change(c, (const ProtobufCMessage *)e->unit_put);
	case DUBAN__EVENT__BODY_CHAIN_PUT:
		return chain_change(c, e->chain_put);
	case DUBAN__EVENT__BODY_CALENDAR_PUBLISHED:
		return calendar_change(c, e->calendar_published->calendar);
	default:
		return true;
	}
}

int import_changes(struct ask *a, const uint32_t *line, Duban__ImportReply *reply)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct changes c = {.ask = a, .reply = reply};
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	c.scratch = scratch;
	for (size_t i = 0; !r && i < a->n_event; i++) {
		c.line = line ? line[i] : 0;
		if (!event_change(&c, a->event[i]))
			r = -ENOMEM;
		arena_reset(scratch);
	}
	if (r)
		return r;
	return txn_error(a->txn);
}
