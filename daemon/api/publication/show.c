/* `brief show`, `brief list`, and the same of bulletins. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/publication/publication.h"
#include "base/arena.h"
#include "model/publication/places.h"
#include "store/db/key.h"
#include "store/db/txn.h"

enum { TEN = 10 };

/* 一, 十, 十一, 二十三: below a hundred. */
static const char *numeral(struct request *rq, unsigned n)
{
	static const char *const digit[TEN] = {"",   "一", "二", "三", "四",
					       "五", "六", "七", "八", "九"};

	return arena_printf(rq->arena, "%s%s%s", n / TEN > 1 ? digit[n / TEN % TEN] : "",
			    n >= TEN ? "十" : "", digit[n % TEN]);
}

/* A title that begins with {no} is numbered among those that are shown. */
static char *title_of(struct request *rq, const char *title, unsigned *io)
{
	static const char place[] = "{no}";

	if (strncmp(title, place, sizeof place - 1) != 0)
		return (char *)(uintptr_t)title;
	return arena_printf(rq->arena, "%s%s", numeral(rq, ++*io), title + sizeof place - 1);
}

static int put_section(struct request *rq, const Duban__Publication *p,
		       const Duban__PublicationSection *s, const struct publication_shown *how,
		       unsigned *io_no)
{
	Duban__PublicationShowReply *b = rq->reply->publication;
	const struct place_set places = {p->figure, p->n_figure};
	Duban__PublicationSectionRow *row =
	    REQUEST_NEW(rq, Duban__PublicationSectionRow, duban__publication_section_row__init);

	if (!row)
		return -ENOMEM;
	row->key = s->key;
	row->title = how->raw ? s->title : title_of(rq, s->title, io_no);
	row->text = how->raw ? s->text : places_fill(rq->arena, &places, s->text);
	row->internal = s->internal;
	row->fixed = s->fixed;
	row->photo = s->photo;
	row->n_photo = s->n_photo;
	return row->title && row->text ? REQUEST_PUSH(rq, b->section, b->n_section, row) : -ENOMEM;
}

/* Who did what; not in the public edition. */
static void put_hands(const Duban__Publication *p, Duban__PublicationShowReply *b)
{
	b->drafter = p->drafter;
	b->reviewer = p->reviewer;
	b->signer = p->signer;
	b->report_to = p->report_to;
	b->send_to = p->send_to;
	b->copy_to = p->copy_to;
}

int publication_reply(struct request *rq, const Duban__Publication *p,
		      const struct publication_shown *how)
{
	Duban__PublicationShowReply *b =
	    REQUEST_NEW(rq, Duban__PublicationShowReply, duban__publication_show_reply__init);
	unsigned no = 0;
	int r = 0;

	rq->reply->body_case = DUBAN__REPLY__BODY_PUBLICATION;
	rq->reply->publication = b;
	if (!b)
		return -ENOMEM;
	b->series = p->series;
	b->id = publication_id(rq, p);
	b->state = p->state;
	b->list = p->list;
	b->from_date = p->from_date;
	b->until_date = p->until_date;
	b->title = p->title;
	b->document = p->document;
	b->drafted_date = p->drafted_date;
	b->reviewed_date = p->reviewed_date;
	b->issued_date = p->issued_date;
	b->bulletin = p->bulletin;
	b->head_seq = p->head_seq;
	b->head_hash = request_hex(rq, BYTES(p->head_hash.data, p->head_hash.len));
	if (!how->open)
		put_hands(p, b);
	if (how->raw && !how->open) {
		b->figure = p->figure;
		b->n_figure = p->n_figure;
	}
	for (size_t i = 0; i < p->n_section && !r; i++)
		if (!how->open || !p->section[i]->internal)
			r = put_section(rq, p, p->section[i], how, &no);
	return r ? r : b->id && b->head_hash ? 0 : -ENOMEM;
}

static int show(struct request *rq, const void *body)
{
	const Duban__PublicationShowRequest *q = body;
	Duban__Publication *p;
	int r = request_publication(rq, q->series, q->id, &p);

	return r ? r : publication_reply(rq, p, &(struct publication_shown){q->raw, q->open});
}
BOTH_NOUNS(SHOW, .kind = HANDLER_QUERY, .roles = ROLES_CITY, .simulated_only_for_local = true,
	   .decide = show);

static int put_row(struct request *rq, const Duban__Publication *p)
{
	Duban__PublicationListReply *b = rq->reply->publication_list;
	Duban__PublicationListRow *row =
	    REQUEST_NEW(rq, Duban__PublicationListRow, duban__publication_list_row__init);

	if (!row)
		return -ENOMEM;
	row->series = p->series;
	row->id = publication_id(rq, p);
	row->state = p->state;
	row->title = p->title;
	row->until_date = p->until_date;
	row->issued_date = p->issued_date;
	row->document = p->document;
	row->signer = p->signer;
	return row->id ? REQUEST_PUSH(rq, b->row, b->n_row, row) : -ENOMEM;
}

/* The page goes on behind this number. */
static int put_next(struct request *rq, uint32_t number)
{
	const struct key *k = key_u32(KEY(), number);
	ProtobufCBinaryData *next = &rq->reply->publication_list->next;

	next->data = arena_dup(rq->arena, k->data, k->size);
	next->len = next->data ? k->size : 0;
	return next->data ? 0 : -ENOMEM;
}

static int list(struct request *rq, const void *body)
{
	enum { ROW_BYTES = 1200 }; /* the longest texts */
	const Duban__PublicationListRequest *q = body;
	struct key_reader after = {.rest = BYTES(q->after.data, q->after.len), .ok = true};
	struct publication_name n = {.series = request_series(rq, q->series),
				     .year = q->year ? q->year : date_ymd(rq->today) / 10000};
	uint32_t year = n.year;
	Duban__PublicationListReply *b =
	    REQUEST_NEW(rq, Duban__PublicationListReply, duban__publication_list_reply__init);
	int r = b ? 0 : -ENOMEM;

	rq->reply->body_case = DUBAN__REPLY__BODY_PUBLICATION_LIST;
	rq->reply->publication_list = b;
	if (q->after.len)
		n.number = key_read_u32(&after);
	while (!r && publication_after(rq->txn, &n) && n.year == year) {
		const Duban__Publication *p = publication_get(rq->txn, rq->arena, &n);

		if (!p)
			break;
		if (request_page_full(rq, b->n_row * ROW_BYTES, ROW_BYTES))
			return put_next(rq, n.number - 1);
		r = put_row(rq, p);
	}
	return r ? r : txn_error(rq->txn);
}
BOTH_NOUNS(LIST, .kind = HANDLER_QUERY, .roles = ROLES_CITY, .simulated_only_for_local = true,
	   .decide = list);
