/* Reads a cell into a field of a record, by the type of its column. */
#include "api/cell/cell_field.h"

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/request.h"
#include "api/evidence/shown.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "text/date.h"

/* Values of a column with several, unless its description gives another number. */
enum { VALUES_MAX = 40 };

static size_t max_of(const struct record_column *c, size_t otherwise)
{
	return c->max ? c->max : otherwise;
}

static bool read_date(const struct cell *c, uint32_t *io)
{
	uint32_t ymd = *io;

	if (!cell_date(c, &ymd))
		return false;
	if (c->of->past && ymd > date_ymd(c->in->rq->today))
		return cell_refuse(c, "date.future", c->text);
	*io = ymd;
	return true;
}

static bool read_bool(const struct cell *c, protobuf_c_boolean *io)
{
	bool yes = *io, fine = cell_bool(c, &yes);

	*io = yes;
	return fine;
}

/* The digest must be that of stored evidence that the caller may read. */
static bool read_digest(const struct cell *c, ProtobufCBinaryData *io)
{
	if (!cell_digest(c, io))
		return false;
	if (c->of->key || cell_empty(c) ||
	    evidence_shown(c->in->rq, c->in->scratch, BYTES(io->data, io->len)))
		return true;
	return cell_refuse(c, "evidence.unknown", c->text);
}

static bool read_key_text(const struct cell *c, char **io)
{
	const char *text = *io;
	bool is_code = c->of->type == RECORD_CODE;
	bool fine = is_code ? cell_key(c, max_of(c->of, CODE_MAX), "-_.", &text)
			    : cell_key(c, max_of(c->of, ID_MAX), "-_", &text);

	*io = (char *)(uintptr_t)text;
	return fine;
}

/* Reads each part as a number; `read` takes one. */
static bool
read_numbers(const struct cell *c, const ProtobufCFieldDescriptor *f, uint32_t **io, size_t *io_n,
	     bool (*read)(const struct cell *c, const ProtobufCFieldDescriptor *f, uint32_t *io))
{
	struct cell part = *c;
	char **list = NULL;
	uint32_t *numbers;
	size_t n = 0;

	if (!cell_list(c, max_of(c->of, VALUES_MAX), &list, &n))
		return false;
	if (!n && !c->clear)
		return true;
	numbers = arena_alloc(c->in->scratch, (n + 1) * sizeof *numbers);
	if (!numbers) {
		c->in->full = true;
		return false;
	}
	part.clear = false;
	for (size_t i = 0; i < n; i++) {
		part.text = list[i];
		numbers[i] = 0;
		if (!read(&part, f, &numbers[i]))
			return false;
	}
	*io = numbers;
	*io_n = n;
	return true;
}

static bool read_one_date(const struct cell *c, const ProtobufCFieldDescriptor *f, uint32_t *io)
{
	(void)f;
	return read_date(c, io);
}

static bool read_one_word(const struct cell *c, const ProtobufCFieldDescriptor *f, uint32_t *io)
{
	int value = 0;
	bool fine = cell_enum(c, f->descriptor, &value);

	*io = (uint32_t)value;
	return fine;
}

static_assert(sizeof(Duban__Recipient) == sizeof(uint32_t), "an enum is as wide as a number");

static bool read_several(const struct cell *c, const ProtobufCFieldDescriptor *f, void *at,
			 size_t *n)
{
	size_t max = max_of(c->of, VALUES_MAX);

	switch (c->of->type) {
	case RECORD_WHO:
		return cell_whos(c, max, at, n);
	case RECORD_UNIT:
		return cell_units(c, max, at, n);
	case RECORD_PROJECT:
		return cell_projects(c, max, at, n);
	case RECORD_DIGEST:
		return cell_digests(c, max, at, n);
	case RECORD_DATE:
		return read_numbers(c, f, at, n, read_one_date);
	case RECORD_ENUM:
		return read_numbers(c, f, at, n, read_one_word);
	default:
		return cell_list(c, max, at, n);
	}
}

/* Where the column may hold a year alone, `open` of the noun says that it does. */
static bool read_month(const struct cell *c, const ProtobufCFieldDescriptor *f, void *noun)
{
	uint32_t *at = (uint32_t *)(void *)((uint8_t *)noun + f->offset);
	const ProtobufCFieldDescriptor *open =
	    c->of->open ? protobuf_c_message_descriptor_get_field_by_name(
			      ((const ProtobufCMessage *)noun)->descriptor, c->of->open)
			: NULL;

	if (!open)
		return cell_month(c, at);
	return cell_month_or_year(c, at,
				  (protobuf_c_boolean *)(void *)((uint8_t *)noun + open->offset));
}

static bool read_number(const struct cell *c, const ProtobufCFieldDescriptor *f, void *at)
{
	switch (c->of->type) {
	case RECORD_NUMBER:
		return cell_number(c, c->of->min, (uint32_t)max_of(c->of, UINT32_MAX), at);
	case RECORD_YEAR:
		return cell_year(c, at);
	case RECORD_DATE:
		return read_date(c, at);
	case RECORD_ENUM:
		return cell_enum(c, f->descriptor, at);
	case RECORD_UNIT:
		return cell_unit(c, at);
	case RECORD_PERSON:
		return cell_person(c, at);
	case RECORD_REFER:
		return cell_refer(c, at);
	default:
		return cell_project(c, at);
	}
}

bool cell_field(const struct cell *c, const ProtobufCFieldDescriptor *f, void *noun)
{
	void *at = (uint8_t *)noun + f->offset;

	if (f->label == PROTOBUF_C_LABEL_REPEATED)
		return read_several(c, f, at, (void *)((uint8_t *)noun + f->quantifier_offset));
	switch (c->of->type) {
	case RECORD_TEXT:
		return cell_text(c, max_of(c->of, NAME_MAX_BYTES), at);
	case RECORD_ID:
	case RECORD_CODE:
		return read_key_text(c, at);
	case RECORD_MONTH:
		return read_month(c, f, noun);
	case RECORD_MONEY:
		return cell_money(c, at);
	case RECORD_BOOL:
		return read_bool(c, at);
	case RECORD_WHO:
		return cell_who(c, at);
	case RECORD_DIGEST:
		return read_digest(c, at);
	case RECORD_LIMIT:
	case RECORD_MOMENT: /* read by the code of the kind */
		return true;
	default:
		return read_number(c, f, at);
	}
}
