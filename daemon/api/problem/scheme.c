#include "api/problem/scheme.h"

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/core/request.h"
#include "api/evidence/shown.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "proto/limits.h"

enum { FILES = 3 };
static const char *const names[FILES] = {"task_book", "timetable", "roadmap"};

static ProtobufCBinaryData *file_of(Duban__Scheme *s, int i)
{
	ProtobufCBinaryData *const files[FILES] = {&s->task_book, &s->timetable, &s->roadmap};

	return files[i];
}

/* The file must be stored, where the caller may read it. */
static bool read_file(const struct cell *c, ProtobufCBinaryData *io)
{
	if (!cell_digest(c, io))
		return false;
	if (cell_empty(c) || evidence_shown(c->in->rq, c->in->scratch, BYTES(io->data, io->len)))
		return true;
	return cell_refuse(c, "evidence.unknown", c->text);
}

bool scheme_read(struct record_row *r, Duban__Scheme **io)
{
	const struct cell *document = row_cell(r, "scheme");
	Duban__Scheme *s = arena_alloc(r->im->in.scratch, sizeof *s);
	bool fine, any;

	if (!s) {
		r->im->in.full = true;
		return false;
	}
	duban__scheme__init(s);
	if (*io)
		*s = **io;
	fine = cell_text(document, NAME_MAX_BYTES, &s->document);
	any = *s->document;
	for (int i = 0; i < FILES; i++) {
		fine = read_file(row_cell(r, names[i]), file_of(s, i)) && fine;
		any = any || file_of(s, i)->len;
	}
	*io = any ? s : NULL;
	return fine;
}

static size_t column_of(const struct rows_out *s, const char *name)
{
	return (size_t)(record_column(s->kind->record, name) - s->kind->column);
}

void scheme_write(struct rows_out *s, const Duban__Scheme *x)
{
	Duban__Scheme copy;

	if (!x)
		return;
	copy = *x;
	out_text(s, column_of(s, "scheme"), x->document);
	for (int i = 0; i < FILES; i++)
		out_hex(s, column_of(s, names[i]), file_of(&copy, i));
}
