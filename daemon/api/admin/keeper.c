/* Backup, verify and scrub: long jobs that run beside the event loop. The request is parked until
 * its job ends. Rebuild: what is long is done by the next start. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/admin/job.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/core/engine.h"
#include "engine/keeper/keeper.h"
#include "proto/limits.h"
#include "text/passphrase.h"

enum { JOB_WAIT_MS = FETCH_WAIT_MAX_MS };

int job_run(struct request *rq, struct job_order *order, Duban__JobReply **ret)
{
	int r;

	order->request_id = BYTES(rq->request->request_id.data, rq->request->request_id.len);
	r = rq->host->job(rq->host->user, order, rq->arena, ret);
	if (r == STATUS_NOT_FOUND)
		return r;
	if (r == STATUS_PARKED) {
		rq->wait_ms = JOB_WAIT_MS;
		return rq->last ? request_refuse(rq, STATUS_UNAVAILABLE, "job.running", order->verb,
						 NULL)
				: r;
	}
	return r > 0 ? request_refuse(rq, r, "job.refused", order->verb, NULL) : r;
}

static int run(struct request *rq, struct job_order *order)
{
	Duban__JobReply *b = NULL;
	int r = job_run(rq, order, &b);

	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_JOB;
	rq->reply->job = b;
	return 0;
}

/* The folder for backups that systemd gave the service, besides the store; NULL: none. */
static const char *backup_folder(struct request *rq)
{
	const char *all = getenv("STATE_DIRECTORY"), *second = all ? strchr(all, ':') : NULL;

	return second ? arena_printf(rq->arena, "%.*s", (int)strcspn(second + 1, ":"), second + 1)
		      : NULL;
}

static int check_target(struct request *rq, const char *dir)
{
	static const struct {
		const char *code, *code_with_folder;
		int status;
	} verdict[] = {
	    [TARGET_INSIDE] = {"backup.inside", "backup.inside_but", STATUS_INVALID},
	    [TARGET_EXISTS] = {"backup.exists", "backup.exists", STATUS_CONFLICT},
	    [TARGET_NO_PARENT] = {"backup.no_parent", "backup.no_parent_but", STATUS_NOT_FOUND},
	    [TARGET_FORBIDDEN] = {"backup.forbidden", "backup.forbidden_but", STATUS_CONFLICT},
	    [TARGET_HALF] = {"backup.half", "backup.half", STATUS_CONFLICT},
	    [TARGET_PRIVATE] = {"backup.private", "backup.private_but", STATUS_INVALID},
	};
	const char *folder = backup_folder(rq);
	int error = 0;
	enum backup_target t = engine_backup_target(rq->engine, dir, &error);

	if (t == TARGET_FINE)
		return 0;
	if (t == TARGET_HALF)
		dir = arena_printf(rq->arena, "%s" BACKUP_HALF, dir);
	if (!dir)
		return -ENOMEM;
	return request_refuse(rq, verdict[t].status,
			      folder ? verdict[t].code_with_folder : verdict[t].code, dir,
			      folder ? folder : "", error ? strerrorname_np(error) : "", NULL);
}

/* A repeated request gets its first answer, although its folder exists by now. */
static int backup(struct request *rq, const void *body)
{
	const Duban__BackupRequest *q = body;
	struct job_order order = {
	    .verb = "backup", .arg = q->dir, .passphrase = q->passphrase, .known = true};
	size_t n = strlen(q->passphrase);
	int r;

	if (*q->dir != '/' || strstr(q->dir, "/../"))
		return request_refuse(rq, STATUS_INVALID, "backup.not_absolute", q->dir, NULL);
	if (n && (n < PASSPHRASE_MIN || n > PASSPHRASE_MAX))
		return request_refuse(rq, STATUS_INVALID, "backup.passphrase",
				      arena_printf(rq->arena, "%d", PASSPHRASE_MIN),
				      arena_printf(rq->arena, "%d", PASSPHRASE_MAX), NULL);
	r = run(rq, &order);
	if (r != STATUS_NOT_FOUND)
		return r;
	r = check_target(rq, q->dir);
	order.known = false;
	return r ? r : run(rq, &order);
}
HANDLER(BACKUP, .kind = HANDLER_JOB, .roles = ROLE_BIT(LOCAL), .decide = backup);

static int scrub(struct request *rq, const void *body)
{
	struct job_order order = {.verb = "scrub", .arg = "", .passphrase = ""};

	(void)body;
	return run(rq, &order);
}
HANDLER(SCRUB, .kind = HANDLER_JOB,
	.roles = ROLE_BIT(LOCAL) | ROLE_BIT(AUDITOR) | ROLE_BIT(SECURITY), .decide = scrub);

static int verify(struct request *rq, const void *body)
{
	struct job_order order = {.verb = "verify", .arg = "", .passphrase = ""};

	(void)body;
	return run(rq, &order);
}
HANDLER(VERIFY, .kind = HANDLER_JOB,
	.roles = ROLE_BIT(LOCAL) | ROLE_BIT(AUDITOR) | ROLE_BIT(SECURITY), .decide = verify);

static int rebuild(struct request *rq, const void *body)
{
	Duban__JobReply *b = REQUEST_NEW(rq, Duban__JobReply, duban__job_reply__init);
	int r = rq->host->rebuild(rq->host->user);

	(void)body;
	if (r || !b)
		return r ? r : -ENOMEM;
	b->ok = true;
	b->seq = engine_seq(rq->engine);
	rq->reply->body_case = DUBAN__REPLY__BODY_JOB;
	rq->reply->job = b;
	return 0;
}
HANDLER(REBUILD, .kind = HANDLER_JOB, .roles = ROLE_BIT(LOCAL), .decide = rebuild);
