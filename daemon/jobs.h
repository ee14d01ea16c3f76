/* Backup and verify, which take too long for the event loop: backup runs in a thread, verify in
 * a child process, one job at a time. A job is identified by its request id: asking again under
 * the same id returns the same result as long as the job is among the last 16. This file knows
 * no event loop; the descriptor of jobs_fd() becomes readable when a job has made progress. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"
#include "proto/cleanup.h"

struct arena;
struct engine;
struct job_order;
struct server_keys;

struct jobs;

struct jobs_config {
	struct engine *engine;
	const char *dir;		/* the store */
	const struct server_keys *keys; /* for backups; must outlive the jobs */
	const char *program;		/* run with --verify; NULL: this program */
};
int jobs_new(struct jobs **ret, const struct jobs_config *c);
/* Waits for the thread of a running backup; kills a running verify. */
struct jobs *jobs_free(struct jobs *j);
DEFINE_CLEANUP(struct jobs *, jobs_free)

/* Implements api_host.job. 0: finished, *ret holds the result. PARKED: not finished, ask again.
 * UNAVAILABLE: another job runs. NOT_FOUND: see job_order.known. CONFLICT: the request id belongs
 * to another job. A new job starts with the next jobs_start(). */
int jobs_ask(struct jobs *j, const struct job_order *order, struct arena *a, Duban__JobReply **ret);
bool jobs_wanted(const struct jobs *j); /* a job waits for jobs_start */
/* Call between two rounds, when no group is open. < 0: the checkpoint before the job failed,
 * which is fatal. */
int jobs_start(struct jobs *j);

int jobs_fd(const struct jobs *j);
/* Call when jobs_fd() is readable. *ret_ended: the job ended, so ask for the parked requests
 * again. */
int jobs_dispatch(struct jobs *j, bool *ret_ended);
/* The result of the newest job, for the log: "backup up to event 17 in /var/..."; NULL if it has
 * not ended. */
const char *jobs_last_text(const struct jobs *j, bool *ret_ok);
