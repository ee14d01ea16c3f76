/* Backup and verify: long jobs that run beside the event loop. The request is parked until its job
 * ends. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "proto/limits.h"

enum { JOB_WAIT_MS = FETCH_WAIT_MAX_MS };

static int run(struct request *rq, const char *verb, const char *arg)
{
	struct job_order order = {
	    .request_id = BYTES(rq->request->request_id.data, rq->request->request_id.len),
	    .verb = verb,
	    .arg = arg,
	};
	Duban__JobReply *b = NULL;
	int r = rq->host->job(rq->host->user, &order, rq->arena, &b);

	if (r == STATUS_PARKED) {
		rq->wait_ms = JOB_WAIT_MS;
		return rq->last ? request_refuse(rq, STATUS_UNAVAILABLE, "job.running", verb, NULL)
				: r;
	}
	if (r > 0)
		return request_refuse(rq, r, "job.refused", verb, NULL);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_JOB;
	rq->reply->job = b;
	return 0;
}

static int backup(struct request *rq, const void *body)
{
	const Duban__BackupRequest *q = body;

	if (*q->dir != '/' || strstr(q->dir, "/../"))
		return request_refuse(rq, STATUS_INVALID, "backup.not_absolute", q->dir, NULL);
	return run(rq, "backup", q->dir);
}
HANDLER(BACKUP, .kind = HANDLER_JOB, .roles = ROLE_BIT(LOCAL), .decide = backup);

static int verify(struct request *rq, const void *body)
{
	(void)body;
	return run(rq, "verify", "");
}
HANDLER(VERIFY, .kind = HANDLER_JOB,
	.roles = ROLE_BIT(LOCAL) | ROLE_BIT(AUDITOR) | ROLE_BIT(SECURITY), .decide = verify);
