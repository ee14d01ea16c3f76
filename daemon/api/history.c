/* Who, when, what, from what to what: a project's events for people. */
#include "api/field_text.h"
#include "api/private.h"
#include "model/event.h"
#include "store/pick.h"

enum { PAGE_BYTES = WIRE_PAGE_MAX - 32 * 1024, ROW_EVENTS_MAX = 2000 };

struct telling {
	struct ask *a;
	struct field_texts texts;
	struct journal_pick pick;
	Duban__ProjectHistoryReply *b;
	size_t bytes;
};

static int change(struct telling *t, Duban__HistoryRow *row, const char *field, const char *before,
		  const char *after)
{
	Duban__FieldChange *c = ASK_NEW(t->a, Duban__FieldChange, duban__field_change__init);

	if (!c || !field || !before || !after)
		return -ENOMEM;
	c->field = arena_str(t->a->arena, field);
	c->before = arena_str(t->a->arena, before);
	c->after = arena_str(t->a->arena, after);
	if (!c->field || !c->before || !c->after)
		return -ENOMEM;
	return ASK_PUSH(t->a, row->change, row->n_change, c);
}

/* Fields of `now` that differ from `was`; without one, those that say something. */
static int changes(struct telling *t, Duban__HistoryRow *row, const ProtobufCMessage *was,
		   const ProtobufCMessage *now)
{
	int r = 0;

	for (unsigned i = 0; i < now->descriptor->n_fields && !r; i++) {
		const ProtobufCFieldDescriptor *f = &now->descriptor->fields[i];
		const char *before = "", *after;

		if (strcmp(f->name, "num") == 0 || (was && field_same(&t->texts, f, was, now)))
			continue;
		after = field_text(&t->texts, f, now);
		if (was)
			before = field_text(&t->texts, f, was);
		if (after && (was || (*after && strcmp(after, "0") != 0)))
			r = change(t, row, field_column(&t->texts, f), before, after);
		else if (!after)
			r = -ENOMEM;
	}
	return r;
}

/* What a parameter was is its value alone. */
static int tell_parameter(struct telling *t, Duban__HistoryRow *row, const Duban__ParameterSet *b)
{
	int r = b->parameter ? changes(t, row, NULL, &b->parameter->base) : 0;

	for (size_t i = 0; i < row->n_change; i++)
		if (strcmp(row->change[i]->field, "value") == 0)
			row->change[i]->before = b->was;
	return r;
}

/* A Put event is its noun and what it was; another one's fields are what it says. */
static int tell_body(struct telling *t, Duban__HistoryRow *row, const ProtobufCMessage *body)
{
	const ProtobufCFieldDescriptor *f = body->descriptor->fields;
	unsigned n = body->descriptor->n_fields;
	const uint8_t *at = (const uint8_t *)body;
	const ProtobufCMessage *now, *was = NULL;

	if (body->descriptor == &duban__parameter_set__descriptor)
		return tell_parameter(t, row, (const Duban__ParameterSet *)body);
	if (n == 0 || f[0].type != PROTOBUF_C_TYPE_MESSAGE ||
	    f[0].label == PROTOBUF_C_LABEL_REPEATED || n > 2 ||
	    (n == 2 && f[1].descriptor != f[0].descriptor))
		return changes(t, row, NULL, body);
	now = *(ProtobufCMessage *const *)(at + f[0].offset);
	if (n == 2)
		was = *(ProtobufCMessage *const *)(at + f[1].offset);
	return now ? changes(t, row, was, now) : 0;
}

static int tell(struct telling *t, const struct record *rec, const Duban__Event *ev)
{
	struct ask *a = t->a;
	Duban__HistoryRow *row = ASK_NEW(a, Duban__HistoryRow, duban__history_row__init);
	Duban__Principal *by = principal_get(a->txn, a->arena, ev->principal);
	Duban__Person *person = person_get(a->txn, a->arena, ev->for_person);
	int r;

	if (!row)
		return -ENOMEM;
	row->seq = ev->seq;
	row->at = ev->at;
	row->on_date = ev->on_date;
	row->kind = (char *)(uintptr_t)event_kind(ev);
	row->role = ev->role;
	row->corrects = ev->corrects;
	row->for_unit = ask_unit_id(a, ev->for_unit);
	if (by)
		row->principal = by->name;
	if (person)
		row->for_person = person->name;
	row->hash = ask_hex(a, BYTES(rec->hash, sizeof rec->hash));
	if (!row->hash)
		return -ENOMEM;
	arena_reset(t->texts.scratch);
	r = tell_body(t, row, event_body(ev));
	t->bytes += duban__history_row__get_packed_size(row) + 8;
	return r ? r : ASK_PUSH(a, t->b->row, t->b->n_row, row);
}

static int read_one(struct telling *t, uint64_t seq)
{
	struct record rec;
	Duban__Event *ev;
	int r = journal_pick(&t->pick, seq, &rec);

	if (r)
		return r;
	ev = duban__event__unpack(arena_pb(t->a->arena), rec.event.size, rec.event.data);
	return ev ? tell(t, &rec, ev) : -EBADMSG;
}

static int fill(struct telling *t, uint32_t project, uint64_t after)
{
	struct key *prefix = key_u32(KEY(), project);
	struct key *from = key_u64(key_u32(KEY(), project), after);
	struct scan s = scan_after(t->a->txn, TABLE_project_event, key_bytes(prefix),
				   after ? key_bytes(from) : BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint64_t seq;

		(void)key_read_u32(&k);
		seq = key_read_u64(&k);
		r = read_one(t, seq);
		if (t->bytes > PAGE_BYTES || t->b->n_row == ROW_EVENTS_MAX) {
			t->b->next = seq;
			break;
		}
	}
	return r ? r : txn_error(t->a->txn);
}

static int project_history(struct ask *a, const void *body)
{
	const Duban__ProjectHistoryRequest *q = body;
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct telling t = {
	    .a = a, .texts = {.ask = a}, .pick = {.journal = engine_journal(a->engine)}};
	Duban__Project *p;
	int r = ask_durable(a);

	if (!r)
		r = ask_project(a, q->project, &p);
	if (r)
		return r;
	t.b = ASK_NEW(a, Duban__ProjectHistoryReply, duban__project_history_reply__init);
	if (!t.b)
		return -ENOMEM;
	a->reply->body_case = DUBAN__REPLY__BODY_PROJECT_HISTORY;
	a->reply->project_history = t.b;
	r = arena_new(&scratch, WIRE_ARENA_MAX);
	t.texts.scratch = scratch;
	if (!r)
		r = fill(&t, p->num, q->after);
	journal_pick_done(&t.pick);
	return r;
}
HANDLER(PROJECT_HISTORY, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = project_history, .simulated_only_for_local = true);
