#include "api/records/run.h"

#include <string.h>

#include "api/cell/find.h"
#include "api/core/api.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/records/beside.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "model/core/oneof_pack.h"
#include "model/core/record.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

void import_row(struct import *im, size_t i)
{
	const char *s;

	im->row = &im->rows.row[i];
	s = im->row->cell;
	for (uint32_t k = 0; k < im->row->n_cell; k++) {
		im->cell[k] = s;
		s += strlen(s) + 1;
	}
}

struct cell import_cell(struct import *im, size_t column)
{
	int at = im->place[column];
	bool here = at >= 0 && (uint32_t)at < im->row->n_cell;
	struct cell c = cell_make(&im->in, im->row->line, im->kind->column[column].name,
				  here ? im->cell[at] : "");

	c.of = &im->kind->column[column];
	c.unit = im->unit[column];
	return c;
}

bool import_key(struct import *im, struct import_map *seen, const struct cell *c, const char *key)
{
	bool fresh = false;
	uint32_t *row = import_map_put(seen, key, &fresh);

	if (!row) {
		im->in.full = true;
		return false;
	}
	if (!fresh)
		return cell_refuse(c, "key.twice",
				   arena_printf(im->in.scratch, "%u", im->rows.row[*row].line));
	*row = (uint32_t)(im->row - im->rows.row);
	return true;
}

void import_drafted(struct import *im, const Duban__Event *e, uint32_t line)
{
	struct request *rq = im->in.rq;

	im->line = arena_grow(rq->arena, im->line, rq->n_event - 1, sizeof *im->line);
	im->draft_bytes += oneof_packed_size(&e->base) + PUT_EVENT_OVERHEAD;
	if (im->line)
		im->line[rq->n_event - 1] = line;
	if (!im->line || im->draft_bytes > PUT_DRAFT_MAX)
		im->in.full = true;
}

static void draft(struct import *im, const struct import_put *p, struct bytes now, struct bytes was)
{
	Duban__Event *e = put_event(im->in.rq, &(struct put){.body = p->body,
							     .now = now,
							     .was = was,
							     .is_new = !p->was,
							     .project = p->project,
							     .project_unit = p->project_unit,
							     .on_date = p->on_date});

	if (e && p->body == DUBAN__EVENT__BODY_PROGRESS_PUT) {
		e->progress_put->year = p->year;
		e->progress_put->link = p->link;
	}
	if (e && p->body == DUBAN__EVENT__BODY_CANDIDATE_PUT)
		e->candidate_put->round = p->round;
	if (e)
		import_beside(im, e);
	if (e)
		import_drafted(im, e, p->line);
	else
		im->in.full = true;
}

static bool pack(struct import *im, const void *m, struct bytes *ret)
{
	size_t n = m ? protobuf_c_message_get_packed_size(m) : 0;
	uint8_t *buf = arena_alloc(im->in.scratch, n + 1);

	if (!buf) {
		im->in.full = true;
		return false;
	}
	if (m)
		protobuf_c_message_pack(m, buf);
	*ret = BYTES(buf, n);
	return true;
}

static void refuse_size(struct import *im, uint32_t line)
{
	struct cell whole = {.in = &im->in, .line = line, .column = "", .text = ""};

	(void)cell_refuse(&whole, "import.record_too_large",
			  arena_printf(im->in.scratch, "%d", VALUE_MAX));
}

void import_put(struct import *im, const struct import_put *p)
{
	struct bytes now, was;

	if (!record_fits(p->now)) {
		refuse_size(im, p->line);
		return;
	}
	if (!pack(im, p->now, &now) || !pack(im, p->was, &was))
		return;
	if (p->was && bytes_equal(now, was)) {
		im->done->unchanged += p->line != 0;
		return;
	}
	if (p->line)
		remarks_of_put(&im->remarks, p->line, p->project, p->now, p->was);
	if (p->line && p->was)
		im->done->updated++;
	if (p->line && !p->was)
		im->done->created++;
	/* a file with errors will be refused; it is read on only to find more errors */
	if (im->in.problems == 0 && !im->in.full)
		draft(im, p, now, was);
}

void import_absent_one(struct import *im, const char *key)
{
	Duban__ImportDone *d = im->done;
	struct arena *a = im->in.rq->arena;

	if (im->one || d->absent_count++ >= IMPORT_ABSENT_MAX)
		return;
	d->absent = arena_grow(a, d->absent, d->n_absent, sizeof *d->absent);
	if (d->absent)
		d->absent[d->n_absent] = arena_str(a, key);
	if (!d->absent || !d->absent[d->n_absent])
		im->in.full = true;
	else
		d->n_absent++;
}

void import_absent(struct import *im, enum table index, const struct import_map *seen)
{
	struct scan s = scan_start(im->in.rq->txn, index, BYTES("", 0));

	while (!im->one && !im->in.full && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		const char *key = key_read_text(&k);

		if (k.ok && !import_map_get(seen, key))
			import_absent_one(im, key);
	}
}

void import_remark(struct import *im, const char *code, const struct intake_names *names)
{
	struct arena *a = im->in.rq->arena;
	Duban__ImportDone *d = im->done;
	size_t n = 0;
	char **arg = intake_remark(&im->in, names, &n);
	Duban__Remark *r = arg ? arena_alloc(a, sizeof *r) : NULL;

	if (!r)
		return;
	d->remark = arena_grow(a, d->remark, d->n_remark, sizeof *d->remark);
	if (!d->remark) {
		im->in.full = true;
		return;
	}
	duban__remark__init(r);
	r->code = (char *)code;
	r->arg = arg;
	r->n_arg = n;
	d->remark[d->n_remark++] = r;
}
