#include "api/project/import_bearer.h"

#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/find.h"
#include "api/core/request.h"
#include "api/records/run.h"
#include "model/core/record.h"
#include "store/db/scan.h"

struct bearer {			  /* a project with a given name */
	uint32_t num, unit, next; /* next: index + 1 */
	uint32_t line;		  /* the row of this file that is the project; 0 = none */
	const char *unit_text, *place, *code;
};

void bearers_add(struct bearers *r, const Duban__Project *one, uint32_t line)
{
	struct arena *a = r->im->in.rq->arena;
	const char *name = arena_str(a, one->name), *unit = arena_str(a, one->unit_text);
	const char *place = arena_str(a, one->place), *code = arena_str(a, one->code);
	uint32_t *first = name ? import_map_put(&r->name, name, NULL) : NULL;
	struct bearer *more = arena_grow(a, r->bearer, r->n, sizeof *more);

	if (!first || !more || !unit || !place || !code) {
		r->im->in.full = true;
		return;
	}
	r->bearer = more;
	r->bearer[r->n] = (struct bearer){.num = one->num,
					  .unit = one->unit,
					  .next = *first,
					  .line = line,
					  .unit_text = unit,
					  .place = place,
					  .code = code};
	*first = (uint32_t)++r->n;
}

void bearers_know(struct bearers *r)
{
	struct intake *in = &r->im->in;
	struct scan s = scan_start(in->rq->txn, TABLE_project, BYTES("", 0));

	while (!in->full && scan_next(&s)) {
		Duban__Project *one =
		    record_unpack(in->rq->txn, s.value, &duban__project__descriptor, in->scratch);

		if (!one)
			return;
		bearers_add(r, one, 0);
		arena_reset(in->scratch);
	}
}

/* Is it the project of that name and unit? `loosely`: a row without a unit may mean any unit's. */
static bool suits(const struct bearer *b, const struct workbook_units *u, bool loosely)
{
	/* the unit may have been registered after it was kept as text */
	if (u->lead && b->unit)
		return b->unit == u->lead;
	if (!u->lead && !*u->text) {
		if (loosely)
			return !*u->place || !*b->place || strcmp(b->place, u->place) == 0;
		return b->unit == 0 && !*b->unit_text && strcmp(b->place, u->place) == 0;
	}
	return b->unit == 0 && strcmp(b->unit_text, u->lead ? u->said : u->text) == 0;
}

/* The projects with the row's name and unit: their number, and the last of them. */
static size_t suiting(struct bearers *r, const char *name, const struct workbook_units *u,
		      struct bearer **ret, struct intake_codes *ret_codes)
{
	uint32_t *first = import_map_get(&r->name, name);
	size_t n = 0;

	for (int loosely = 0; n == 0 && loosely < 2; loosely++)
		for (uint32_t i = first ? *first : 0; i; i = r->bearer[i - 1].next) {
			struct bearer *b = &r->bearer[i - 1];

			if (!suits(b, u, loosely))
				continue;
			n++;
			*ret = b;
			if (ret_codes->n < INTAKE_NAMES_MAX)
				ret_codes->code[ret_codes->n++] = (char *)(uintptr_t)b->code;
		}
	return n;
}

bool bearers_find(struct bearers *r, const struct cell *name, const struct workbook_units *u,
		  bool coded, uint32_t *ret)
{
	struct intake_codes codes = {};
	struct bearer *b = NULL;
	size_t n = suiting(r, name->text, u, &b, &codes);

	*ret = 0;
	if (n > 1)
		return cell_refuse_project(name, &codes);
	if (n == 0 || (coded && b->line))
		return true;
	if (b->line)
		return cell_refuse(name, "key.twice",
				   arena_printf(r->im->in.scratch, "%u", b->line));
	b->line = r->im->row->line;
	*ret = b->num;
	return true;
}

void bearers_claim(struct bearers *r, const char *name, uint32_t num)
{
	uint32_t *first = import_map_get(&r->name, name);

	for (uint32_t i = first ? *first : 0; i; i = r->bearer[i - 1].next)
		if (r->bearer[i - 1].num == num)
			r->bearer[i - 1].line = r->im->row->line;
}
