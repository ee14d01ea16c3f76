/* The records of stored files (佐证): listed, exported and imported. A row changes the description
 * of a file whose bytes are stored; the bytes themselves are uploaded by `evidence put`. */
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/evidence/shown.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/evidence/evidence.h"
#include "model/project/project.h"
#include "text/date.h"
#include "text/file_name.h"

enum { ALSO_MAX = 10000 };
/* columns that are written but not read, or read by code of their own */
enum {
	EVIDENCE_PROJECT = 1,
	EVIDENCE_ALSO = 2,
	EVIDENCE_SIZE = 9,
	EVIDENCE_TAKEN = 10,
	EVIDENCE_PUT = 11
};

static uint32_t day_of(const struct request *rq, int64_t at)
{
	return at ? date_ymd(date_at((usec_t)at, rq->zone_minutes)) : 0;
}

static bool derive_evidence(struct record_row *r)
{
	const struct request *rq = r->im->in.rq;
	const Duban__Evidence *was;

	if (!row_find(r))
		return false;
	was = r->was;
	r->project = was ? project_get(rq->txn, r->im->in.scratch, was->project) : NULL;
	return r->project || cell_refuse(row_cell(r, "digest"), "evidence.bytes_first", NULL);
}

/* The file may have been stored in another store on an earlier day; that day is kept. */
static bool read_put(struct record_row *r, Duban__Evidence *now)
{
	const struct request *rq = r->im->in.rq;
	uint32_t day = day_of(rq, now->put_at), was = day;

	if (!cell_date(row_cell(r, "put"), &day))
		return false;
	if (day && day < was)
		now->put_at = (int64_t)date_start(date_from_ymd(day), rq->zone_minutes);
	return true;
}

/* Further projects that the file belongs to. A row can add projects but not remove them. */
static void read_also(struct record_row *r, const Duban__Evidence *now)
{
	struct import *im = r->im;
	struct request *rq = im->in.rq;
	struct bytes digest = BYTES(now->digest.data, now->digest.len);
	const struct cell *also = row_cell(r, "also");
	char **code = NULL;
	size_t n = 0;

	if (!cell_list(also, ALSO_MAX, &code, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		struct cell one = *also;
		Duban__Project *p;
		uint32_t num = 0;

		one.text = code[i];
		p = cell_project(&one, &num) ? project_get(rq->txn, im->in.scratch, num) : NULL;
		if (p && !evidence_of(rq->txn, num, digest))
			import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_EVIDENCE_PUT,
							    .now = now,
							    .project = num,
							    .project_unit = p->unit});
	}
}

static bool check_evidence(struct record_row *r)
{
	const Duban__Evidence *now = r->now;

	if (!file_name_fits(now->name))
		return cell_refuse(row_cell(r, "name"), "evidence.name_is_path", now->name);
	if (!read_put(r, r->now))
		return false;
	row_put(r);
	read_also(r, r->now);
	return true;
}

/* Begins the row if one of the file's projects matches the filter; names only projects that the
 * caller may read. NULL: no row, else the record to show. */
static const Duban__Evidence *begin_row(struct rows_out *s, const Duban__Evidence *first)
{
	struct bytes digest = BYTES(first->digest.data, first->digest.len);
	const Duban__Evidence *e = evidence_shown(s->rq, s->scratch, digest);
	size_t n = 0, n_also = 0, i = 0;
	uint32_t *project;
	char **also;

	if (!e || evidence_projects(s->rq->txn, s->scratch, first, &project, &n))
		return NULL;
	while (i < n && !out_project(s, project[i], 0))
		i++;
	also = i < n ? arena_alloc(s->scratch, n * sizeof *also) : NULL;
	if (!also)
		return NULL;
	out_row(s);
	for (i = 0; i < n; i++) {
		Duban__Project *p = project_get(s->rq->txn, s->scratch, project[i]);

		if (!p || !scope_reads(s->rq, p))
			continue;
		if (p->num == e->project)
			out_text(s, EVIDENCE_PROJECT, p->code);
		else
			also[n_also++] = p->code;
	}
	out_list(s, EVIDENCE_ALSO, also, n_also);
	return e;
}

static void write_evidence(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__Evidence *e = out_record(s, value, &duban__evidence__descriptor);

	(void)key;
	e = e ? begin_row(s, e) : NULL;
	if (!e)
		return;
	out_fields(s, e);
	out_signed(s, EVIDENCE_SIZE, (int64_t)e->size);
	out_date(s, EVIDENCE_TAKEN, day_of(s->rq, e->taken_at));
	out_date(s, EVIDENCE_PUT, day_of(s->rq, e->put_at));
}

RECORD_KIND(EVIDENCE, .derive = derive_evidence, .check = check_evidence, .write = write_evidence);
