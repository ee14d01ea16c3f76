#include "lib/any/any_request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "engine/core/engine.h"
#include "lib/any/any.h"
#include "lib/any/any_absent.h"
#include "lib/any/any_import.h"
#include "lib/any/any_link.h"
#include "lib/any/any_matter.h"
#include "lib/world/world.h"
#include "model/core/counter.h"
#include "model/evidence/evidence.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/principal/principal.h"
#include "model/problem/problem.h"
#include "proto/wire.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"

/* ---- fields */

static bool ends(const char *name, const char *tail)
{
	size_t n = strlen(name), t = strlen(tail);

	return n >= t && strcmp(name + n - t, tail) == 0;
}

/* Days to come, mostly. */
static const char *const ahead[] = {"due_date", "to_date", "until_date", NULL};

static const struct {
	const char *field;
	uint32_t from, n;
} numbers[] = {{"no", 1, 9},
	       {"round", 0, 4},
	       {"version", 1, 3},
	       {"percent", 0, 101},
	       {"factor_percent", 0, 101},
	       {"part", 0, 2},
	       {"parts", 1, 2},
	       {"rows", 1, 3},
	       {"month", 1, 12},
	       {"after", 0, 1},
	       {"wait_ms", 0, 1},
	       {"max", 0, 20},
	       {"from_round", 0, 3},
	       {"to_round", 0, 3},
	       {"line", 2, 9}};

static uint32_t last_report(struct any *y)
{
	struct key_reader reader;
	struct bytes key, value;

	if (!txn_last(engine_txn(y->w->engine), TABLE_report_num, BYTES("", 0), &key, &value))
		return 1;
	reader = (struct key_reader){.rest = key, .ok = true};
	return key_read_u32(&reader);
}

/* One of the last: older ones are over. */
static uint32_t pending(struct any *y)
{
	uint32_t last = counter_last(engine_txn(y->w->engine), "pending"), back = any_pick(y, 3);

	return last > back ? last - back : 1;
}

static uint32_t number(struct any *y, const char *name)
{
	if (any_among(name, ahead))
		return any_ahead(y);
	if (ends(name, "_date"))
		return any_date(y);
	if (ends(name, "_month") || strcmp(name, "month") == 0)
		return any_month(y);
	if (strcmp(name, "wait_ms") != 0 && any_chance(y, y->mad))
		return any_mad_number(y);
	if (strcmp(name, "year") == 0)
		return any_year(y);
	if (strcmp(name, "report") == 0)
		return 1 + any_pick(y, last_report(y));
	if (strcmp(name, "pending") == 0)
		return pending(y);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (strcmp(name, numbers[i].field) == 0)
			return numbers[i].from + any_pick(y, numbers[i].n);
	return any_pick(y, 10);
}

static uint64_t large(struct any *y, const char *name)
{
	if (any_chance(y, y->mad))
		return UINT64_MAX - any_pick(y, 3);
	if (strcmp(name, "import_seq") == 0 && y->imports)
		return y->import_seq[any_pick(y, (uint32_t)(y->imports < 16 ? y->imports : 16))];
	return any_chance(y, 70) ? 0 : any_pick(y, 500);
}

/* The digest of a stored file, mostly of the matter's project, or a random one. */
static ProtobufCBinaryData digest(struct any *y)
{
	struct txn *t = engine_txn(y->w->engine);
	struct scan s = scan_start(t, TABLE_evidence, BYTES("", 0));
	uint32_t project = any_chance(y, 80) ? any_matter_project(y) : 0, n = 0;
	uint8_t *found = arena_alloc(y->arena, HASH_SIZE);

	memset(found, (int)any_pick(y, 256), HASH_SIZE);
	while (!any_chance(y, y->mad) && scan_next(&s))
		if ((!project || evidence_of(t, project, BYTES(s.key.data, HASH_SIZE))) &&
		    any_pick(y, ++n) == 0)
			memcpy(found, s.key.data, HASH_SIZE);
	return (ProtobufCBinaryData){any_chance(y, y->mad) ? any_pick(y, HASH_SIZE) : HASH_SIZE,
				     found};
}

static ProtobufCBinaryData binary(struct any *y, const char *name)
{
	ProtobufCBinaryData b = {UPLOAD_ID_SIZE, NULL};

	static const char *const files[] = {"digest",  "evidence", "task_book", "timetable",
					    "roadmap", "photo",	   NULL};

	if (any_among(name, files))
		return digest(y);
	if (strcmp(name, "after") == 0 && !any_chance(y, y->mad))
		return (ProtobufCBinaryData){0};
	if (strcmp(name, "public_key") == 0)
		b.len = CURVE_KEY_SIZE;
	if (any_chance(y, y->mad))
		b.len = any_pick(y, 600);
	b.data = arena_alloc(y->arena, b.len + 1);
	for (size_t i = 0; i < b.len; i++)
		b.data[i] = (uint8_t)(strcmp(name, "upload_id") == 0 ? 7 : any_pick(y, 256));
	return b;
}

static int32_t constant(struct any *y, const ProtobufCEnumDescriptor *d)
{
	if (any_chance(y, y->mad))
		return (int32_t)any_mad_number(y);
	return d->values[any_pick(y, d->n_values)].value;
}

static ProtobufCMessage *message(struct any *y, const ProtobufCMessageDescriptor *d);

/* Writes a value of the field's type to `at`. */
static void value(struct any *y, const ProtobufCFieldDescriptor *f, void *at)
{
	if (any_matter_field(y, f, at))
		return;
	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
		*(char **)at = any_name(y, f->name);
		break;
	case PROTOBUF_C_TYPE_BYTES:
		*(ProtobufCBinaryData *)at = binary(y, f->name);
		break;
	case PROTOBUF_C_TYPE_MESSAGE:
		*(ProtobufCMessage **)at = message(y, f->descriptor);
		break;
	case PROTOBUF_C_TYPE_ENUM:
		*(int32_t *)at = constant(y, f->descriptor);
		break;
	case PROTOBUF_C_TYPE_BOOL:
		*(protobuf_c_boolean *)at = (protobuf_c_boolean)any_chance(y, 20);
		break;
	case PROTOBUF_C_TYPE_UINT32:
		*(uint32_t *)at = number(y, f->name);
		break;
	case PROTOBUF_C_TYPE_UINT64:
		*(uint64_t *)at = large(y, f->name);
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
		*(int64_t *)at = any_fen(y);
		break;
	default:
		fail_msg("field %s has a type that any_request.c cannot generate", f->name);
	}
}

static void array(struct any *y, const ProtobufCFieldDescriptor *f, ProtobufCMessage *m)
{
	size_t size = wire_value_size(f), n = any_chance(y, 70) ? 1 : any_pick(y, 9);
	char *items;

	if (any_chance(y, y->mad) && any_chance(y, 10))
		n = 1100;
	items = arena_alloc(y->arena, size * (n + 1));
	memset(items, 0, size * (n + 1));
	for (size_t i = 0; i < n; i++)
		value(y, f, items + i * size);
	*(void **)((char *)m + f->offset) = items;
	*(size_t *)((char *)m + f->quantifier_offset) = n;
}

static void fill(struct any *y, ProtobufCMessage *m)
{
	for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];

		if (any_chance(y, any_absent(y, f->name)))
			continue;
		if (f->label == PROTOBUF_C_LABEL_REPEATED)
			array(y, f, m);
		else
			value(y, f, (char *)m + f->offset);
	}
}

static ProtobufCMessage *message(struct any *y, const ProtobufCMessageDescriptor *d)
{
	ProtobufCMessage *m = arena_alloc(y->arena, d->sizeof_message);

	assert_non_null(m);
	protobuf_c_message_init(d, m);
	fill(y, m);
	if (d == &duban__link_ref__descriptor && any_chance(y, 70))
		any_link(y, (Duban__LinkRef *)m);
	return m;
}

/* ---- requests that cannot be built from the names of their fields */

/* All the columns that a new link needs, or one of them. */
static void a_link(struct any *y, Duban__Cell ***cell, size_t *n)
{
	static const char *const columns[] = {"name",	"class", "unit", "service_unit",
					      "person", "limit", "after"};
	const struct import_kind *chains = import_kind_of(DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS);
	size_t count = sizeof columns / sizeof *columns - any_pick(y, 2);

	*cell = arena_alloc(y->arena, count * sizeof **cell);
	*n = count;
	for (size_t i = 0; i < count; i++) {
		(*cell)[i] = (void *)message(y, &duban__cell__descriptor);
		(*cell)[i]->column = arena_str(y->arena, columns[i]);
		for (const struct record_column *c = chains->column; c->name; c++)
			if (strcmp(c->name, columns[i]) == 0)
				(*cell)[i]->value = any_cell(y, chains, c);
	}
}

static void a_parameter(struct any *y, Duban__ParamSetRequest *b)
{
	const struct parameter_def *def;
	size_t n = parameter_defs(&def);

	def += any_pick(y, (uint32_t)n);
	b->key = arena_str(y->arena, def->key);
	b->value = arena_str(y->arena, def->value);
	b->scope_name = any_name(y, b->scope == DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT ? "project"
				    : b->scope == DUBAN__SCOPE_KIND__SCOPE_KIND_LIST  ? "list"
										      : "category");
	if (b->scope == DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT)
		b->scope_name = arena_str(y->arena, "");
}

/* The number of an existing record of the table, chosen by scanning a random number of rows;
 * `otherwise` if the table is empty. */
static uint32_t one_of(struct any *y, enum table table, uint32_t otherwise)
{
	struct scan s = scan_start(engine_txn(y->w->engine), table, BYTES("", 0));
	uint32_t found = otherwise;

	for (uint32_t n = 1 + any_pick(y, 6); n > 0 && scan_next(&s); n--) {
		struct key_reader reader = {.rest = s.key, .ok = true};

		found = key_read_u32(&reader);
	}
	return found;
}

/* A key that some principal has. */
static void a_key(struct any *y, Duban__PrincipalRevokeKeyRequest *q)
{
	const Duban__Principal *p =
	    principal_get(engine_txn(y->w->engine), y->arena, one_of(y, TABLE_principal, 0));

	if (!p || p->n_key == 0)
		return;
	q->name = p->name;
	q->public_key = p->key[any_pick(y, (uint32_t)p->n_key)]->public_key;
}

uint32_t any_collected(struct any *y)
{
	return one_of(y, TABLE_collection, date_ymd(engine_today(y->w->engine)) / 10000);
}

uint32_t any_waiting(struct any *y)
{
	return one_of(y, TABLE_report_open, 1);
}

static void a_report(struct any *y, Duban__ReportSubmitRequest *b)
{
	if (!b->period_month)
		b->period_month = any_month(y);
	if (any_chance(y, 60))
		b->form = DUBAN__REPORT_FORM__REPORT_FORM_MONTHLY;
	if (!b->invested)
		b->invested = (void *)message(y, &duban__money__descriptor);
}

static void a_verdict(struct any *y, Duban__ReportReviewRequest *b)
{
	for (size_t i = 0; i < b->n_verdict; i++) {
		b->verdict[i]->report = any_waiting(y);
		b->verdict[i]->verdict = any_chance(y, 70) ? DUBAN__VERDICT__VERDICT_PASS
							   : DUBAN__VERDICT__VERDICT_RETURN;
	}
}

/* Mostly without what fits only one template, and with a day to start from. */
static void a_chain(struct any *y, Duban__ChainNewRequest *b)
{
	if (any_chance(y, 80))
		b->list = arena_str(y->arena, "");
	else
		b->project = arena_str(y->arena, "");
	if (!any_chance(y, 70))
		return;
	b->n_date = b->n_dates = b->n_skip = 0;
	b->reached = 0;
	b->allow_gaps = true;
	b->start_date = any_date(y);
}

/* A criterion says on which tier a problem is. */
static void a_tier(struct any *y, Duban__ProblemCriterion criterion, Duban__ProblemTier *io)
{
	if (criterion && any_chance(y, 80))
		*io = problem_tier_of(criterion);
}

static char *a_code(struct any *y)
{
	static const char *const codes[] = {"2109-360100-04-01-785867", "2020-360100-78-01-037883",
					    "2020-330327-48-01-167360", "2020-451421-88-03-016343"};

	return arena_str(y->arena, ANY_OF(y, codes));
}

static void make_sense(struct any *y, Duban__Request *q)
{
	switch (q->body_case) {
	case DUBAN__REQUEST__BODY_REPORT_SUBMIT:
		a_report(y, q->report_submit);
		break;
	case DUBAN__REQUEST__BODY_REPORT_REVIEW:
		a_verdict(y, q->report_review);
		break;
	case DUBAN__REQUEST__BODY_PROBLEM_RAISE:
		a_tier(y, q->problem_raise->criterion, &q->problem_raise->tier);
		break;
	case DUBAN__REQUEST__BODY_PROBLEM_MOVE:
		a_tier(y, q->problem_move->criterion, &q->problem_move->to);
		break;
	case DUBAN__REQUEST__BODY_CHAIN_NEW:
		a_chain(y, q->chain_new);
		break;
	case DUBAN__REQUEST__BODY_PROJECT_SET_CODE:
		q->project_set_code->code = a_code(y);
		break;
	case DUBAN__REQUEST__BODY_YEAR_CLOSE:
		q->year_close->year =
		    date_ymd(engine_today(y->w->engine)) / 10000 - 1 - any_chance(y, 30);
		q->year_close->after = 0;
		break;
	case DUBAN__REQUEST__BODY_SCORE_CONSULT:
		q->score_consult->year = date_ymd(engine_today(y->w->engine)) / 10000 - 1;
		break;
	case DUBAN__REQUEST__BODY_RECORD_SET:
		any_record(y, q->record_set);
		break;
	case DUBAN__REQUEST__BODY_LINK_ADD:
		if (q->link_add->link)
			q->link_add->link->no = 1 + any_pick(y, 20);
		a_link(y, &q->link_add->cell, &q->link_add->n_cell);
		break;
	case DUBAN__REQUEST__BODY_LINK_SET:
		a_link(y, &q->link_set->cell, &q->link_set->n_cell);
		break;
	case DUBAN__REQUEST__BODY_PARAM_SET:
		a_parameter(y, q->param_set);
		break;
	case DUBAN__REQUEST__BODY_PRINCIPAL_ADD:
		q->principal_add->name = any_name(y, "owner");
		q->principal_add->not_before_at = q->principal_add->not_after_at = 0;
		break;
	case DUBAN__REQUEST__BODY_PRINCIPAL_REVOKE:
		q->principal_revoke->name = any_name(y, "owner");
		break;
	case DUBAN__REQUEST__BODY_PRINCIPAL_ADD_KEY:
		q->principal_add_key->name = any_name(y, "owner");
		q->principal_add_key->not_before_at = q->principal_add_key->not_after_at = 0;
		break;
	case DUBAN__REQUEST__BODY_PRINCIPAL_REVOKE_KEY:
		a_key(y, q->principal_revoke_key);
		break;
	default:
		break;
	}
}

bool any_sent(const char *request)
{
	static const char *const not_here[] = {"clock_set",	 "clock_accept", "clock_repair",
					       "restore_accept", "backup",	 "verify",
					       "scrub",		 "rebuild"};

	for (size_t i = 0; i < sizeof not_here / sizeof *not_here; i++)
		if (strcmp(request, not_here[i]) == 0)
			return false;
	return true;
}

Duban__Request *any_request(struct any *y, const ProtobufCFieldDescriptor *member)
{
	Duban__Request *q = arena_alloc(y->arena, sizeof *q);

	assert_non_null(q);
	duban__request__init(q);
	y->kind = NULL;
	y->request = member->name;
	y->matter = NULL;
	y->matter_of = NULL;
	q->body_case = (Duban__Request__BodyCase)member->id;
	/* all members of the oneof are message pointers in a union, so any of them can be set */
	q->import_part = (void *)message(y, member->descriptor);
	if (!any_chance(y, y->mad)) {
		make_sense(y, q);
		any_link_move(y, q);
	}
	if (any_chance(y, 5))
		q->for_unit = any_name(y, "unit");
	return q;
}
