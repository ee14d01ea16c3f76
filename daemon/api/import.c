#include "api/import.h"

#include "api/import_run.h"

#define IMPORT_ROLES (ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))

static int part_decide(struct ask *a, const void *body)
{
	return upload_take(a, api_uploads(a->api), body);
}
HANDLER(IMPORT_PART, .kind = HANDLER_QUERY, .roles = IMPORT_ROLES, .simulated_only_for_local = true,
	.decide = part_decide);

static int fill_reply(struct ask *a, Duban__ImportDone *done, const struct import *im)
{
	Duban__ImportReply *reply = arena_alloc(a->arena, sizeof *reply);

	if (!reply)
		return -ENOMEM;
	duban__import_reply__init(reply);
	reply->done = done;
	a->reply->body_case = DUBAN__REPLY__BODY_IMPORT;
	a->reply->import = reply;
	return import_changes(a, im ? im->line : NULL, reply);
}

static int decide_rows(struct ask *a, const Duban__ImportCommitRequest *q, struct upload_rows rows)
{
	struct import *im = NULL;
	int r = import_run(a, q, rows, &im);

	if (r)
		return r;
	a->local = im;
	/* Nothing new is nothing: the record of the import alone would be no news either. */
	if (!q->dry_run && a->n_event == 1)
		a->n_event = 0;
	if (!q->dry_run)
		return 0;
	r = fill_reply(a, im->done, im);
	if (r)
		return r;
	a->reply->import->dry_run = true;
	/* No event, no command: the reply is all. */
	a->n_event = 0;
	return 0;
}

/* A refused upload stays: whose answer was lost asks again and is told the same. The next
 * upload replaces it, or time does. */
static int commit_decide(struct ask *a, const void *body)
{
	const Duban__ImportCommitRequest *q = body;
	struct uploads **all = api_uploads(a->api);
	struct upload *u = upload_find(a, *all, BYTES(q->upload_id.data, q->upload_id.len));
	struct arena *own = a->arena, *work;
	struct upload_rows rows;
	int r;

	if (!u)
		return ask_refuse(a, STATUS_NOT_FOUND, "import.unknown_upload", NULL);
	r = upload_whole(a, u, q, &rows);
	if (r)
		return r;
	work = uploads_work(all);
	if (!work)
		return -ENOMEM;
	/* A request's arena is made for a request, not for a city. */
	a->arena = work;
	r = decide_rows(a, q, rows);
	a->arena = own;
	return r;
}

/* The repeat of a command that is in the journal, with the file still here: what goes round
 * the journal may not have been kept. All rows are equal now; only the numbers are read. */
static int keep_phones_again(struct ask *a, const Duban__ImportCommitRequest *q,
			     struct uploads **all, struct upload *u)
{
	Duban__Reply aside = DUBAN__REPLY__INIT;
	struct ask again = *a;
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
	return import_keep_phones(a, im);
}

static int commit_answer(struct ask *a, const void *body)
{
	const Duban__ImportCommitRequest *q = body;
	struct uploads **all = api_uploads(a->api);
	struct upload *u = upload_find(a, *all, BYTES(q->upload_id.data, q->upload_id.len));
	const Duban__Event *last = a->n_event ? a->event[a->n_event - 1] : NULL;
	const struct import *im = a->local;
	int r;

	if (last ? last->body_case != DUBAN__EVENT__BODY_IMPORT_DONE : !im)
		return -EBADMSG;
	r = fill_reply(a, last ? last->import_done : im->done, im);
	if (!r && im)
		r = import_keep_phones(a, im);
	else if (!r && u && q->kind == DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE)
		r = keep_phones_again(a, q, all, u);
	if (u)
		upload_drop(u);
	return r;
}
HANDLER(IMPORT_COMMIT, .kind = HANDLER_COMMAND, .roles = IMPORT_ROLES,
	.simulated_only_for_local = true, .decide = commit_decide, .answer = commit_answer);
