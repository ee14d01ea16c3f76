/* `brief review`, `brief issue`, `brief drop`: each by a person (拟稿、审核、签发). Nothing is
 * released by itself. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/publication/publication.h"
#include "base/arena.h"
#include "proto/limits.h"

struct moving {
	Duban__PublicationSeries series;
	const char *id, *person, *text;
	enum publication_move move;
	bool other; /* by another person than the drafter */
};

static int move_it(struct request *rq, const struct moving *m, Duban__PublicationMoved **ret,
		   Duban__Publication **ret_p)
{
	Duban__PublicationMoved *b =
	    REQUEST_NEW(rq, Duban__PublicationMoved, duban__publication_moved__init);
	Duban__Publication *p;
	int r = b ? request_publication(rq, m->series, m->id, &p) : -ENOMEM;

	if (!r)
		r = publication_check_move(rq, p, m->move);
	if (!r)
		r = request_text(rq, "text", m->text, REASON_MAX, false);
	if (!r)
		r = request_hand(rq, m->person, &b->person);
	if (r)
		return r;
	if (m->other && strcmp(b->person, p->drafter) == 0)
		return request_refuse(rq, STATUS_DENIED, "publication.same_person", b->person,
				      NULL);
	b->series = p->series;
	b->year = p->year;
	b->number = p->number;
	b->state = publication_next(p->state, m->move);
	b->text = (char *)(uintptr_t)m->text;
	b->moved_date = date_ymd(rq->today);
	*ret = b;
	*ret_p = p;
	return 0;
}

static int tell(struct request *rq, Duban__PublicationMoved *b)
{
	Duban__Event *e = request_event(rq);

	if (!e)
		return -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_PUBLICATION_MOVED;
	e->publication_moved = b;
	return 0;
}

static int review(struct request *rq, const void *body)
{
	const Duban__PublicationReviewRequest *q = body;
	const struct moving m = {.series = q->series,
				 .id = q->id,
				 .person = q->person,
				 .text = q->text,
				 .move = q->back ? PUBLICATION_MOVE_BACK : PUBLICATION_MOVE_REVIEW,
				 .other = !q->back};
	Duban__PublicationMoved *b;
	Duban__Publication *p;
	int r = move_it(rq, &m, &b, &p);

	return r ? r : tell(rq, b);
}
BOTH_NOUNS(REVIEW, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	   .decide = review);

/* 文号 comes from the office's own system; no two publications have one. */
static int check_document(struct request *rq, const Duban__Publication *p, const char *document)
{
	bool needed = p->series == PUBLICATION_SERIES(BULLETIN) ||
		      p->series == PUBLICATION_SERIES(CORRECTION);
	struct publication_name n = {.series = p->series};
	int r = request_text(rq, "document", document, CODE_MAX, needed);

	while (!r && *document && publication_after(rq->txn, &n)) {
		const Duban__Publication *other = publication_get(rq->txn, rq->arena, &n);

		if (other && strcmp(other->document, document) == 0)
			return request_refuse(rq, STATUS_CONFLICT, "publication.document_taken",
					      document, publication_id(rq, other), NULL);
	}
	return r;
}

static int issue(struct request *rq, const void *body)
{
	const Duban__PublicationIssueRequest *q = body;
	const struct moving m = {.series = q->series,
				 .id = q->id,
				 .person = q->person,
				 .text = "",
				 .move = PUBLICATION_MOVE_ISSUE,
				 .other = true};
	Duban__PublicationMoved *b;
	Duban__Publication *p;
	int r = move_it(rq, &m, &b, &p);

	if (!r)
		r = check_document(rq, p, q->document);
	if (r)
		return r;
	b->document = q->document;
	return tell(rq, b);
}
BOTH_NOUNS(ISSUE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	   .decide = issue);

static int drop(struct request *rq, const void *body)
{
	const Duban__PublicationDropRequest *q = body;
	const struct moving m = {.series = q->series,
				 .id = q->id,
				 .person = "",
				 .text = q->text,
				 .move = PUBLICATION_MOVE_DROP};
	Duban__PublicationMoved *b;
	Duban__Publication *p;
	int r = request_text(rq, "text", q->text, REASON_MAX, true);

	if (!r)
		r = move_it(rq, &m, &b, &p);
	return r ? r : tell(rq, b);
}
BOTH_NOUNS(DROP, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	   .decide = drop);
