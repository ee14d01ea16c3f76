/* The records of stored files (佐证): listed and exported. A row of a file whose bytes are here
 * changes what is said of it; the bytes themselves go their own way (evidence put). */
#include <string.h>

#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/records/cell.h"
#include "api/records/cell_refer.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/evidence/evidence.h"
#include "model/project/project.h"

enum { ALSO_MAX = 10000 };

#define TYPE(x) DUBAN__SHEET_TYPE__SHEET_TYPE_##x

enum {
	EVIDENCE_DIGEST,
	EVIDENCE_PROJECT,
	EVIDENCE_ALSO,
	EVIDENCE_NAME,
	EVIDENCE_MEDIA_TYPE,
	EVIDENCE_PLACE,
	EVIDENCE_VERIFIER,
	EVIDENCE_VERIFIER_UNIT,
	EVIDENCE_VERIFIER_POST,
	EVIDENCE_SIZE,
	EVIDENCE_TAKEN,
	EVIDENCE_PUT,
};
static const struct import_column evidence_columns[] = {
    [EVIDENCE_DIGEST] = {"digest", TYPE(TEXT)},
    [EVIDENCE_PROJECT] = {"project", TYPE(TEXT)},
    [EVIDENCE_ALSO] = {"also", TYPE(LIST)},
    [EVIDENCE_NAME] = {"name", TYPE(TEXT)},
    [EVIDENCE_MEDIA_TYPE] = {"media_type", TYPE(TEXT)},
    [EVIDENCE_PLACE] = {"place", TYPE(TEXT)},
    [EVIDENCE_VERIFIER] = {"verifier", TYPE(TEXT)},
    [EVIDENCE_VERIFIER_UNIT] = {"verifier_unit", TYPE(TEXT)},
    [EVIDENCE_VERIFIER_POST] = {"verifier_post", TYPE(TEXT)},
    [EVIDENCE_SIZE] = {"size", TYPE(NUMBER)},
    [EVIDENCE_TAKEN] = {"taken", TYPE(DATE)},
    [EVIDENCE_PUT] = {"put", TYPE(DATE)},
    {NULL, 0},
};

static bool read_words(struct import *im, Duban__Evidence *now)
{
	struct cell name = import_cell(im, EVIDENCE_NAME);
	struct cell media = import_cell(im, EVIDENCE_MEDIA_TYPE);
	struct cell place = import_cell(im, EVIDENCE_PLACE);
	struct cell verifier = import_cell(im, EVIDENCE_VERIFIER);
	struct cell unit = import_cell(im, EVIDENCE_VERIFIER_UNIT);
	struct cell post = import_cell(im, EVIDENCE_VERIFIER_POST);

	return cell_needed(&name, false) & cell_text(&name, FILE_NAME_MAX, &now->name) &
	       cell_text(&media, NAME_MAX_BYTES, &now->media_type) &
	       cell_text(&place, NAME_MAX_BYTES, &now->place) &
	       cell_text(&verifier, NAME_MAX_BYTES, &now->verifier) &
	       cell_text(&unit, NAME_MAX_BYTES, &now->verifier_unit) &
	       cell_text(&post, NAME_MAX_BYTES, &now->verifier_post);
}

static uint32_t day_of(const struct request *rq, int64_t at)
{
	return at ? date_ymd(date_at((usec_t)at, rq->zone_minutes)) : 0;
}

/* The bytes of another store came to it on an earlier day: that day stays. */
static bool read_put(struct import *im, Duban__Evidence *now)
{
	const struct request *rq = im->in.rq;
	struct cell put = import_cell(im, EVIDENCE_PUT);
	uint32_t day = day_of(rq, now->put_at), was = day;

	if (!cell_date(&put, &day))
		return false;
	if (day && day < was)
		now->put_at = (int64_t)date_start(date_from_ymd(day), rq->zone_minutes);
	return true;
}

/* Projects more that it serves. A row adds them, none is taken away. */
static void read_also(struct import *im, const Duban__Evidence *now)
{
	struct request *rq = im->in.rq;
	struct bytes digest = BYTES(now->digest.data, now->digest.len);
	struct cell also = import_cell(im, EVIDENCE_ALSO);
	char **code = NULL;
	size_t n = 0;

	if (!cell_list(&also, ALSO_MAX, &code, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		uint32_t num = project_by_code(rq->txn, code[i]);
		Duban__Project *p = num ? project_get(rq->txn, im->in.scratch, num) : NULL;

		if (!p)
			(void)cell_refuse(&also, "project.unknown", code[i]);
		else if (!evidence_of(rq->txn, num, digest))
			import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_EVIDENCE_PUT,
							    .now = now,
							    .project = num,
							    .project_unit = p->unit});
	}
}

static void read_row(struct import *im, struct import_map *seen)
{
	struct request *rq = im->in.rq;
	struct cell digest = import_cell(im, EVIDENCE_DIGEST);
	ProtobufCBinaryData key = {0, NULL};
	Duban__Evidence *was, now;
	Duban__Project *p;

	if (!cell_required(&digest) || !cell_digest(&digest, &key) ||
	    !import_key(im, seen, &digest, request_hex(rq, BYTES(key.data, key.len))))
		return;
	was = evidence_get(rq->txn, im->in.scratch, BYTES(key.data, key.len));
	p = was ? project_get(rq->txn, im->in.scratch, was->project) : NULL;
	if (!p) {
		(void)cell_refuse(&digest, "evidence.bytes_first", NULL);
		return;
	}
	now = *was;
	if (!(read_words(im, &now) & read_put(im, &now)))
		return;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_EVIDENCE_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line,
					    .project = p->num,
					    .project_unit = p->unit});
	read_also(im, &now);
}

static int read_evidence(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

/* Begins its row, if one of the projects that it serves is asked for: with those that may be
 * seen. */
static bool write_projects(struct rows_out *s, const Duban__Evidence *e)
{
	size_t n = 0, n_also = 0, i = 0;
	uint32_t *project;
	char **also;

	if (evidence_projects(s->rq->txn, s->scratch, e, &project, &n))
		return false;
	while (i < n && !out_project(s, project[i], 0))
		i++;
	also = i < n ? arena_alloc(s->scratch, n * sizeof *also) : NULL;
	if (!also)
		return false;
	out_row(s);
	for (i = 0; i < n; i++) {
		Duban__Project *p = project_get(s->rq->txn, s->scratch, project[i]);

		if (!p || !scope_reads(s->rq, p))
			continue;
		if (i == 0)
			out_text(s, EVIDENCE_PROJECT, p->code);
		else
			also[n_also++] = p->code;
	}
	out_list(s, EVIDENCE_ALSO, also, n_also);
	return true;
}

static void write_evidence(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Evidence *e = out_record(s, value, &duban__evidence__descriptor);

	(void)key;
	if (!e || !write_projects(s, e))
		return;
	out_hex(s, EVIDENCE_DIGEST, &e->digest);
	out_text(s, EVIDENCE_NAME, e->name);
	out_text(s, EVIDENCE_MEDIA_TYPE, e->media_type);
	out_text(s, EVIDENCE_PLACE, e->place);
	out_text(s, EVIDENCE_VERIFIER, e->verifier);
	out_text(s, EVIDENCE_VERIFIER_UNIT, e->verifier_unit);
	out_text(s, EVIDENCE_VERIFIER_POST, e->verifier_post);
	out_signed(s, EVIDENCE_SIZE, (int64_t)e->size);
	out_date(s, EVIDENCE_TAKEN, day_of(s->rq, e->taken_at));
	out_date(s, EVIDENCE_PUT, day_of(s->rq, e->put_at));
}

IMPORT_KIND(evidence, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE, .column = evidence_columns,
	    .n_key = 1, .roles = IMPORT_BY_OFFICE, .read = read_evidence, .write = write_evidence,
	    .table = TABLE_evidence);
