#include "client/notify/gateway/contact_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/limits.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

struct contact {
	char person[ID_MAX + 1], phone[ADDRESS_BYTES];
};

struct contact_book {
	struct contact *row; /* by person, once it is whole */
	size_t n, room;
};

struct contact_book *contact_book_free(struct contact_book *b)
{
	if (!b)
		return NULL;
	if (b->row)
		explicit_bzero(b->row, b->n * sizeof *b->row);
	free(b->row);
	free(b);
	return NULL;
}

DEFINE_CLEANUP(struct contact_book *, contact_book_free)

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct contact *)a)->person, ((const struct contact *)b)->person);
}

static bool make_room(struct contact_book *b)
{
	size_t room = b->room ? b->room * 2 : 256;
	struct contact *row;

	if (b->n < b->room)
		return true;
	row = b->n < CONTACTS_MAX ? realloc(b->row, room * sizeof *row) : NULL;
	if (!row)
		return false;
	b->row = row;
	b->room = room;
	return true;
}

/* What does not fit is no number. */
static int add_page(struct contact_book *b, const Duban__ContactListReply *page)
{
	for (size_t i = 0; i < page->n_contact; i++) {
		const Duban__ContactRow *row = page->contact[i];
		struct contact one = {.person = ""};

		if (strlen(row->person) >= sizeof one.person ||
		    strlen(row->phone) >= sizeof one.phone)
			continue;
		if (!make_room(b))
			return DUBAN_E_MEMORY;
		(void)snprintf(one.person, sizeof one.person, "%s", row->person);
		(void)snprintf(one.phone, sizeof one.phone, "%s", row->phone);
		b->row[b->n++] = one;
	}
	return 0;
}

int contact_book_read(struct duban *d, struct contact_book **ret)
{
	_cleanup_(contact_book_freep) struct contact_book *b = calloc(1, sizeof *b);
	Duban__ContactListRequest body = DUBAN__CONTACT_LIST_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	int r;

	if (!b)
		return DUBAN_E_MEMORY;
	request.body_case = DUBAN__REQUEST__BODY_CONTACT_LIST;
	request.contact_list = &body;
	do {
		struct duban_reply *reply = NULL;
		const Duban__Reply *answer;

		r = duban_call(d, &request, &reply);
		answer = r == 0 ? duban_reply_get(reply) : NULL;
		body.after = 0;
		if (answer && answer->body_case == DUBAN__REPLY__BODY_CONTACT_LIST) {
			r = add_page(b, answer->contact_list);
			body.after = answer->contact_list->next;
		}
		duban_reply_free(reply);
	} while (r == 0 && body.after);
	if (r != 0)
		return r;
	if (b->n > 0)
		qsort(b->row, b->n, sizeof *b->row, compare);
	*ret = TAKE_PTR(b);
	return 0;
}

const char *contact_book_find(const struct contact_book *b, const char *person)
{
	struct contact wanted = {.person = ""};
	const struct contact *found;

	if (strlen(person) >= sizeof wanted.person || b->n == 0)
		return NULL;
	(void)snprintf(wanted.person, sizeof wanted.person, "%s", person);
	found = bsearch(&wanted, b->row, b->n, sizeof wanted, compare);
	return found ? found->phone : NULL;
}
