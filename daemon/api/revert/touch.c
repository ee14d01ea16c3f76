#include "api/revert/touch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/put.h"
#include "model/core/event.h"
#include "model/core/noun.h"
#include "model/param/defs.h"
#include "proto/record/record.h"
#include "proto/wire.h"

static int add(struct touched *t, struct touch_set *s, uint32_t num)
{
	if (num == 0 || (s->n && s->num[s->n - 1] == num))
		return 0;
	s->num = arena_grow(t->arena, s->num, s->n, sizeof *s->num);
	if (!s->num)
		return -ENOMEM;
	s->num[s->n++] = num;
	return 0;
}

/* ---- records by their keys */

static const char *field_key(struct arena *a, const ProtobufCMessage *m, const char *name)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);
	const void *at = (const uint8_t *)m + f->offset;

	if (f->type == PROTOBUF_C_TYPE_STRING)
		return *(char *const *)at;
	return arena_printf(a, "%" PRIu32, *(const uint32_t *)at);
}

/* Are the records of this kind compared by number (units, people), or by their project? */
static bool told_by_number(const struct noun *n)
{
	const ProtobufCMessageDescriptor *d = n->record->noun;

	return n->by_project || d == &duban__unit__descriptor || d == &duban__person__descriptor ||
	       d == &duban__evidence__descriptor;
}

static const struct noun *noun_of_message(const ProtobufCMessage *m)
{
	const struct record *r = record_of_noun(m->descriptor);

	return r ? noun_of(r->kind) : NULL;
}

/* A key as text: "candidates/2021/K1". "" for kinds that are compared otherwise; NULL: no
 * memory. */
static const char *record_text(struct arena *a, const ProtobufCMessage *noun)
{
	const struct noun *n = noun_of_message(noun);
	const char *names, *key;

	if (!n || !n->record->key || told_by_number(n))
		return "";
	names = n->record->family ? n->record->family : n->record->key;
	key = noun_text(a, names, noun);
	return key ? arena_printf(a, "%s/%s", n->record->name, key) : NULL;
}

static int name_it(struct import_map *m, const char *key)
{
	return key && (!*key || import_map_put(m, key, NULL)) ? 0 : -ENOMEM;
}

static bool is_named(const struct import_map *m, const char *key)
{
	return key && *key && import_map_get(m, key);
}

/* Does it belong to the collection of a year's list? */
static bool of_collection(const ProtobufCMessage *noun)
{
	return noun->descriptor == &duban__candidate__descriptor ||
	       noun->descriptor == &duban__comment__descriptor ||
	       noun->descriptor == &duban__match__descriptor;
}

static char *year_text(struct arena *a, const char *what, const ProtobufCMessage *m)
{
	const char *year = field_key(a, m, "year");

	return year ? arena_printf(a, "%s:%s", what, year) : NULL;
}

/* Adds a new record that others refer to by its name. */
static int add_name(struct touched *t, const ProtobufCMessage *noun)
{
	struct arena *a = t->arena;

	const struct noun *n = noun_of_message(noun);
	const char *key;

	if (n && n->referred) {
		key = noun_text(a, n->record->key, noun);
		return name_it(&t->named,
			       key ? arena_printf(a, "%s:%s", n->record->name, key) : NULL);
	}
	if (noun->descriptor == &duban__collection__descriptor)
		return name_it(&t->named, year_text(a, "collection", noun));
	return 0;
}

static int add_record(struct touched *t, const Duban__Event *ev)
{
	const ProtobufCMessage *body = event_body(ev), *noun;
	struct put_fields f;
	int r;

	if (!put_fields(body->descriptor, &f))
		return 0;
	noun = put_noun(body, f.now);
	r = name_it(&t->record, record_text(t->arena, noun));
	if (!r && !put_noun(body, f.was))
		r = add_name(t, noun);
	if (!r && of_collection(noun))
		r = name_it(&t->named, year_text(t->arena, "year", noun));
	if (!r && noun->descriptor == &duban__candidate__descriptor)
		r = name_it(&t->named, arena_printf(t->arena, "candidate:%u/%s",
						    ((const Duban__Candidate *)noun)->year,
						    ((const Duban__Candidate *)noun)->code));
	return r;
}

void touch_init(struct touched *t, struct arena *a)
{
	*t = (struct touched){.arena = a, .named = {.arena = a}, .record = {.arena = a}};
}

int touch_add(struct touched *t, const Duban__Event *ev)
{
	int r = add_record(t, ev);

	/* a parameter is compared by its own key; other changes of its project do not matter */
	if (!r && ev->body_case != DUBAN__EVENT__BODY_PARAMETER_SET)
		r = add(t, &t->project, ev->project);
	if (r)
		return r;
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_UNIT_PUT:
		return add(t, ev->unit_put->was ? &t->unit : &t->made_unit,
			   ev->unit_put->unit->num);
	case DUBAN__EVENT__BODY_PERSON_PUT:
		return add(t, ev->person_put->was ? &t->person : &t->made_person,
			   ev->person_put->person->num);
	case DUBAN__EVENT__BODY_PROJECT_PUT:
		return ev->project_put->was ? 0 : add(t, &t->made_project, ev->project);
	case DUBAN__EVENT__BODY_CALENDAR_PUBLISHED:
		t->calendar = true;
		return 0;
	default:
		return 0;
	}
}

/* ---- numbers */

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void touch_ready(struct touched *t)
{
	struct touch_set *all[] = {&t->made_unit, &t->made_person, &t->made_project,
				   &t->unit,	  &t->person,	   &t->project};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i]->n)
			qsort(all[i]->num, all[i]->n, sizeof *all[i]->num, by_number);
}

static bool has(const struct touch_set *s, uint32_t num)
{
	return num && s->n && bsearch(&num, s->num, s->n, sizeof num, by_number);
}

static bool named(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

/* The set with the numbers that the field may hold; NULL: none. */
static const struct touch_set *set_of(const struct touched *t, const ProtobufCFieldDescriptor *f,
				      const ProtobufCMessageDescriptor *in)
{
	static const char *const units[] = {"unit",	    "sector",	    "co_unit",
					    "service_unit", "reviewer",	    "for_unit",
					    "acting_unit",  "project_unit", NULL};
	static const char *const people[] = {"person", "old_person", "new_person", "for_person",
					     NULL};
	static const char *const projects[] = {"project", "successor", NULL};

	const struct record_column *c;

	if (f->type != PROTOBUF_C_TYPE_UINT32)
		return NULL;
	c = record_column_of(in, f->name);
	if (named(f->name, units) || (c && c->type == RECORD_UNIT))
		return &t->made_unit;
	if ((c && c->type == RECORD_PROJECT) || named(f->name, projects))
		return &t->made_project;
	if (named(f->name, people) || (c && c->type == RECORD_PERSON))
		return &t->made_person;
	return NULL;
}

/* The kind of record that the field names; NULL: none of these. */
static const char *names_a(const ProtobufCFieldDescriptor *f, const ProtobufCMessage *in)
{
	const struct record_column *c = record_column_of(in->descriptor, f->name);

	if (c && c->refers)
		return c->refers;
	if (in->descriptor == &duban__parameter__descriptor && strcmp(f->name, "scope_name") == 0)
		return ((const Duban__Parameter *)in)->scope == DUBAN__SCOPE_KIND__SCOPE_KIND_LIST
			   ? "lists"
			   : "categories";
	if (f->type != PROTOBUF_C_TYPE_STRING)
		return NULL;
	if (strcmp(f->name, "list") == 0)
		return "lists";
	return strcmp(f->name, "category") == 0 ? "categories" : NULL;
}

static bool names_made(struct touched *t, const char *what, const ProtobufCFieldDescriptor *f,
		       const void *at)
{
	const char *key = f->type == PROTOBUF_C_TYPE_STRING
			      ? arena_printf(t->scratch, "%s:%s", what, *(char *const *)at)
			      : arena_printf(t->scratch, "%s:%u", what, *(const uint32_t *)at);

	return is_named(&t->named, key);
}

static bool mentions(struct touched *t, const ProtobufCMessage *m);

static bool field_mentions(struct touched *t, const ProtobufCMessage *m,
			   const ProtobufCFieldDescriptor *f)
{
	const struct touch_set *set = set_of(t, f, m->descriptor);
	const char *what = t->named.n ? names_a(f, m) : NULL;
	const uint8_t *at = (const uint8_t *)m + f->offset;
	size_t n = 1;

	if (f->label == PROTOBUF_C_LABEL_REPEATED) {
		n = *(const size_t *)((const uint8_t *)m + f->quantifier_offset);
		at = *(uint8_t *const *)at;
	}
	for (size_t i = 0; i < n; i++) {
		if (set && has(set, ((const uint32_t *)(const void *)at)[i]))
			return true;
		if (what && names_made(t, what, f, at + i * wire_value_size(f)))
			return true;
		if (f->type == PROTOBUF_C_TYPE_MESSAGE &&
		    mentions(t, ((ProtobufCMessage *const *)(const void *)at)[i]))
			return true;
	}
	return false;
}

/* What is about a link of a changed project is about the project. */
static bool is_of_project(const struct touched *t, const ProtobufCMessage *m)
{
	return m->descriptor == &duban__subject__descriptor &&
	       has(&t->project, ((const Duban__Subject *)m)->project);
}

static bool mentions(struct touched *t, const ProtobufCMessage *m)
{
	if (m && is_of_project(t, m))
		return true;
	for (unsigned i = 0; m && i < m->descriptor->n_fields; i++)
		if (field_mentions(t, m, &m->descriptor->fields[i]))
			return true;
	return false;
}

/* What the daemon itself wrote follows from the records, whatever it is: lamps and their steps,
 * proposals, notices. What people were told stays told, and so does what the gateway reports of
 * it. */
static bool derived(const Duban__Event *ev)
{
	return ev->role == DUBAN__ROLE__ROLE_SYSTEM || event_is_notice(ev);
}

/* Does the event change the same record, or, in a collection, one that depends on it? */
static bool same_record(struct touched *t, const ProtobufCMessage *body)
{
	struct arena *a = t->scratch;
	const ProtobufCMessage *noun;
	struct put_fields f;

	if (strncmp(body->descriptor->short_name, "Collection", 10) == 0 &&
	    !put_fields(body->descriptor, &f)) {
		const ProtobufCMessage *m =
		    body->descriptor == &duban__collection_opened__descriptor
			? &((const Duban__CollectionOpened *)body)->collection->base
			: body;

		return is_named(&t->named, year_text(a, "year", m)) ||
		       is_named(&t->named, year_text(a, "collection", m));
	}
	if (!put_fields(body->descriptor, &f))
		return false;
	noun = put_noun(body, f.now);
	if (is_named(&t->record, record_text(a, noun)))
		return true;
	if (!of_collection(noun))
		return false;
	return is_named(&t->named, year_text(a, "collection", noun)) ||
	       is_named(&t->named, arena_printf(a, "candidate:%s/%s", field_key(a, noun, "year"),
						field_key(a, noun, "code")));
}

bool touch_rests(struct touched *t, const Duban__Event *ev)
{
	const ProtobufCMessage *body = event_body(ev);

	if (derived(ev))
		return false;
	if (has(&t->project, ev->project) || has(&t->made_unit, ev->for_unit) ||
	    has(&t->made_unit, ev->acting_unit) || has(&t->made_person, ev->for_person))
		return true;
	if (ev->body_case == DUBAN__EVENT__BODY_CALENDAR_PUBLISHED)
		return t->calendar;
	if (ev->body_case == DUBAN__EVENT__BODY_UNIT_PUT &&
	    (has(&t->unit, ev->unit_put->unit->num) || has(&t->made_unit, ev->unit_put->unit->num)))
		return true;
	if (ev->body_case == DUBAN__EVENT__BODY_PERSON_PUT &&
	    (has(&t->person, ev->person_put->person->num) ||
	     has(&t->made_person, ev->person_put->person->num)))
		return true;
	return same_record(t, body) || mentions(t, body);
}
