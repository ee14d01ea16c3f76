/* `brief edit`: the words of a draft. A fixed section consists of figures and is nobody's to edit;
 * a place that no figure fills is refused. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/evidence/shown.h"
#include "api/publication/publication.h"
#include "base/arena.h"
#include "model/core/record.h"
#include "model/publication/places.h"
#include "proto/limits.h"
#include "store/db/txn.h"

static bool is_key(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return n && n <= PUBLICATION_KEY_MAX && !s[n];
}

static int check_words(struct request *rq, const Duban__PublicationEditRequest *q,
		       const Duban__Publication *p)
{
	const struct place_set places = {p->figure, p->n_figure};
	const char *unknown;
	int r = request_text(rq, "title", q->title, NAME_MAX_BYTES, false);

	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, false);
	unknown = r ? NULL : places_unknown(rq->arena, &places, q->text);
	if (unknown)
		return request_refuse(rq, STATUS_INVALID, "publication.unknown_place", unknown,
				      NULL);
	return r;
}

/* As papers and pages can show it; without a type its bytes tell when it is printed. */
static bool is_picture(const Duban__Evidence *e)
{
	return !*e->media_type || strcmp(e->media_type, "image/jpeg") == 0 ||
	       strcmp(e->media_type, "image/png") == 0;
}

static int check_photos(struct request *rq, const Duban__PublicationEditRequest *q)
{
	if (q->n_photo > PUBLICATION_PHOTOS_MAX)
		return request_refuse(rq, STATUS_INVALID, "publication.too_many_photos",
				      arena_printf(rq->arena, "%d", PUBLICATION_PHOTOS_MAX), NULL);
	for (size_t i = 0; i < q->n_photo; i++) {
		struct bytes digest = BYTES(q->photo[i].data, q->photo[i].len);
		const Duban__Evidence *e = evidence_shown(rq, rq->arena, digest);

		if (!e)
			return txn_error(rq->txn)
				   ? txn_error(rq->txn)
				   : request_refuse(rq, STATUS_NOT_FOUND, "publication.no_photo",
						    request_hex(rq, digest), NULL);
		if (!is_picture(e))
			return request_refuse(rq, STATUS_INVALID, "publication.not_a_photo",
					      request_hex(rq, digest), NULL);
	}
	return 0;
}

static int check(struct request *rq, const Duban__PublicationEditRequest *q,
		 const Duban__Publication *p, const Duban__PublicationSection *was)
{
	int r;

	/* whoever may review it may still edit it */
	if (p->state != PUBLICATION_STATE(DRAFT))
		return publication_check_move(rq, p, PUBLICATION_MOVE_REVIEW);
	if (!is_key(q->section))
		return request_refuse(rq, STATUS_INVALID, "publication.bad_section", q->section,
				      NULL);
	if (was && was->fixed)
		return request_refuse(rq, STATUS_DENIED, "publication.fixed", q->section, NULL);
	if (!was && q->remove)
		return request_refuse(rq, STATUS_NOT_FOUND, "publication.no_section", q->section,
				      NULL);
	if (!was && p->n_section >= PUBLICATION_SECTIONS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "publication.too_large", NULL);
	r = check_words(rq, q, p);
	return r ? r : check_photos(rq, q);
}

/* What the request does not name stays. */
static Duban__PublicationSection *changed(struct request *rq,
					  const Duban__PublicationEditRequest *q,
					  const Duban__PublicationSection *was)
{
	Duban__PublicationSection *s =
	    REQUEST_NEW(rq, Duban__PublicationSection, duban__publication_section__init);

	if (!s)
		return NULL;
	if (was)
		*s = *was;
	s->key = q->section;
	if (*q->title)
		s->title = q->title;
	if (*q->text)
		s->text = q->text;
	if (q->has_internal)
		s->internal = q->internal;
	if (q->n_photo) {
		s->photo = q->photo;
		s->n_photo = q->n_photo;
	}
	return s;
}

static bool fits(const Duban__Publication *p, const Duban__PublicationSection *was,
		 const Duban__PublicationSection *now)
{
	size_t size = protobuf_c_message_get_packed_size(&p->base) +
		      protobuf_c_message_get_packed_size(&now->base) + 16;

	return size - (was ? protobuf_c_message_get_packed_size(&was->base) : 0) <= VALUE_MAX - 64;
}

static int edit(struct request *rq, const void *body)
{
	const Duban__PublicationEditRequest *q = body;
	const Duban__PublicationSection *was;
	Duban__PublicationEdited *b =
	    REQUEST_NEW(rq, Duban__PublicationEdited, duban__publication_edited__init);
	Duban__Publication *p;
	Duban__Event *e;
	int r = b ? request_publication(rq, q->series, q->id, &p) : -ENOMEM;

	if (r)
		return r;
	was = publication_section(p, q->section);
	r = check(rq, q, p, was);
	if (r)
		return r;
	b->series = p->series;
	b->year = p->year;
	b->number = p->number;
	b->removed = q->remove;
	b->section = changed(rq, q, was);
	e = request_event(rq);
	if (!b->section || !e)
		return -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_PUBLICATION_EDITED;
	e->publication_edited = b;
	return q->remove || fits(p, was, b->section)
		   ? 0
		   : request_refuse(rq, STATUS_TOO_MANY, "publication.too_large", NULL);
}
BOTH_NOUNS(EDIT, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	   .decide = edit);
