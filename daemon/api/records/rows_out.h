/* Writes the records of a kind as rows: a list, or an export that can be imported again. The kind's
 * `write` decides whether a record is shown, begins a row and sets cells by the index of the
 * column; a cell that is not set is "". Failures are stored until the end. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "api/cell/cell.h"
#include "api/cell/map.h"
#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"
#include "store/db/db.h"

struct import_kind;
struct request;

struct rows_out {
	struct request *rq;
	struct arena *scratch; /* for one record: unpack into it */
	const struct import_kind *kind;
	const Duban__SheetRequest *filter;
	uint32_t unit, project;	 /* of the filter, 0 = all */
	struct intake in;	 /* to find how an import would read a name */
	struct import_map named; /* persons that the page has named already */
	Duban__SheetReply *reply;
	Duban__SheetRow *row; /* the one being written */
	size_t n_column, bytes, cells;
	uint32_t nth, skip; /* rows of this record: begun so far; written on the previous page */
	uint32_t stopped;   /* the row that did not fit, +1 */
	const Duban__Project *last; /* project of the last record */
	bool last_shown;
	int error;
};

/* Unpacks into the scratch arena; NULL: no memory, the error is stored. */
void *out_record(struct rows_out *s, struct bytes value, const ProtobufCMessageDescriptor *d);

/* Is a record of this project (and year, 0 = none) shown, by the caller's scope and the filter?
 * NULL: no. */
const Duban__Project *out_project(struct rows_out *s, uint32_t project, uint32_t year);
/* Is a record of the city, or of a unit (0 = none), shown? Everybody may read it, unless the kind's
 * description says `city_only` or `own_unit`. */
bool out_city(struct rows_out *s, uint32_t unit, uint32_t year);

/* Does a span of days (0 = no known beginning, no end) include the day of the filter? Without such
 * a day: yes. */
bool out_held(struct rows_out *s, uint32_t from, uint32_t until);

/* Is the record shown, by its description, the caller's scope and the filter? */
bool out_shown(struct rows_out *s, const void *noun);
/* Sets the cells of all columns that have a field. */
void out_fields(struct rows_out *s, const void *noun);
/* out_shown and out_fields, for a kind without `write`. */
void out_write(struct rows_out *s, struct bytes key, struct bytes value);

void out_row(struct rows_out *s);
void out_text(struct rows_out *s, size_t column, const char *text);
void out_number(struct rows_out *s, size_t column, uint32_t n); /* 0 = "" */
void out_signed(struct rows_out *s, size_t column, int64_t n);
void out_money(struct rows_out *s, size_t column, const Duban__Money *m); /* 元 */
void out_date(struct rows_out *s, size_t column, uint32_t ymd);
void out_month(struct rows_out *s, size_t column, uint32_t yyyymm);
void out_bool(struct rows_out *s, size_t column, bool yes);
void out_enum(struct rows_out *s, size_t column, const ProtobufCEnumDescriptor *d, int value);
void out_hex(struct rows_out *s, size_t column, const ProtobufCBinaryData *bytes);
void out_list(struct rows_out *s, size_t column, char *const *part, size_t n);
/* Writes a number as the unit's id, the person's id, the project's code. */
void out_unit(struct rows_out *s, size_t column, uint32_t num);
void out_enums(struct rows_out *s, size_t column, const ProtobufCEnumDescriptor *d,
	       const int *value, size_t n);
void out_numbers(struct rows_out *s, size_t column, const uint32_t *n, size_t count);
void out_dates(struct rows_out *s, size_t column, const uint32_t *ymd, size_t n);
void out_units(struct rows_out *s, size_t column, const uint32_t *num, size_t n);
void out_person(struct rows_out *s, size_t column, uint32_t num);
void out_code(struct rows_out *s, size_t column, uint32_t project);
void out_codes(struct rows_out *s, size_t column, const uint32_t *project, size_t n);
/* Writes what names the record, of the kind that the column refers to. */
void out_refer(struct rows_out *s, size_t column, uint32_t num);
/* Writes a registered person's id, else the name as written. */
void out_who(struct rows_out *s, size_t column, const Duban__Who *who);
void out_whos(struct rows_out *s, size_t column, Duban__Who *const *who, size_t n);
