#include "api/records/rows_out.h"

#include <string.h>

#include "api/access/note.h"
#include "api/cell/find.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/records/kind.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/wire_name.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/hex.h"

/* Records read for one page (a page may therefore be short); the largest row; cells of a page. */
enum { SCAN_MAX = 20000, ROOM = 2 * VALUE_MAX, PAGE_CELLS = 40000 };

/* ---- which records */

void *out_record(struct rows_out *s, struct bytes value, const ProtobufCMessageDescriptor *d)
{
	return record_unpack(s->rq->txn, value, d, s->scratch);
}

static bool shown(struct rows_out *s, const Duban__Project *p)
{
	if (!p || (s->project && p->num != s->project) ||
	    !(s->kind->record->by_list ||
	      (!*s->filter->list || project_on_list(p, s->filter->list))))
		return false;
	return unit_within(s->rq->txn, s->rq->arena, p->unit, s->unit) && scope_reads(s->rq, p);
}

const Duban__Project *out_project(struct rows_out *s, uint32_t project, uint32_t year)
{
	if (s->project && project != s->project)
		return NULL;
	if (s->filter->year && year && year != s->filter->year)
		return NULL;
	if (!s->last || s->last->num != project) {
		s->last = project_get(s->rq->txn, s->rq->arena, project);
		s->last_shown = shown(s, s->last);
	}
	return s->last_shown ? s->last : NULL;
}

bool out_city(struct rows_out *s, uint32_t unit, uint32_t year)
{
	if (s->project || *s->filter->list)
		return false;
	if (s->filter->year && year && year != s->filter->year)
		return false;
	if (s->kind->record->own_unit && unit && !scope_reads_of(s->rq, unit))
		return false;
	return !s->unit || (unit && unit_within(s->rq->txn, s->scratch, unit, s->unit));
}

/* ---- rows */

bool out_held(struct rows_out *s, uint32_t from, uint32_t until)
{
	uint32_t day = s->filter->at_date;

	return !day || (from <= day && (!until || day <= until));
}

void out_row(struct rows_out *s)
{
	Duban__SheetRow *row = REQUEST_NEW(s->rq, Duban__SheetRow, duban__sheet_row__init);
	bool wanted = s->nth >= s->skip && !s->stopped;

	s->row = NULL;
	if (wanted && (request_page_full(s->rq, s->bytes, ROOM) || s->cells > PAGE_CELLS)) {
		s->stopped = s->nth + 1;
		wanted = false;
	}
	s->nth++;
	if (!wanted)
		return;
	if (row)
		row->cell = arena_alloc(s->rq->arena, s->n_column * sizeof *row->cell);
	if (!row || !row->cell || REQUEST_PUSH(s->rq, s->reply->row, s->reply->n_row, row)) {
		s->error = -ENOMEM;
		return;
	}
	row->n_cell = s->n_column;
	for (size_t i = 0; i < s->n_column; i++)
		row->cell[i] = (char *)(uintptr_t)protobuf_c_empty_string;
	s->bytes += 2 * s->n_column + 8;
	s->cells += s->n_column + 1;
	s->row = row;
}

void out_text(struct rows_out *s, size_t column, const char *text)
{
	char *copy;

	if (!s->row || (text && !*text))
		return;
	copy = text ? arena_str(s->rq->arena, text) : NULL;
	if (!copy) {
		s->error = -ENOMEM;
		return;
	}
	s->row->cell[column] = copy;
	s->bytes += strlen(copy) + 4;
}

void out_number(struct rows_out *s, size_t column, uint32_t n)
{
	if (n)
		out_signed(s, column, n);
}

void out_signed(struct rows_out *s, size_t column, int64_t n)
{
	out_text(s, column, arena_printf(s->scratch, "%lld", (long long)n));
}

void out_money(struct rows_out *s, size_t column, const Duban__Money *m)
{
	char buf[MONEY_TEXT_MAX];

	if (m)
		out_text(s, column, money_text(m->fen, buf));
}

void out_date(struct rows_out *s, size_t column, uint32_t ymd)
{
	char buf[DATE_TEXT_MAX];

	if (ymd)
		out_text(s, column, date_text(date_from_ymd(ymd), buf));
}

void out_month(struct rows_out *s, size_t column, uint32_t yyyymm)
{
	char buf[DATE_TEXT_MAX];

	if (yyyymm)
		out_text(s, column, month_text(yyyymm, buf));
}

void out_bool(struct rows_out *s, size_t column, bool yes)
{
	out_text(s, column, yes ? "yes" : "no");
}

void out_enum(struct rows_out *s, size_t column, const ProtobufCEnumDescriptor *d, int value)
{
	out_text(s, column, wire_enum_name(d, value));
}

void out_hex(struct rows_out *s, size_t column, const ProtobufCBinaryData *bytes)
{
	char *text = arena_alloc(s->scratch, 2 * bytes->len + 1);

	out_text(s, column, text ? hex_text(BYTES(bytes->data, bytes->len), text) : NULL);
}

void out_list(struct rows_out *s, size_t column, char *const *part, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n && text; i++)
		text = arena_printf(s->scratch, "%s%s%s", text, i ? ";" : "", part[i]);
	out_text(s, column, text);
}

void out_numbers(struct rows_out *s, size_t column, const uint32_t *n, size_t count)
{
	const char *text = "";

	for (size_t i = 0; i < count && text; i++)
		text = arena_printf(s->scratch, "%s%s%u", text, i ? ";" : "", n[i]);
	out_text(s, column, text);
}

void out_enums(struct rows_out *s, size_t column, const ProtobufCEnumDescriptor *d,
	       const int *value, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n && text; i++)
		text = arena_printf(s->scratch, "%s%s%s", text, i ? ";" : "",
				    wire_enum_name(d, value[i]));
	out_text(s, column, text);
}

void out_dates(struct rows_out *s, size_t column, const uint32_t *ymd, size_t n)
{
	const char *text = "";
	char day[DATE_TEXT_MAX];

	for (size_t i = 0; i < n && text; i++)
		text = arena_printf(s->scratch, "%s%s%s", text, i ? ";" : "",
				    date_text(date_from_ymd(ymd[i]), day));
	out_text(s, column, text);
}

static const char *unit_id(struct rows_out *s, uint32_t num)
{
	Duban__Unit *u = unit_get(s->rq->txn, s->scratch, num);

	return u ? u->id : "";
}

static uint32_t by_name(struct rows_out *s, const char *name)
{
	uint32_t *known = import_map_get(&s->in.people.asked, name);
	char *copy = known ? NULL : arena_str(s->rq->arena, name);

	if (!known && !copy) {
		s->error = -ENOMEM;
		return 0;
	}
	return known ? *known : intake_find(&s->in, &s->in.people, copy);
}

/* Adds a person whose id is in the rows to the reply's list of names, once. */
static void name_person(struct rows_out *s, const Duban__Person *p)
{
	Duban__SheetPerson *one;
	bool fresh = false;
	char *id;

	if (!s->row || import_map_get(&s->named, p->id))
		return;
	id = arena_str(s->rq->arena, p->id);
	one = REQUEST_NEW(s->rq, Duban__SheetPerson, duban__sheet_person__init);
	if (!id || !one || !import_map_put(&s->named, id, &fresh)) {
		s->error = -ENOMEM;
		return;
	}
	one->id = id;
	one->name = arena_str(s->rq->arena, p->name);
	one->shared = by_name(s, p->name) == UINT32_MAX;
	if (!one->name || REQUEST_PUSH(s->rq, s->reply->person, s->reply->n_person, one))
		s->error = -ENOMEM;
	else
		s->bytes += strlen(id) + strlen(one->name) + 10;
}

static const char *person_id(struct rows_out *s, uint32_t num)
{
	Duban__Person *p = person_get(s->rq->txn, s->scratch, num);

	if (p)
		name_person(s, p);
	return p ? p->id : "";
}

void out_unit(struct rows_out *s, size_t column, uint32_t num)
{
	out_text(s, column, unit_id(s, num));
}

void out_units(struct rows_out *s, size_t column, const uint32_t *num, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n && text; i++)
		text = arena_printf(s->scratch, "%s%s%s", text, i ? ";" : "", unit_id(s, num[i]));
	out_text(s, column, text);
}

void out_person(struct rows_out *s, size_t column, uint32_t num)
{
	out_text(s, column, person_id(s, num));
}

static const char *code_of(struct rows_out *s, uint32_t project)
{
	const Duban__Project *p = project_get(s->rq->txn, s->scratch, project);

	return p ? p->code : "";
}

void out_code(struct rows_out *s, size_t column, uint32_t project)
{
	out_text(s, column, code_of(s, project));
}

void out_codes(struct rows_out *s, size_t column, const uint32_t *project, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n && text; i++)
		text =
		    arena_printf(s->scratch, "%s%s%s", text, i ? ";" : "", code_of(s, project[i]));
	out_text(s, column, text);
}

void out_refer(struct rows_out *s, size_t column, uint32_t num)
{
	const struct noun *n = noun_of(record_named(s->kind->column[column].refers)->kind);

	out_text(s, column, noun_name(s->rq->txn, s->scratch, n, num));
}

/* Writes a person such that an import reads the same: a registered one by id, with the name in the
 * record if the person has another now; a name kept as text with a mark if an import would find a
 * person with that name. */
static const char *who_text(struct rows_out *s, const Duban__Who *who)
{
	const Duban__Person *p = person_get(s->rq->txn, s->scratch, who->person);
	const char *text = who->name;

	if (p)
		text = strcmp(p->name, who->name) == 0
			   ? person_id(s, p->num)
			   : arena_printf(s->scratch, "%s(%s)", p->id, who->name);
	else if (by_name(s, who->name) != 0)
		text = arena_printf(s->scratch, "%s(" WHO_UNREGISTERED ")", who->name);
	if (!text)
		s->error = -ENOMEM;
	return text ? text : "";
}

void out_who(struct rows_out *s, size_t column, const Duban__Who *who)
{
	if (who)
		out_text(s, column, who_text(s, who));
}

void out_whos(struct rows_out *s, size_t column, Duban__Who *const *who, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n && text; i++)
		text = arena_printf(s->scratch, "%s%s%s", text, i ? ";" : "", who_text(s, who[i]));
	out_text(s, column, text);
}

/* ---- the page */

static Duban__SheetType sheet_type(const struct record_column *c)
{
	if (c->many)
		return DUBAN__SHEET_TYPE__SHEET_TYPE_LIST;
	switch (c->type) {
	case RECORD_NUMBER:
	case RECORD_YEAR:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER;
	case RECORD_MONEY:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY;
	case RECORD_DATE:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_DATE;
	case RECORD_MONTH:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH;
	default:
		return DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT;
	}
}

static int name_columns(struct rows_out *s)
{
	for (const struct record_column *c = s->kind->column; c->name && !c->aside; c++) {
		Duban__SheetColumn *one =
		    REQUEST_NEW(s->rq, Duban__SheetColumn, duban__sheet_column__init);

		if (!one || REQUEST_PUSH(s->rq, s->reply->column, s->reply->n_column, one))
			return -ENOMEM;
		one->name = (char *)(uintptr_t)c->name;
		one->type = sheet_type(c);
	}
	s->n_column = s->reply->n_column;
	return 0;
}

static void write_record(struct rows_out *s, struct bytes key, struct bytes value)
{
	s->nth = 0;
	s->row = NULL;
	if (s->kind->hooks.write)
		s->kind->hooks.write(s, key, value);
	else
		out_write(s, key, value);
	s->skip = 0;
	arena_reset(s->scratch);
}

/* Sets where the next page begins: the key of a record and the number of its rows written already.
 * 0 rows: after that record. */
static int set_next(struct rows_out *s, struct bytes key, uint32_t rows)
{
	struct key *k = key_raw(key_u32(KEY(), rows), key);
	void *copy = arena_dup(s->rq->arena, k->data, k->size);

	s->reply->next = (ProtobufCBinaryData){.data = copy, .len = k->size};
	return copy ? 0 : -ENOMEM;
}

/* A page may end within a record that has many rows. */
static int step(struct rows_out *s, struct bytes key, struct bytes value, size_t *scanned)
{
	struct key *k = key_raw(KEY(), key);

	write_record(s, key_bytes(k), value);
	if (s->stopped > 1)
		return set_next(s, key_bytes(k), s->stopped - 1);
	if (s->stopped)
		return 0; /* `next` is after the record before */
	if (++*scanned == SCAN_MAX)
		s->stopped = 1;
	return set_next(s, key_bytes(k), 0);
}

static int fill(struct rows_out *s)
{
	struct key_reader at = {.rest = BYTES(s->filter->after.data, s->filter->after.len),
				.ok = true};
	struct key *prefix = KEY();
	struct bytes value;
	struct scan scan;
	size_t scanned = 0;
	int r = 0;

	if (at.rest.size)
		s->skip = key_read_u32(&at);
	if (!at.ok || at.rest.size > KEY_MAX - sizeof s->skip)
		return request_refuse(s->rq, STATUS_INVALID, "sheet.bad_after", NULL);
	if (s->project && s->kind->noun->by_project)
		prefix = key_u32(prefix, s->project);
	if (s->skip && txn_get(s->rq->txn, s->kind->noun->table, at.rest, &value))
		r = step(s, at.rest, value, &scanned);
	s->skip = 0;
	scan = scan_after(s->rq->txn, s->kind->noun->table, key_bytes(prefix), at.rest);
	while (!r && !s->stopped && !s->error && scan_next(&scan))
		r = step(s, scan.key, scan.value, &scanned);
	if (!r && !s->stopped)
		s->reply->next = (ProtobufCBinaryData){.data = NULL};
	return r ? r : s->error;
}

static int take_filter(struct rows_out *s)
{
	struct request *rq = s->rq;
	Duban__Project *p = NULL;
	int r = 0;

	if (s->kind->record->city_only && !((1u << rq->caller->role) & ROLES_CITY))
		return request_refuse(rq, STATUS_DENIED, "role.denied",
				      wire_enum_name(&duban__role__descriptor, rq->caller->role),
				      "sheet", NULL);
	if (s->filter->at_date && !s->kind->record->by_day)
		return request_refuse(rq, STATUS_INVALID, "sheet.no_day", NULL);
	if (s->filter->at_date && date_from_ymd(s->filter->at_date) == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", s->filter->at_date), NULL);
	if (*s->filter->unit)
		r = request_unit(rq, s->filter->unit, &s->unit);
	if (!r && *s->filter->project)
		r = request_project(rq, s->filter->project, &p);
	s->project = p ? p->num : 0;
	return r;
}

static int sheet_decide(struct request *rq, const void *body)
{
	const Duban__SheetRequest *q = body;
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct rows_out s = {
	    .rq = rq, .filter = q, .kind = import_kind_of(q->kind), .named = {.arena = rq->arena}};
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	s.reply = REQUEST_NEW(rq, Duban__SheetReply, duban__sheet_reply__init);
	s.scratch = scratch;
	if (r || !s.reply)
		return r ? r : -ENOMEM;
	if (!s.kind || !import_kind_listed(s.kind))
		return request_refuse(rq, STATUS_INVALID, "sheet.unknown_kind", NULL);
	intake_init(&s.in, rq, scratch);
	rq->reply->body_case = DUBAN__REPLY__BODY_SHEET;
	rq->reply->sheet = s.reply;
	r = name_columns(&s);
	if (!r)
		r = take_filter(&s);
	if (!r)
		r = fill(&s);
	if (!r)
		r = txn_error(rq->txn);
	if (!r && s.kind->record->personal)
		r = access_told(rq, s.kind->record->personal, q->unit, s.reply->n_row);
	return r;
}
HANDLER(SHEET, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = sheet_decide);
