/* Import of people. Telephone numbers never enter an event: they are kept apart and stored outside
 * the journal once the import is in the journal. */
#include "api/office/import_people.h"

#include <string.h>

#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "engine/core/checkpoint.h"

#define PHONE_MIN 5
#define PHONE_MAX 32

static bool keep_phone(struct import *im, uint32_t person, const struct cell *c)
{
	struct arena *a = im->in.rq->arena;

	im->phone = arena_grow(a, im->phone, im->n_phone, sizeof *im->phone);
	if (im->phone)
		im->phone[im->n_phone].phone = arena_str(a, c->text);
	if (!im->phone || !im->phone[im->n_phone].phone) {
		im->in.full = true;
		return false;
	}
	im->phone[im->n_phone++].person = person;
	return true;
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

static bool check_person(struct record_row *r)
{
	const struct cell *c = row_cell(r, "phone");
	size_t n = strlen(c->text);

	if (cell_empty(c))
		return true;
	if (n < PHONE_MIN || n > PHONE_MAX || strspn(c->text, "0123456789+- ") != n)
		return cell_refuse(c, "person.bad_phone", NULL);
	return keep_phone(r->im, ((const Duban__Person *)r->now)->num, c);
}

RECORD_KIND(PEOPLE, .check = check_person);
