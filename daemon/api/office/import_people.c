/* People. Telephone numbers never enter an event: they are kept aside and put beside the
 * journal once the import is in it. */
#include "api/office/import_people.h"

#include <string.h>

#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "engine/core/checkpoint.h"
#include "model/core/counter.h"
#include "model/office/person.h"
#include "proto/limits.h"

#define PHONE_MIN 5
#define PHONE_MAX 32

enum { PERSON_ID, PERSON_NAME, PERSON_UNIT, PERSON_POST, PERSON_PHONE };
static const struct import_column person_columns[] = {
    {"id", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},	   {"name", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},  {"post", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"phone", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT}, {NULL, 0},
};

static bool read_phone(const struct cell *c)
{
	size_t n = strlen(c->text);

	if (cell_empty(c))
		return true;
	if (n < PHONE_MIN || n > PHONE_MAX || strspn(c->text, "0123456789+- ") != n)
		return cell_refuse(c, "person.bad_phone", NULL);
	return true;
}

static void keep_phone(struct import *im, uint32_t person, const struct cell *c)
{
	struct arena *a = im->in.rq->arena;

	if (cell_empty(c))
		return;
	im->phone = arena_grow(a, im->phone, im->n_phone, sizeof *im->phone);
	if (im->phone)
		im->phone[im->n_phone].phone = arena_str(a, c->text);
	if (!im->phone || !im->phone[im->n_phone].phone) {
		im->in.full = true;
		return;
	}
	im->phone[im->n_phone++].person = person;
}

int import_keep_phones(struct request *rq, const struct import *im)
{
	for (size_t i = 0; i < im->n_phone; i++) {
		int r = engine_put_contact(rq->engine, im->phone[i].person, im->phone[i].phone);

		if (r)
			return r;
	}
	return 0;
}

static void read_person(struct import *im, struct import_map *seen, uint32_t *last)
{
	struct cell id = import_cell(im, PERSON_ID), name = import_cell(im, PERSON_NAME);
	struct cell unit = import_cell(im, PERSON_UNIT), post = import_cell(im, PERSON_POST);
	struct cell phone = import_cell(im, PERSON_PHONE);
	Duban__Person now = DUBAN__PERSON__INIT, *was;
	const char *key = "";

	if (!cell_required(&id) || !cell_key(&id, ID_MAX, "-_", &key) ||
	    !import_key(im, seen, &id, key))
		return;
	was = person_get(im->in.rq->txn, im->in.scratch, person_by_id(im->in.rq->txn, key));
	if (was)
		now = *was;
	now.id = (char *)key;
	now.num = was ? was->num : ++*last;
	if (!cell_needed(&name, !was) | !cell_text(&name, NAME_MAX_BYTES, &now.name) |
	    !cell_unit(&unit, &now.unit) | !cell_text(&post, NAME_MAX_BYTES, &now.post) |
	    !read_phone(&phone))
		return;
	keep_phone(im, now.num, &phone);
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_PERSON_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

static int read_people(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};
	uint32_t last = counter_last(im->in.rq->txn, "person");

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_person(im, &seen, &last);
		arena_reset(im->in.scratch);
	}
	import_absent(im, TABLE_person_id, &seen);
	return 0;
}

/* Without the telephone number, which stands outside the store's history. */
static void write_person(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Person *p = out_record(s, value, &duban__person__descriptor);

	(void)key;
	if (!p || !out_city(s, p->unit, 0))
		return;
	out_row(s);
	out_text(s, PERSON_ID, p->id);
	out_text(s, PERSON_NAME, p->name);
	out_unit(s, PERSON_UNIT, p->unit);
	out_text(s, PERSON_POST, p->post);
}

IMPORT_KIND(people, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE, .column = person_columns,
	    .n_key = 1, .roles = IMPORT_BY_OFFICE, .read = read_people, .table = TABLE_person,
	    .write = write_person);
