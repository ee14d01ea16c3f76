/* `brief draft`, `bulletin draft`: by hand what the clock drafts by itself, of any time that is
 * over; and corrections, which only people draft. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/publication/publication.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "model/param/parameter.h"
#include "model/report/period.h"
#include "proto/limits.h"
#include "rules/publication/draft.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"

/* The series that tell of a month, or of several. */
static bool by_month(Duban__PublicationSeries s)
{
	return s == PUBLICATION_SERIES(BULLETIN) || s == PUBLICATION_SERIES(PACK);
}

/* What is published of a month does not move any more. */
static int check_locked(struct request *rq, uint32_t month, const char *text)
{
	int64_t wd = 0;
	int r = parameter_number(rq->txn, rq->arena, NULL, "report.lock_wd", &wd);
	date_t lock = period_lock_date(rq->calendar, month, (int)wd);
	char day[DATE_TEXT_MAX];

	if (r || rq->today > lock)
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "ranking.not_locked", text, date_text(lock, day),
			      NULL);
}

static int find_month(struct request *rq, const Duban__PublicationDraftRequest *q,
		      struct draft_asked *io)
{
	uint32_t month = q->month ? q->month : period_add(period_of(rq->today), -1);
	char *text = arena_printf(rq->arena, "%u-%02u", month / 100, month % 100);

	if (!date_month_valid(month))
		return request_refuse(rq, STATUS_INVALID, "month.impossible", text, NULL);
	if (month >= period_of(rq->today))
		return request_refuse(rq, STATUS_CONFLICT, "month.not_over", text, NULL);
	io->until = period_last_day(month);
	io->from = date_of((int)month / 100, (int)month % 100, 1);
	if (io->series == PUBLICATION_SERIES(PACK))
		io->from = date_of((int)month / 100, (int)(month % 100 - 1) / 3 * 3 + 1, 1);
	return check_locked(rq, month, text);
}

static int find_day(struct request *rq, const Duban__PublicationDraftRequest *q,
		    struct draft_asked *io)
{
	date_t day = q->until_date ? date_from_ymd(q->until_date) : rq->today - 1;
	char text[DATE_TEXT_MAX];

	if (day == DATE_NONE || day > rq->today)
		return request_refuse(rq, STATUS_INVALID, "publication.until",
				      ymd_text(q->until_date, text), NULL);
	io->until = day;
	io->from = io->series == PUBLICATION_SERIES(DAILY) ? day : DATE_NONE;
	return 0;
}

/* The bulletin that was issued under that 文号. */
static int find_corrected(struct request *rq, const Duban__PublicationDraftRequest *q,
			  struct draft_asked *io)
{
	struct publication_name n = {.series = PUBLICATION_SERIES(BULLETIN)};
	int r = request_text(rq, "bulletin", q->bulletin, CODE_MAX, true);

	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, true);
	while (!r && !io->corrected && publication_after(rq->txn, &n)) {
		const Duban__Publication *p = publication_get(rq->txn, rq->arena, &n);

		if (p && p->state == PUBLICATION_STATE(ISSUED) &&
		    strcmp(p->document, q->bulletin) == 0)
			io->corrected = p;
	}
	if (!r && !io->corrected)
		return txn_error(rq->txn)
			   ? txn_error(rq->txn)
			   : request_refuse(rq, STATUS_NOT_FOUND, "publication.unknown_bulletin",
					    q->bulletin, NULL);
	if (r)
		return r;
	io->list = io->corrected->list;
	io->from = date_from_ymd(io->corrected->from_date);
	io->until = date_from_ymd(io->corrected->until_date);
	io->text = q->text;
	return 0;
}

static int find_list(struct request *rq, const Duban__PublicationDraftRequest *q,
		     struct draft_asked *io)
{
	io->list = *q->list ? q->list : publication_param(rq->txn, rq->arena, "brief.list");
	if (!io->list)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
	if (!*io->list)
		return request_refuse(rq, STATUS_INVALID, "publication.no_list", NULL);
	return request_text(rq, "list", io->list, NAME_MAX_BYTES, true);
}

static int find(struct request *rq, const Duban__PublicationDraftRequest *q, struct draft_asked *io)
{
	uint8_t *hash = arena_alloc(rq->arena, HASH_SIZE);
	char *drafter = NULL;
	int r;

	io->series = request_series(rq, q->series);
	if (!hash)
		return -ENOMEM;
	if (io->series == PUBLICATION_SERIES(CORRECTION))
		r = find_corrected(rq, q, io);
	else
		r = find_list(rq, q, io);
	if (!r && io->series != PUBLICATION_SERIES(CORRECTION))
		r = by_month(io->series) ? find_month(rq, q, io) : find_day(rq, q, io);
	if (!r)
		r = request_hand(rq, "", &drafter);
	/* it rests on what the journal holds */
	if (!r)
		r = request_durable(rq);
	if (r)
		return r;
	journal_durable_hash(engine_journal(rq->engine), hash);
	io->drafter = drafter;
	io->head_seq = engine_seq(rq->engine);
	io->head_hash = BYTES(hash, HASH_SIZE);
	return 0;
}

static int draft(struct request *rq, const void *body)
{
	const Duban__PublicationDraftRequest *q = body;
	struct draft_asked asked = {.from = DATE_NONE};
	struct subject_scan s = {.txn = rq->txn,
				 .arena = rq->arena,
				 .calendar = rq->calendar,
				 .zone_minutes = rq->zone_minutes,
				 .now = rq->now};
	Duban__PublicationDrafted *b =
	    REQUEST_NEW(rq, Duban__PublicationDrafted, duban__publication_drafted__init);
	Duban__Event *e;
	int r = b ? find(rq, q, &asked) : -ENOMEM;

	if (!r)
		r = engine_settle_tallies(rq->engine);
	if (!r)
		r = publication_draft(&s, &asked, &b->publication);
	if (r == STATUS_TOO_MANY)
		return request_refuse(rq, r, "publication.too_large", NULL);
	if (r == STATUS_CONFLICT && asked.corrected)
		return request_refuse(rq, r, "publication.no_rank_changed", q->bulletin, NULL);
	if (r == STATUS_INVALID && asked.head_seq)
		return request_refuse(rq, STATUS_CONFLICT, "publication.nothing", NULL);
	if (r == STATUS_NOT_FOUND && asked.list)
		return request_refuse(rq, r, "publication.empty_list", asked.list, NULL);
	e = r ? NULL : request_event(rq);
	if (!e)
		return r ? r : -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_PUBLICATION_DRAFTED;
	e->publication_drafted = b;
	return 0;
}

static int answer(struct request *rq, const void *body)
{
	(void)body;
	if (!rq->n_event)
		return 0;
	return publication_reply(rq, rq->event[0]->publication_drafted->publication,
				 &(struct publication_shown){.raw = false});
}
BOTH_NOUNS(DRAFT, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	   .decide = draft, .answer = answer);
