/* The changes of an import with values before and after, for people. Made from the events alone,
 * each of which has the record and its old value, so that a dry run, the import and a repeated
 * request list the same. */
#include "api/records/change.h"

#include <stdio.h>
#include <string.h>

#include "api/core/field_text.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/report/days.h"
#include "model/core/noun.h"
#include "model/param/defs.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

#define CHANGE_BYTES_MAX (96 * 1024) /* for all changes: a reply is one page */

struct changes {
	struct request *rq;
	struct arena *scratch; /* for one event */
	Duban__ImportReply *reply;
	size_t bytes;
	bool full; /* further changes are only counted */
	uint32_t line;
	const char *key;
	struct days_known known; /* below `known_before` */
	uint32_t known_before;
};

/* Lists a change, which the caller has counted. */
static bool list(struct changes *c, const char *column, const char *before, const char *after)
{
	struct arena *a = c->rq->arena;
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
	return (struct field_texts){.rq = c->rq, .scratch = c->scratch};
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

/* The fields by which a file names the record. */
static const char *names_of(const struct record *r)
{
	return r->shown_key ? r->shown_key : r->key;
}

/* Is the field part of the key of records of kind `r` (NULL: of no kind), not of their content? */
static bool is_key(const struct record *r, const ProtobufCMessageDescriptor *noun,
		   const ProtobufCFieldDescriptor *field)
{
	const char *names = r ? names_of(r) : NULL;
	const ProtobufCFieldDescriptor *f;

	while ((f = noun_next_field(noun, &names)))
		if (f == field)
			return true;
	return strcmp(field->name, "num") == 0 || strcmp(field->name, "project") == 0;
}

static bool compare(struct changes *c, const ProtobufCMessage *was, const ProtobufCMessage *now)
{
	const ProtobufCMessageDescriptor *noun = now->descriptor;
	const struct record *r = record_of_noun(noun);
	struct field_texts t = texts(c);

	for (unsigned i = 0; i < noun->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &noun->fields[i];

		if (is_key(r, noun, f) || field_same(&t, f, was, now))
			continue;
		c->reply->changes++;
		if (!c->full &&
		    !list(c, column_of(c, f, noun), field_text(&t, f, was), field_text(&t, f, now)))
			return false;
	}
	return true;
}

/* ---- events */

static const char *named(struct changes *c, const ProtobufCMessage *m, const char *name)
{
	struct field_texts t = texts(c);
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);

	return f ? field_text(&t, f, m) : "";
}

/* The key as text: "P1/3". */
static const char *key_of(struct changes *c, const ProtobufCMessage *m, const struct record *r)
{
	const char *names = names_of(r), *text = "";
	const ProtobufCFieldDescriptor *f;
	bool first = true;

	while (text && (f = noun_next_field(m->descriptor, &names))) {
		const char *one = named(c, m, f->name);

		text = one ? arena_printf(c->scratch, "%s%s%s", text, first ? "" : "/", one) : NULL;
		first = false;
	}
	return text;
}

static bool chain_change(struct changes *c, const Duban__ChainPut *b)
{
	Duban__Project *p = project_get(c->rq->txn, c->scratch, b->chain->project);

	c->key = p ? p->code : "";
	c->line = 0;
	/* a new chain is shown by its links */
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
		if (days_known(c->rq->txn, c->rq->arena, cal->version, &c->known))
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

static const char *progress_key(struct changes *c, const Duban__Event *e)
{
	Duban__Project *p = project_get(c->rq->txn, c->scratch, e->project);

	return arena_printf(c->scratch, "%s/%u", p ? p->code : "", e->progress_put->link);
}

static bool put_change(struct changes *c, const Duban__Event *e, const ProtobufCMessage *body,
		       const struct put_fields *f)
{
	const ProtobufCMessage *now = put_noun(body, f->now);
	const ProtobufCMessage *was = put_noun(body, f->was);
	const struct record *k = now ? record_of_noun(now->descriptor) : NULL;
	const char *shown;

	if (!k || k->no_changes)
		return true;
	c->key = e->body_case == DUBAN__EVENT__BODY_PROGRESS_PUT ? progress_key(c, e)
								 : key_of(c, now, k);
	if (!c->key)
		return false;
	if (was)
		return compare(c, was, now);
	c->reply->changes++;
	shown = c->full ? "" : named(c, now, k->shown ? k->shown : "");
	return c->full || (shown && list(c, "", "", field_cut(c->scratch, shown)));
}

static bool parameter_change(struct changes *c, const Duban__ParameterSet *b)
{
	c->reply->changes++;
	c->key = b->parameter->key;
	return c->full || list(c, "value", b->was, b->parameter->value);
}

static bool event_change(struct changes *c, const Duban__Event *e)
{
	ProtobufCMessage *body = NULL;
	struct put_fields f;

	switch (e->body_case) {
	case DUBAN__EVENT__BODY_CHAIN_PUT:
		return chain_change(c, e->chain_put);
	case DUBAN__EVENT__BODY_CALENDAR_PUBLISHED:
		return calendar_change(c, e->calendar_published->calendar);
	case DUBAN__EVENT__BODY_PARAMETER_SET:
		return parameter_change(c, e->parameter_set);
	default:
		if (!wire_body(&e->base, &body) || !put_fields(body->descriptor, &f))
			return true;
		return put_change(c, e, body, &f);
	}
}

int import_changes(struct request *rq, const uint32_t *line, Duban__ImportReply *reply)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct changes c = {.rq = rq, .reply = reply};
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	c.scratch = scratch;
	for (size_t i = 0; !r && i < rq->n_event; i++) {
		c.line = line ? line[i] : 0;
		if (!event_change(&c, rq->event[i]))
			r = -ENOMEM;
		arena_reset(scratch);
	}
	if (r)
		return r;
	return txn_error(rq->txn);
}
