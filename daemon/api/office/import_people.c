/* Import of people. Telephone numbers never enter an event: they are kept apart and stored outside
 * the journal once the import is in the journal. */
#include "api/office/import_people.h"

#include <string.h>

#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "engine/core/checkpoint.h"

/* A number within a city has at least 5 digits (12345), one of the world at most 15 (E.164). */
enum { DIGITS_MIN = 5, DIGITS_MAX = 15, EXTENSION_MAX = 6, TEXT_MAX_BYTES = 32 };

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

void import_count_phones(const struct import *im, Duban__ImportReply *reply)
{
	for (size_t i = 0; i < im->n_phone; i++)
		*(*im->phone[i].phone ? &reply->phones : &reply->phones_erased) += 1;
}

int import_keep_phones(struct request *rq, const struct import *im)
{
	for (size_t i = 0; i < im->n_phone; i++) {
		int r = engine_put_contact(rq->engine, im->phone[i].person, im->phone[i].phone);

		if (r)
			return r;
	}
	import_count_phones(im, rq->reply->import);
	return 0;
}

/* The extension that a switchboard connects: 转8012. */
static bool extension(const char *s)
{
	static const char word[] = "转";
	size_t n;

	if (!*s)
		return true;
	if (strncmp(s, word, sizeof word - 1) != 0)
		return false;
	s += sizeof word - 1;
	n = strspn(s, "0123456789");
	return n > 0 && n <= EXTENSION_MAX && !s[n];
}

/* +86 139-1234-5678, (0791) 83886666转8012: digits, with + in front, blanks, - and one pair of
 * brackets between them. */
static bool is_phone(const char *s)
{
	unsigned digits = 0, opened = 0, closed = 0;

	if (strlen(s) > TEXT_MAX_BYTES)
		return false;
	if (*s == '+')
		s++;
	for (; *s && strchr("0123456789 -()", *s); s++) {
		digits += *s >= '0' && *s <= '9';
		opened += *s == '(';
		closed += *s == ')';
		if (closed > opened || opened > 1)
			return false;
	}
	return digits >= DIGITS_MIN && digits <= DIGITS_MAX && opened == closed && extension(s);
}

static bool check_person(struct record_row *r)
{
	const struct cell *c = row_cell(r, "phone");

	if (cell_empty(c) && !c->clear)
		return true;
	if (!c->clear && !is_phone(c->text))
		return cell_refuse(c, "person.bad_phone", NULL);
	return keep_phone(r->im, ((const Duban__Person *)r->now)->num, c);
}

RECORD_KIND(PEOPLE, .check = check_person);
