#include "lib/any/any_import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "base/hash.h"
#include "engine/core/engine.h"
#include "lib/any/any.h"
#include "lib/any/any_link.h"
#include "lib/any/any_matter.h"
#include "lib/any/any_request.h"
#include "lib/world/world.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/db.h"
#include "store/db/scan.h"

/* ---- cells */

static char *constant(struct any *y, const char *column)
{
	const struct record *r = y->kind->record;
	const struct record_column *c = record_column(r, column);
	const ProtobufCFieldDescriptor *f =
	    c && c->field ? protobuf_c_message_descriptor_get_field_by_name(r->noun, c->field)
			  : NULL;
	uint32_t n = 0;

	if (!c || c->type != RECORD_ENUM)
		return NULL;
	if (f && f->type == PROTOBUF_C_TYPE_ENUM && any_chance(y, 50)) {
		const ProtobufCEnumDescriptor *d = f->descriptor;

		return arena_str(
		    y->arena, wire_enum_name(d, d->values[1 + any_pick(y, d->n_values - 1)].value));
	}
	while (c->word && c->word[n].text)
		n++;
	return n > 0 ? arena_str(y->arena, c->word[any_pick(y, n)].text) : NULL;
}

static char *date_cell(struct any *y, const struct record_column *c)
{
	bool ahead = !c->past && (strcmp(c->name, "until") == 0 || any_chance(y, 40));
	uint32_t d = c->past ? any_past(y) : ahead ? any_ahead(y) : any_date(y);

	return arena_printf(y->arena, "%04u-%02u-%02u", d / 10000, d / 100 % 100, d % 100);
}

static char *month_cell(struct any *y)
{
	uint32_t m = any_month(y);

	return arena_printf(y->arena, "%u-%02u", m / 100, m % 100);
}

static bool collected(Duban__ImportKind kind)
{
	return kind == IMPORT_KIND(CANDIDATES) || kind == IMPORT_KIND(ROUNDS) ||
	       kind == IMPORT_KIND(COMMENTS) || kind == IMPORT_KIND(MATCHES);
}

static char *number_cell(struct any *y, const char *column)
{
	static const char *const mad[] = {"-1",
					  "0",
					  "4294967295",
					  "4294967296",
					  "1e9",
					  "１２",
					  "99999999999999999999999999999999",
					  "0x10"};

	if (any_chance(y, y->mad))
		return arena_str(y->arena, ANY_OF(y, mad));
	if (strstr(column, "year"))
		return arena_printf(y->arena, "%u",
				    collected(y->kind->record->kind) ? any_collected(y)
								     : any_year(y));
	if (strcmp(column, "round") == 0)
		return arena_printf(y->arena, "%u", 1 + any_pick(y, 2));
	if (strcmp(column, "percent") == 0)
		return arena_printf(y->arena, "%u", any_pick(y, 101));
	return arena_printf(y->arena, "%u", 1 + any_pick(y, 6));
}

static char *money_cell(struct any *y)
{
	static const char *const mad[] = {"-1",
					  "92233720368547758.07",
					  "10000000000000",
					  "1.234",
					  "99999999999999999999999",
					  "1亿亿元",
					  "#REF!",
					  "0"};

	if (any_chance(y, y->mad))
		return arena_str(y->arena, ANY_OF(y, mad));
	return arena_printf(y->arena, "%u", any_pick(y, 100) * 1000000);
}

/* Points of a score, as text. */
static char *points_cell(struct any *y)
{
	static const char *const points[] = {"1.5", "2", "0.25", "-0.5", "40", "-3"};

	return arena_str(y->arena, ANY_OF(y, points));
}

static char *digest_cell(struct any *y)
{
	struct scan s = scan_start(engine_txn(y->w->engine), TABLE_evidence, BYTES("", 0));
	char *hex = arena_alloc(y->arena, 2 * HASH_SIZE + 1);

	if (!scan_next(&s))
		return arena_str(y->arena, "");
	for (size_t i = 0; i < HASH_SIZE; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", ((const uint8_t *)s.key.data)[i]);
	return hex;
}

/* What the column names, if its description does not say that; NULL: it does. */
static const char *refers(struct any *y, const struct record_column *c)
{
	if (c->type == RECORD_PERSON)
		return "people";
	if (strcmp(c->name, "subject") == 0)
		return any_chance(y, 50) ? "problems" : "projects";
	return c->refers;
}

/* Mostly what is there of the kind that the column refers to. */
static char *refer_cell(struct any *y, const struct record_column *c)
{
	const char *kind = refers(y, c);
	char *name;

	if (!kind || any_chance(y, 20))
		return NULL;
	name = any_record_name(y, record_named(kind));
	return name ? name : c->required || c->key ? NULL : arena_str(y->arena, "");
}

static char *special_cell(struct any *y, const struct record_column *c)
{
	static const char *const days[] = {"holiday", "workday"};
	const char *column = c->name;
	char *referred = refer_cell(y, c);

	if (referred)
		return referred;

	if (y->kind->record->kind == IMPORT_KIND(CALENDAR) && strcmp(column, "kind") == 0)
		return arena_str(y->arena, ANY_OF(y, days));
	if (y->kind->record->kind == IMPORT_KIND(CHAINS) && strcmp(column, "after") == 0)
		return any_chance(y, 40) ? arena_str(y->arena, "")
					 : arena_printf(y->arena, "%u", 1 + any_pick(y, 6));
	if (y->kind->record->kind == IMPORT_KIND(PARAMETERS) && strcmp(column, "value") == 0)
		return arena_printf(y->arena, "%u", 1 + any_pick(y, 9));
	if (y->kind->record->kind == IMPORT_KIND(TARGETS) &&
	    (column[0] == 'q' || strcmp(column, "value") == 0))
		return arena_printf(y->arena, "%u", 1 + any_pick(y, 90));
	/* mostly the code of a candidate that exists */
	if ((y->kind->record->kind == IMPORT_KIND(COMMENTS) ||
	     y->kind->record->kind == IMPORT_KIND(MATCHES)) &&
	    strcmp(column, "code") == 0 && any_chance(y, 80))
		return any_record_part(y, record_of(IMPORT_KIND(CANDIDATES)), "code");
	if (c->value && strcmp(c->value, "POINTS") == 0)
		return points_cell(y);
	if (strcmp(column, "project_name") == 0)
		return arena_str(y->arena, "");
	return constant(y, column);
}

char *any_cell(struct any *y, const struct import_kind *k, const struct record_column *c)
{
	char *special, *name;

	y->kind = k;
	special = any_chance(y, y->mad) ? NULL : special_cell(y, c);
	if (special)
		return special;
	switch (c->type) {
	case RECORD_NUMBER:
	case RECORD_YEAR:
		return number_cell(y, c->name);
	case RECORD_MONEY:
		return money_cell(y);
	case RECORD_DATE:
		return date_cell(y, c);
	case RECORD_MONTH:
		return month_cell(y);
	case RECORD_DIGEST:
		return digest_cell(y);
	case RECORD_BOOL:
		return any_name(y, "yes_no");
	case RECORD_UNIT:
		return any_name(y, "unit");
	case RECORD_PERSON:
	case RECORD_WHO:
		return any_name(y, "person");
	case RECORD_PROJECT:
		return any_name(y, "project");
	default:
		name = any_name(y, c->name);
		return *name || !c->required ? name : any_text(y);
	}
}

/* ---- files */

static void header(FILE *f, const struct import_kind *k, const bool *in)
{
	for (size_t i = 0; k->column[i].name; i++)
		if (in[i])
			(void)fprintf(f, "%s%s%s", i ? "\x1f" : "", k->column[i].name,
				      k->column[i].type == RECORD_MONEY ? "(元)" : "");
	(void)fputc('\n', f);
}

/* A month of a plan or a quarter of a target: a row has all of them or none. */
static bool step_of(const char *column)
{
	return (column[0] == 'm' || column[0] == 'q') && column[1] >= '0' && column[1] <= '9';
}

/* How many percent of the columns that nobody demands a file has. */
static const uint32_t shares[] = {4, 30, 70};

/* Columns of which a row mostly has one. */
static const struct {
	Duban__ImportKind kind;
	const char *column[4];
} choices[] = {
    {IMPORT_KIND(EXEMPTIONS), {"unit", "list", "project"}},
    {IMPORT_KIND(SUPERVISIONS), {"person"}},
    {IMPORT_KIND(CAMPAIGN_ITEMS), {"reason"}},
    {IMPORT_KIND(SCORE_ENTRIES), {"points", "no_evidence"}},
};

/* The other columns of a choice are left out. */
static void choose(struct any *y, const struct import_kind *k, bool *in)
{
	for (size_t n = 0; n < sizeof choices / sizeof *choices; n++) {
		uint32_t all = 0, one;

		if (choices[n].kind != k->record->kind || any_chance(y, 30))
			continue;
		while (choices[n].column[all])
			all++;
		one = any_pick(y, all);
		for (size_t i = 0; k->column[i].name; i++)
			for (uint32_t c = 0; c < all; c++)
				if (strcmp(k->column[i].name, choices[n].column[c]) == 0)
					in[i] = c == one;
	}
}

static bool is_in_row(struct any *y, const struct record_column *c, uint32_t share)
{
	if (strcmp(c->name, "name") == 0)
		share = 85;
	if (c->key || (c->required && !any_chance(y, y->mad)))
		return true;
	return any_chance(y, step_of(c->name) || c->hidden ? 3 : share);
}

static void pick_columns(struct any *y, const struct import_kind *k, bool *in)
{
	uint32_t share = ANY_OF(y, shares);

	for (size_t i = 0; k->column[i].name; i++)
		in[i] = is_in_row(y, &k->column[i], share);
	choose(y, k, in);
}

static void made_up(struct any *y, FILE *f, const struct import_kind *k)
{
	uint32_t rows = any_chance(y, 60) ? 1 : 1 + any_pick(y, 3);
	bool in[IMPORT_COLUMNS_MAX];

	pick_columns(y, k, in);
	header(f, k, in);
	while (rows-- > 0) {
		for (size_t i = 0; k->column[i].name; i++)
			if (in[i])
				(void)fprintf(f, "%s%s", i ? "\x1f" : "",
					      any_cell(y, k, &k->column[i]));
		(void)fputc('\n', f);
	}
}

/* Writes a page of the existing rows, as exported, with some cells changed. */
static bool changed(struct any *y, FILE *f, const struct import_kind *k)
{
	Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	size_t rows, from;
	bool in[IMPORT_COLUMNS_MAX];
	Duban__SheetReply *s;

	b.kind = k->record->kind;
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &b;
	if (!import_kind_listed(k) || world_ask(y->w, &q)->status != DUBAN__STATUS__STATUS_OK)
		return false;
	s = y->w->reply->sheet;
	if (s->n_row == 0)
		return false;
	for (size_t i = 0; i < IMPORT_COLUMNS_MAX; i++)
		in[i] = i < s->n_column; /* the last ones may be in no list */
	header(f, k, in);
	from = any_pick(y, (uint32_t)s->n_row);
	rows = 1 + any_pick(y, 3);
	for (size_t i = from; i < s->n_row && i < from + rows; i++) {
		for (size_t j = 0; j < s->n_column; j++)
			(void)fprintf(f, "%s%s", j ? "\x1f" : "",
				      any_chance(y, 6) ? any_cell(y, k, &k->column[j])
						       : s->row[i]->cell[j]);
		(void)fputc('\n', f);
	}
	return true;
}

/* Each row either submits a report or reviews one: a row that does both is refused. */
static void report_rows(struct any *y, FILE *f)
{
	y->kind = import_kind_of(IMPORT_KIND(REPORTS));
	if (any_chance(y, 60))
		(void)fprintf(f, "project\x1fperiod\x1finvested(元)\n%s\x1f%s\x1f%s\n",
			      any_name(y, "project"), month_cell(y), money_cell(y));
	else
		(void)fprintf(f, "project\x1fnum\x1fverdict\x1freason\n\x1f%u\x1f%s\x1f%s\n",
			      any_waiting(y), any_chance(y, 60) ? "pass" : "return", any_text(y));
}

/* A link that was not moved here: the others take no opening balance. */
static void progress_rows(struct any *y, FILE *f)
{
	Duban__LinkRef l = DUBAN__LINK_REF__INIT;

	y->kind = import_kind_of(IMPORT_KIND(PROGRESS));
	any_link_to(y, LINK_MOVE_START, &l);
	(void)fprintf(f, "project\x1fno\x1fyear\x1fstate\x1fstarted\n");
	(void)fprintf(f, "%s\x1f%u\x1f%u\x1f办理中\x1f%s\n", l.project, l.no, l.year,
		      date_cell(y, record_column(y->kind->record, "started")));
}

Duban__Reply *any_import(struct any *y, const struct import_kind *k)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	Duban__Reply *p;

	assert_non_null(f);
	if (k->record->kind == IMPORT_KIND(REPORTS) && any_chance(y, 50))
		report_rows(y, f);
	else if (k->record->kind == IMPORT_KIND(PROGRESS) && any_chance(y, 50))
		progress_rows(y, f);
	else if (!any_chance(y, 40) || !changed(y, f, k))
		made_up(y, f, k);
	assert_int_equal(fclose(f), 0);
	if (getenv("DUBAN_SHOW"))
		printf("import %d\n%.2000s\n", (int)k->record->kind, text);
	p = world_import_ask(y->w, k->record->kind, text);
	free(text);
	if (p->status == DUBAN__STATUS__STATUS_OK && p->last_seq)
		y->import_seq[y->imports++ % 16] = p->last_seq;
	return p;
}

const struct import_kind *any_kind(struct any *y)
{
	size_t n = 0;

	IMPORT_KINDS_FOREACH(it)
	n++;
	n = any_pick(y, (uint32_t)n);
	IMPORT_KINDS_FOREACH(it)
	if (n-- == 0)
		return *it;
	return NULL;
}

void any_record(struct any *y, Duban__RecordSetRequest *b)
{
	const struct import_kind *k = any_kind(y);
	bool in[IMPORT_COLUMNS_MAX];

	pick_columns(y, k, in);
	b->kind = k->record->kind;
	b->cell = arena_alloc(y->arena, IMPORT_COLUMNS_MAX * sizeof *b->cell);
	b->n_cell = 0;
	for (size_t i = 0; k->column[i].name; i++) {
		Duban__Cell *c;

		if (!in[i])
			continue;
		c = arena_alloc(y->arena, sizeof *c);
		duban__cell__init(c);
		c->column = (char *)(uintptr_t)k->column[i].name;
		c->value =
		    any_chance(y, 3) ? arena_str(y->arena, "-") : any_cell(y, k, &k->column[i]);
		b->cell[b->n_cell++] = c;
	}
}

/* ---- evidence */

Duban__Reply *any_evidence(struct any *y)
{
	Duban__EvidenceCommitRequest b = DUBAN__EVIDENCE_COMMIT_REQUEST__INIT;
	Duban__EvidencePartRequest part = DUBAN__EVIDENCE_PART_REQUEST__INIT;
	Duban__Evidence e = DUBAN__EVIDENCE__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint8_t id[UPLOAD_ID_SIZE], content[64], digest[HASH_SIZE];

	for (size_t i = 0; i < sizeof id; i++)
		id[i] = (uint8_t)any_pick(y, 256);
	memset(content, (int)any_pick(y, 20), sizeof content);
	part.upload_id = b.upload_id = (ProtobufCBinaryData){sizeof id, id};
	part.content = (ProtobufCBinaryData){sizeof content, content};
	q.body_case = DUBAN__REQUEST__BODY_EVIDENCE_PART;
	q.evidence_part = &part;
	world_ask(y->w, &q);
	assert_int_equal(sm3_of(BYTES(content, sizeof content), BYTES("", 0), digest), 0);
	e.digest = (ProtobufCBinaryData){sizeof digest, digest};
	e.name = any_text(y);
	b.parts = 1;
	b.evidence = &e;
	b.project = any_name(y, "project");
	q.body_case = DUBAN__REQUEST__BODY_EVIDENCE_COMMIT;
	q.evidence_commit = &b;
	return world_ask(y->w, &q);
}
