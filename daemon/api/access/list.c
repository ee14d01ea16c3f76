/* `access list`: who read personal data, month by month. */
#include <stdlib.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/keeper/keeper.h"
#include "proto/wire_name.h"
#include "store/access/access.h"
#include "text/date.h"

enum { ROWS_MAX = 1000 };

struct access_listing {
	struct request *rq;
	Duban__AccessListReply *b;
	uint32_t month; /* the one that is read */
	uint64_t place;
	size_t bytes;
};

/* "202611:4096": the month, and the place in its file. */
static bool read_after(struct access_listing *l, const char *after)
{
	char *end;
	unsigned long month = strtoul(after, &end, 10);

	if (!date_month_valid((uint32_t)month) || *end != ':' || end[1] < '0' || end[1] > '9')
		return false;
	l->month = (uint32_t)month;
	l->place = strtoull(end + 1, &end, 10);
	return !*end;
}

static int add(struct access_listing *l, const struct access_entry *e)
{
	struct request *rq = l->rq;
	Duban__AccessRow *row = REQUEST_NEW(rq, Duban__AccessRow, duban__access_row__init);

	if (!row)
		return -ENOMEM;
	row->at = e->at;
	row->principal = (char *)(uintptr_t)e->principal;
	row->role = (Duban__Role)e->role;
	row->what = (Duban__AccessWhat)wire_enum_value(&duban__access_what__descriptor, e->what);
	row->of = (char *)(uintptr_t)e->of;
	row->persons = e->persons;
	l->bytes += duban__access_row__get_packed_size(row) + 8;
	return REQUEST_PUSH(rq, l->b->row, l->b->n_row, row);
}

static bool page_full(const struct access_listing *l)
{
	return request_page_full(l->rq, l->bytes, VALUE_MAX) ||
	       l->b->n_row + l->b->damaged >= ROWS_MAX;
}

/* The lines of one month, as many as fit. */
static int list_month(struct access_listing *l)
{
	_cleanup_(access_closep) struct access_reader *reader = NULL;
	struct access_entry e;
	bool fine;
	int r = access_open(&reader, engine_folder(l->rq->engine), l->month, l->place);

	while (!r && !page_full(l) && access_next(reader, l->rq->arena, &e, &fine)) {
		if (fine)
			r = add(l, &e);
		else
			l->b->damaged++;
	}
	if (!r && page_full(l)) {
		l->b->next = arena_printf(l->rq->arena, "%u:%llu", l->month,
					  (unsigned long long)access_place(reader));
		r = l->b->next ? 0 : -ENOMEM;
	}
	return r == -ENOENT ? 0 : r;
}

static int list_months(struct access_listing *l, uint32_t only)
{
	const char *dir = engine_folder(l->rq->engine);
	int r = 0;

	while (!r && !*l->b->next) {
		uint32_t from = l->month;

		r = access_month(dir, from, &l->month);
		if (r || !l->month || (only && l->month != only))
			return r;
		if (l->month != from)
			l->place = 0; /* the page before ended in a month that is gone by now */
		r = list_month(l);
		l->month++; /* the next one that there is */
		l->place = 0;
	}
	return r;
}

static int access_list(struct request *rq, const void *body)
{
	const Duban__AccessListRequest *q = body;
	struct access_listing l = {.rq = rq, .month = q->month};

	l.b = REQUEST_NEW(rq, Duban__AccessListReply, duban__access_list_reply__init);
	if (!l.b)
		return -ENOMEM;
	if (q->month && !date_month_valid(q->month))
		return request_refuse(rq, STATUS_INVALID, "month.impossible",
				      arena_printf(rq->arena, "%u", q->month), NULL);
	if (*q->after && !read_after(&l, q->after))
		return request_refuse(rq, STATUS_INVALID, "page.bad_after", q->after, NULL);
	rq->reply->body_case = DUBAN__REPLY__BODY_ACCESS_LIST;
	rq->reply->access_list = l.b;
	return list_months(&l, q->month);
}
HANDLER(ACCESS_LIST, .kind = HANDLER_QUERY, .roles = ROLE_BIT(AUDITOR) | ROLE_BIT(LOCAL),
	.simulated_only_for_local = true, .decide = access_list);
