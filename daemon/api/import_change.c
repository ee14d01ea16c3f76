/* Before and after, for people: out of the events alone (each holds the noun and what it
 * was), so a dry run, a real one and a repeated request say the same. */
#include <stdio.h>
#include <string.h>

#include "api/field_text.h"
#include "api/import_days.h"
#include "api/import_run.h"
#include "model/nouns.h"
#include "proto/limits.h"
#include "proto/wire.h"

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

/* ---- fields */

static struct field_texts texts(const struct changes *c)
{
	return (struct field_texts){.ask = c->ask, .scratch = c->scratch};
}

static const char *date_shown(struct arena *a, uint32_t ymd)
{
	char buf[DATE_TEXT_MAX];

	return arena_str(a, date_text(date_from_ymd(ymd), buf));
}

static const char *column_of(struct changes *c, const ProtobufCFieldDescriptor *f,
			     const ProtobufCMessageDescriptor *noun)
{
	struct field_texts t = texts(c);

	return noun == &duban__chain__descriptor ? "chain_start" : field_column(&t, f);
}

/* The fields that are the noun's place, not its content. */
static bool is_key(const char *name)
{
	return strcmp(name, "num") == 0 || strcmp(name, "no") == 0 || strcmp(name, "project") == 0;
}

static bool compare(struct changes *c, const ProtobufCMessage *was, const ProtobufCMessage *now)
{
	const ProtobufCMessageDescriptor *noun = now->descriptor;
	struct field_texts t = texts(c);

	for (unsigned i = 0; i < noun->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &noun->fields[i];

		if (is_key(f->name) || field_same(&t, f, was, now))
			continue;
		c->reply->changes++;
		if (!c->full &&
		    !list(c, column_of(c, f, noun), field_text(&t, f, was), field_text(&t, f, now)))
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
	return compare(c, &b->was->base, &b->chain->base);
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
		return c->full || list(c, "", "", field_cut(c->scratch, name));
	}
	return compare(c, was, now);
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
