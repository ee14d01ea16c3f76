/* Backup and verify: long work beside the loop. The request is parked until the job ends. */
#include "api/core/private.h"

enum { JOB_WAIT_MS = FETCH_WAIT_MAX_MS };

static int run(struct ask *a, const char *verb, const char *arg)
{
	struct job_order order = {
	    .request_id = BYTES(a->request->request_id.data, a->request->request_id.len),
	    .verb = verb,
	    .arg = arg,
	};
	Duban__JobReply *b = NULL;
	int r = a->host->job(a->host->user, &order, a->arena, &b);

	if (r == STATUS_PARKED) {
		a->wait_ms = JOB_WAIT_MS;
		return a->last ? ask_refuse(a, STATUS_UNAVAILABLE, "job.running", verb, NULL) : r;
	}
	if (r > 0)
		return ask_refuse(a, r, "job.refused", verb, NULL);
	if (r)
		return r;
	a->reply->body_case = DUBAN__REPLY__BODY_JOB;
	a->reply->job = b;
	return 0;
}

static int backup(struct ask *a, const void *body)
{
	const Duban__BackupRequest *q = body;

	if (*q->dir != '/' || strstr(q->dir, "/../"))
		return ask_refuse(a, STATUS_INVALID, "backup.not_absolute", q->dir, NULL);
	return run(a, "backup", q->dir);
}
HANDLER(BACKUP, .kind = HANDLER_JOB, .roles = ROLE_BIT(LOCAL), .decide = backup);

static int verify(struct ask *a, const void *body)
{
	(void)body;
	return run(a, "verify", "");
}
HANDLER(VERIFY, .kind = HANDLER_JOB,
	.roles = ROLE_BIT(LOCAL) | ROLE_BIT(AUDITOR) | ROLE_BIT(SECURITY), .decide = verify);
