#include <string.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/office/import_people.h"
#include "api/records/change.h"
#include "api/records/import_run.h"
#include "api/records/record.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "api/records/upload.h"
#include "store/db/db.h"

/* The roles that may import any kind; each kind restricts them further. */
#define IMPORT_ROLES                                                                               \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |                 \
	 ROLE_BIT(SUPERVISION) | ROLE_BIT(LOCAL))

static int part_decide(struct request *rq, const void *body)
{
	return upload_take(rq, api_uploads(rq->api), body);
}
HANDLER(IMPORT_PART, .kind = HANDLER_QUERY, .roles = IMPORT_ROLES, .simulated_only_for_local = true,
	.decide = part_decide);

static int fill_reply(struct request *rq, Duban__ImportDone *done, const struct import *im)
{
	Duban__ImportReply *reply = arena_alloc(rq->arena, sizeof *reply);

	if (!reply)
		return -ENOMEM;
	duban__import_reply__init(reply);
	reply->done = done;
	rq->reply->body_case = DUBAN__REPLY__BODY_IMPORT;
	rq->reply->import = reply;
	return import_changes(rq, im ? im->line : NULL, reply);
}

/* Keeps the draft, or, in a dry run, only shows what it would do. */
static int settle(struct request *rq, const Duban__ImportCommitRequest *q, struct import *im)
{
	int r;

	rq->local = im;
	/* The only event is ImportDone: nothing changed, so that is dropped as well. */
	if (!q->dry_run && rq->n_event == 1)
		rq->n_event = 0;
	if (!q->dry_run)
		return 0;
	r = fill_reply(rq, im->done, im);
	if (r)
		return r;
	rq->reply->import->dry_run = true;
	import_count_phones(im, rq->reply->import);
	/* without events there is no command; the reply is complete */
	rq->n_event = 0;
	return 0;
}

/* The rows that the caller has uploaded, or those of an upload that a second person confirms. */
static int uploaded(struct request *rq, const Duban__ImportCommitRequest *q,
		    struct upload_rows *ret)
{
	struct upload *u;

	if (rq->kept) {
		*ret = *rq->kept;
		return 0;
	}
	u = upload_find(rq, *api_uploads(rq->api), BYTES(q->upload_id.data, q->upload_id.len));
	return u ? upload_whole(rq, u, q, ret)
		 : request_refuse(rq, STATUS_NOT_FOUND, "import.unknown_upload", NULL);
}

/* A refused upload is kept, so that a client that lost the reply can ask again and gets the same.
 * It is dropped by the next upload or when it has been idle too long. */
static int commit_decide(struct request *rq, const void *body)
{
	const Duban__ImportCommitRequest *q = body;
	struct uploads **all = api_uploads(rq->api);
	struct arena *own = rq->arena, *work;
	struct upload_rows rows;
	struct import *im = NULL;
	int r = uploaded(rq, q, &rows);

	if (r)
		return r;
	work = uploads_work(all);
	if (!work)
		return -ENOMEM;
	/* the arena of a request is too small for an import */
	rq->arena = work;
	r = import_run(rq, q, rows, &im);
	if (!r)
		r = settle(rq, q, im);
	rq->arena = own;
	return r;
}

/* For a repeated command whose events are in the journal and whose file is still uploaded: the
 * telephone numbers, which are not in the journal, may have been lost. The rows are read once more,
 * only for these numbers. */
static int keep_phones_again(struct request *rq, const Duban__ImportCommitRequest *q,
			     struct uploads **all, struct upload *u)
{
	Duban__Reply aside = DUBAN__REPLY__INIT;
	struct request again = *rq;
	struct import *im = NULL;
	struct upload_rows rows;

	again.reply = &aside;
	again.event = NULL;
	again.n_event = 0;
	if (upload_whole(&again, u, q, &rows))
		return 0;
	again.arena = uploads_work(all);
	if (!again.arena)
		return -ENOMEM;
	if (import_run(&again, q, rows, &im))
		return 0;
	return import_keep_phones(rq, im);
}

static int commit_answer(struct request *rq, const void *body)
{
	const Duban__ImportCommitRequest *q = body;
	struct uploads **all = api_uploads(rq->api);
	struct upload *u = upload_find(rq, *all, BYTES(q->upload_id.data, q->upload_id.len));
	const Duban__Event *last = rq->n_event ? rq->event[rq->n_event - 1] : NULL;
	const struct import *im = rq->local;
	int r;

	if (last ? last->body_case != DUBAN__EVENT__BODY_IMPORT_DONE : !im)
		return -EBADMSG;
	r = fill_reply(rq, last ? last->import_done : im->done, im);
	if (!r && im)
		r = import_keep_phones(rq, im);
	else if (!r && u && q->kind == DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE)
		r = keep_phones_again(rq, q, all, u);
	if (u)
		upload_drop(u);
	return r;
}
HANDLER(IMPORT_COMMIT, .kind = HANDLER_COMMAND, .roles = IMPORT_ROLES,
	.simulated_only_for_local = true, .decide = commit_decide, .answer = commit_answer);

/* ---- a single record, by the columns of a file */

static int record_decide(struct request *rq, const void *body)
{
	Duban__ImportCommitRequest *commit = arena_alloc(rq->arena, sizeof *commit);
	struct import *im = NULL;
	int r = commit ? record_import(rq, body, &im, commit) : -ENOMEM;

	return r ? r : settle(rq, commit, im);
}

static int record_answer(struct request *rq, const void *body)
{
	const Duban__RecordSetRequest *q = body;
	Duban__ImportCommitRequest *commit = arena_alloc(rq->arena, sizeof *commit);
	const Duban__Event *last = rq->n_event ? rq->event[rq->n_event - 1] : NULL;
	struct import *im = rq->local;
	struct request again = *rq;
	Duban__Reply aside = DUBAN__REPLY__INIT;
	int r;

	if (!commit || (last ? last->body_case != DUBAN__EVENT__BODY_IMPORT_DONE : !im))
		return -EBADMSG;
	r = fill_reply(rq, last ? last->import_done : im->done, im);
	if (r || q->kind != DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE)
		return r;
	/* a repeat: the telephone numbers are not in the journal and may have been lost */
	again.reply = &aside;
	again.event = NULL;
	again.n_event = 0;
	if (!im && record_import(&again, q, &im, commit))
		return 0;
	return import_keep_phones(rq, im);
}
HANDLER(RECORD_SET, .kind = HANDLER_COMMAND, .roles = IMPORT_ROLES,
	.simulated_only_for_local = true, .decide = record_decide, .answer = record_answer);
