/* Writes a stored record as a row, by the columns of its description. */
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "model/core/record.h"

enum { YEAR_MAX = 9999 };

static void out_digests(struct rows_out *s, size_t i, const ProtobufCBinaryData *digest, size_t n)
{
	char **hex = arena_alloc(s->scratch, (n + 1) * sizeof *hex);

	for (size_t k = 0; hex && k < n; k++)
		hex[k] = request_hex(s->rq, BYTES(digest[k].data, digest[k].len));
	out_list(s, i, hex, hex ? n : 0);
}

static void out_several(struct rows_out *s, size_t i, const ProtobufCFieldDescriptor *f,
			const void *at, size_t n)
{
	switch (s->kind->column[i].type) {
	case RECORD_WHO:
		out_whos(s, i, *(Duban__Who *const *const *)at, n);
		break;
	case RECORD_UNIT:
		out_units(s, i, *(const uint32_t *const *)at, n);
		break;
	case RECORD_PROJECT:
		out_codes(s, i, *(const uint32_t *const *)at, n);
		break;
	case RECORD_NUMBER:
		out_numbers(s, i, *(const uint32_t *const *)at, n);
		break;
	case RECORD_DIGEST:
		out_digests(s, i, *(const ProtobufCBinaryData *const *)at, n);
		break;
	case RECORD_DATE:
		out_dates(s, i, *(const uint32_t *const *)at, n);
		break;
	case RECORD_ENUM:
		out_enums(s, i, f->descriptor, *(const int *const *)at, n);
		break;
	default:
		out_list(s, i, *(char *const *const *)at, n);
		break;
	}
}

static void out_size(struct rows_out *s, size_t i, const ProtobufCFieldDescriptor *f,
		     const void *at)
{
	if (f->type == PROTOBUF_C_TYPE_UINT64 || f->type == PROTOBUF_C_TYPE_INT64)
		out_signed(s, i, *(const int64_t *)at);
	else
		out_number(s, i, *(const uint32_t *)at);
}

static void out_noun(struct rows_out *s, size_t i, uint32_t num)
{
	if (s->kind->column[i].type == RECORD_UNIT)
		out_unit(s, i, num);
	else if (s->kind->column[i].type == RECORD_PERSON)
		out_person(s, i, num);
	else if (s->kind->column[i].type == RECORD_REFER)
		out_refer(s, i, num);
	else
		out_code(s, i, num);
}

/* A month of which only the year is known is written as the year. */
static void out_start(struct rows_out *s, size_t i, const void *noun, uint32_t month)
{
	const char *name = s->kind->column[i].open;
	const ProtobufCFieldDescriptor *open =
	    name ? protobuf_c_message_descriptor_get_field_by_name(
		       ((const ProtobufCMessage *)noun)->descriptor, name)
		 : NULL;
	const uint8_t *at = open ? (const uint8_t *)noun + open->offset : NULL;

	if (at && *(const protobuf_c_boolean *)at)
		out_number(s, i, month / 100);
	else
		out_month(s, i, month);
}

static void out_value(struct rows_out *s, size_t i, const ProtobufCFieldDescriptor *f,
		      const void *noun)
{
	const void *at = (const uint8_t *)noun + f->offset;

	switch (s->kind->column[i].type) {
	case RECORD_NUMBER:
	case RECORD_YEAR:
		out_size(s, i, f, at);
		break;
	case RECORD_DATE:
		out_date(s, i, *(const uint32_t *)at);
		break;
	case RECORD_MONTH:
		out_start(s, i, noun, *(const uint32_t *)at);
		break;
	case RECORD_MONEY:
		out_money(s, i, *(Duban__Money *const *)at);
		break;
	case RECORD_BOOL:
		out_bool(s, i, *(const protobuf_c_boolean *)at);
		break;
	case RECORD_ENUM:
		if (*(const int *)at)
			out_enum(s, i, f->descriptor, *(const int *)at);
		break;
	case RECORD_UNIT:
	case RECORD_PERSON:
	case RECORD_PROJECT:
	case RECORD_REFER:
		out_noun(s, i, *(const uint32_t *)at);
		break;
	case RECORD_WHO:
		out_who(s, i, *(Duban__Who *const *)at);
		break;
	case RECORD_DIGEST:
		out_hex(s, i, at);
		break;
	case RECORD_TEXT:
	case RECORD_ID:
	case RECORD_CODE:
		out_text(s, i, *(char *const *)at);
		break;
	default: /* written by the code of the kind */
		break;
	}
}

void out_fields(struct rows_out *s, const void *noun)
{
	for (size_t i = 0; i < s->n_column; i++) {
		const ProtobufCFieldDescriptor *f = s->kind->field[i];
		const uint8_t *at = f ? (const uint8_t *)noun + f->offset : NULL;

		if (f && f->label == PROTOBUF_C_LABEL_REPEATED)
			out_several(s, i, f, at,
				    *(const size_t *)(const void *)((const uint8_t *)noun +
								    f->quantifier_offset));
		else if (f)
			out_value(s, i, f, noun);
	}
}

static uint32_t number(const ProtobufCFieldDescriptor *f, const void *noun)
{
	return f ? *(const uint32_t *)(const void *)((const uint8_t *)noun + f->offset) : 0;
}

bool out_shown(struct rows_out *s, const void *noun)
{
	const struct import_kind *k = s->kind;
	uint32_t year = number(k->year, noun);

	if (year > YEAR_MAX) /* it is a date */
		year /= 10000;
	if (k->project)
		return out_project(s, number(k->project, noun), year);
	return out_city(s, number(k->unit, noun), year);
}

void out_write(struct rows_out *s, struct bytes key, struct bytes value)
{
	const struct import_kind *k = s->kind;
	void *noun = out_record(s, value, k->record->noun);

	(void)key;
	if (!noun || !out_shown(s, noun) ||
	    (k->from && !out_held(s, number(k->from, noun), number(k->until, noun))))
		return;
	out_row(s);
	out_fields(s, noun);
}
