/* `project history`: who did what and when, and the values before and after, from the project's
 * events. */
#include "api/core/api.h"
#include "api/core/field_text.h"
#include "api/core/handler.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "engine/core/engine.h"
#include "engine/past/pick.h"
#include "model/core/event.h"
#include "model/link/link.h"
#include "model/office/person.h"
#include "model/principal/principal.h"
#include "model/project/paper.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"

enum { ROOM = 32 * 1024, ROW_EVENTS_MAX = 2000, VALUE_BYTES = 4000 };

struct telling {
	struct request *rq;
	const Duban__Project *project;
	struct field_texts texts;
	struct journal_pick pick;
	Duban__ProjectHistoryReply *b;
	size_t bytes;
};

static int change(struct telling *t, Duban__HistoryRow *row, const char *field, const char *before,
		  const char *after)
{
	Duban__FieldChange *c = REQUEST_NEW(t->rq, Duban__FieldChange, duban__field_change__init);

	if (!c || !field || !before || !after)
		return -ENOMEM;
	c->field = arena_str(t->rq->arena, field);
	c->before = arena_str(t->rq->arena, before);
	c->after = arena_str(t->rq->arena, after);
	if (!c->field || !c->before || !c->after)
		return -ENOMEM;
	return REQUEST_PUSH(t->rq, row->change, row->n_change, c);
}

/* Fields that the row's own columns show already: the project, and what its subject names. */
static bool is_said(const Duban__HistoryRow *row, const char *field)
{
	static const char *const always[] = {"num",	 "project",    "subject", "by",
					     "for_unit", "for_person", NULL};
	static const char *const by_subject[] = {"link", "no", "rule",	"year",
						 "list", "id", "paper", NULL};

	for (const char *const *s = always; *s; s++)
		if (strcmp(field, *s) == 0)
			return true;
	for (const char *const *s = by_subject; *s && *row->subject; s++)
		if (strcmp(field, *s) == 0)
			return true;
	return false;
}

/* Lists the fields of `now` that differ from `was`; without `was`, the fields that are not
 * empty. */
static int changes(struct telling *t, Duban__HistoryRow *row, const ProtobufCMessage *was,
		   const ProtobufCMessage *now)
{
	int r = 0;

	for (unsigned i = 0; i < now->descriptor->n_fields && !r; i++) {
		const ProtobufCFieldDescriptor *f = &now->descriptor->fields[i];
		const char *before = "", *after;

		if (is_said(row, f->name) || (was && field_same(&t->texts, f, was, now)))
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

/* ---- what an event is about */

static const void *member_of(const ProtobufCMessage *m, const char *name, ProtobufCType type)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);

	if (!f || f->type != type || f->label == PROTOBUF_C_LABEL_REPEATED)
		return NULL;
	return (const uint8_t *)m + f->offset;
}

static uint32_t number_of(const ProtobufCMessage *m, const char *name)
{
	const uint32_t *v = member_of(m, name, PROTOBUF_C_TYPE_UINT32);

	return v ? *v : 0;
}

/* "14 施工许可"; in the chain of another year "2019/14 施工许可". */
static char *link_named(struct telling *t, uint32_t year, uint32_t no)
{
	struct request *rq = t->rq;
	Duban__Link *l = link_get(rq->txn, t->texts.scratch, t->project->num, year, no);
	const char *name = l ? l->name : "";

	return year == t->project->year ? arena_printf(rq->arena, "%u %s", no, name)
					: arena_printf(rq->arena, "%u/%u %s", year, no, name);
}

/* The warning's rule, and its subject unless that is the project itself. */
static char *warning_named(struct telling *t, uint32_t rule, const Duban__Subject *s)
{
	char *link = s->link ? link_named(t, s->year, s->link) : NULL;

	if (*s->kind)
		link = arena_printf(t->rq->arena, "%s %u", s->kind, s->number);
	return arena_printf(t->rq->arena, "W%02u%s%s", rule, link ? " " : "", link ? link : "");
}

static char *word_named(struct telling *t, const ProtobufCMessage *m)
{
	static const char *const keys[] = {"list", "id", "paper", NULL};
	const char *const *paper = &keys[2];

	for (const char *const *s = keys; *s; s++) {
		char *const *word = member_of(m, *s, PROTOBUF_C_TYPE_STRING);

		const struct paper_def *d = word && s == paper ? paper_def(*word) : NULL;

		if (word)
			return arena_str(t->rq->arena, d ? d->name : *word);
	}
	return arena_str(t->rq->arena, "");
}

/* "" for the project itself. */
static char *subject_of(struct telling *t, const char *kind, const ProtobufCMessage *m)
{
	const Duban__Subject *const *s = member_of(m, "subject", PROTOBUF_C_TYPE_MESSAGE);
	uint32_t no = number_of(m, m->descriptor == &duban__link__descriptor ? "no" : "link");

	if (s && *s && (*s)->base.descriptor == &duban__subject__descriptor)
		return warning_named(t, number_of(m, "rule"), *s);
	if (no)
		return link_named(t, number_of(m, "year"), no);
	if (strncmp(kind, "report_", strlen("report_")) == 0 && number_of(m, "num"))
		return arena_printf(t->rq->arena, "%u", number_of(m, "num"));
	if (strncmp(kind, "project_", strlen("project_")) == 0)
		return arena_str(t->rq->arena, "");
	return word_named(t, m);
}

/* ---- values before and after */

/* Events that hold both values in fields of their own. */
static const struct from_to {
	const char *kind, *column, *before, *after;
} from_tos[] = {
    {"stage_moved", "stage", "from", "to"},
    {"project_code_set", "code", "was", "code"},
    {"link_extended", "deadline", "from_date", "to_date"},
    {"link_eased", "deadline", "from_date", "to_date"},
    {"deadline_moved", "deadline", "from_date", "to_date"},
};

static int tell_turn(struct telling *t, Duban__HistoryRow *row, const struct from_to *turn,
		     const ProtobufCMessage *m)
{
	const ProtobufCFieldDescriptor *from =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, turn->before);
	const ProtobufCFieldDescriptor *to =
	    protobuf_c_message_descriptor_get_field_by_name(m->descriptor, turn->after);
	int r = change(t, row, turn->column, field_text(&t->texts, from, m),
		       field_text(&t->texts, to, m));

	for (unsigned i = 0; i < m->descriptor->n_fields && !r; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
		const char *text = f == from || f == to || is_said(row, f->name)
				       ? ""
				       : field_text(&t->texts, f, m);

		if (!text)
			return -ENOMEM;
		if (*text && strcmp(text, "0") != 0)
			r = change(t, row, field_column(&t->texts, f), "", text);
	}
	return r;
}

/* The event holds only the old value of a parameter, not the whole old record. */
static int tell_parameter(struct telling *t, Duban__HistoryRow *row, const Duban__ParameterSet *b)
{
	int r = b->parameter ? changes(t, row, NULL, &b->parameter->base) : 0;

	for (size_t i = 0; i < row->n_change; i++)
		if (strcmp(row->change[i]->field, "value") == 0)
			row->change[i]->before = b->was;
	return r;
}

/* Lists the changes of an event: a ...Put event is compared with its old value, of any other event
 * the fields are listed. */
static int tell_body(struct telling *t, Duban__HistoryRow *row, const ProtobufCMessage *body)
{
	const ProtobufCFieldDescriptor *f = body->descriptor->fields;
	const ProtobufCMessage *now = body, *was = NULL;
	struct put_fields put;

	if (body->descriptor == &duban__parameter_set__descriptor)
		return tell_parameter(t, row, (const Duban__ParameterSet *)body);
	if (put_fields(body->descriptor, &put) && put.now == f) {
		now = put_noun(body, put.now);
		was = put_noun(body, put.was);
	} else if (body->descriptor->n_fields == 1 && f->type == PROTOBUF_C_TYPE_MESSAGE &&
		   f->label != PROTOBUF_C_LABEL_REPEATED) {
		now = put_noun(body, f);
	}
	if (!now)
		return 0;
	row->subject = subject_of(t, row->kind, now);
	if (!row->subject)
		return -ENOMEM;
	for (size_t i = 0; i < sizeof from_tos / sizeof *from_tos; i++)
		if (strcmp(row->kind, from_tos[i].kind) == 0)
			return tell_turn(t, row, &from_tos[i], now);
	return changes(t, row, was, now);
}

static int tell(struct telling *t, const struct journal_record *rec, const Duban__Event *ev)
{
	struct request *rq = t->rq;
	Duban__HistoryRow *row = REQUEST_NEW(rq, Duban__HistoryRow, duban__history_row__init);
	Duban__Principal *by = principal_get(rq->txn, rq->arena, ev->principal);
	Duban__Person *person = person_get(rq->txn, rq->arena, ev->for_person);
	int r;

	if (!row)
		return -ENOMEM;
	row->seq = ev->seq;
	row->at = ev->at;
	row->on_date = ev->on_date;
	row->kind = (char *)(uintptr_t)event_kind(ev);
	row->role = ev->role;
	row->corrects = ev->corrects;
	row->for_unit = request_unit_id(rq, ev->for_unit);
	if (by)
		row->principal = by->name;
	if (person)
		row->for_person = person->name;
	row->hash = request_hex(rq, BYTES(rec->hash, sizeof rec->hash));
	row->confirmed_by = request_confirmed_by(rq, ev);
	if (!row->hash || !row->confirmed_by)
		return -ENOMEM;
	arena_reset(t->texts.scratch);
	r = tell_body(t, row, event_body(ev));
	t->bytes += duban__history_row__get_packed_size(row) + 8;
	return r ? r : REQUEST_PUSH(rq, t->b->row, t->b->n_row, row);
}

static int read_one(struct telling *t, uint64_t seq)
{
	struct journal_record rec;
	Duban__Event *ev;
	int r = journal_pick(&t->pick, seq, &rec);

	if (r)
		return r;
	ev = duban__event__unpack(arena_pb(t->rq->arena), rec.event.size, rec.event.data);
	if (!ev)
		return -EBADMSG;
	if (ev->internal && !scope_reads_internal(t->rq, ev->reader, ev->n_reader))
		return 0;
	return tell(t, &rec, ev);
}

static int fill(struct telling *t, uint32_t project, uint64_t after)
{
	struct key *prefix = key_u32(KEY(), project);
	struct key *from = key_u64(key_u32(KEY(), project), after);
	struct scan s = scan_after(t->rq->txn, TABLE_project_event, key_bytes(prefix),
				   after ? key_bytes(from) : BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint64_t seq;

		(void)key_read_u32(&k);
		seq = key_read_u64(&k);
		r = read_one(t, seq);
		if (request_page_full(t->rq, t->bytes, ROOM) || t->b->n_row == ROW_EVENTS_MAX) {
			t->b->next = seq;
			break;
		}
	}
	return r ? r : txn_error(t->rq->txn);
}

static int project_history(struct request *rq, const void *body)
{
	const Duban__ProjectHistoryRequest *q = body;
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct telling t = {.rq = rq,
			    .texts = {.rq = rq, .cut = VALUE_BYTES},
			    .pick = {.journal = engine_journal(rq->engine)}};
	Duban__Project *p;
	int r = request_durable(rq);

	if (!r)
		r = request_project(rq, q->project, &p);
	if (r)
		return r;
	t.b = REQUEST_NEW(rq, Duban__ProjectHistoryReply, duban__project_history_reply__init);
	if (!t.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_PROJECT_HISTORY;
	rq->reply->project_history = t.b;
	t.project = p;
	r = arena_new(&scratch, WIRE_ARENA_MAX);
	t.texts.scratch = scratch;
	if (!r)
		r = fill(&t, p->num, q->after);
	journal_pick_done(&t.pick);
	return r;
}
HANDLER(PROJECT_HISTORY, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = project_history, .simulated_only_for_local = true);
