/* Backup, verify, scrub and proofs, which take too long for the event loop: backup runs in a
 * thread, the others in a child process, one job at a time. The scrub also runs by itself. A job is
 * identified by its request id: asking again under the same id returns the same result as long as
 * the job is among the last 16. This file knows no event loop; the descriptor of jobs_fd() becomes
 * readable when a job has made progress. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"

struct arena;
struct config;
struct engine;
struct job_order;
struct server_keys;

struct jobs;

struct jobs_config {
	struct engine *engine;
	const struct server_keys *keys; /* for backups; must outlive the jobs */
	const struct config *config;
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
 * again. *ret_scrubbed: a scrub ended that was no job. */
int jobs_dispatch(struct jobs *j, bool *ret_ended, bool *ret_scrubbed);
/* Call once a second, with the monotonic time: scrubs by itself. */
void jobs_second(struct jobs *j, usec_t mono);
void jobs_fill_scrub(const struct jobs *j, Duban__Scrub *ret);
/* What the last scrub ended with, for people (malloc). */
char *jobs_scrubbed(const struct jobs *j, bool *ret_fine);
/* The result of the newest job, for the log: "backup up to event 17 in /var/..."; NULL if it has
 * not ended. */
const char *jobs_last_text(const struct jobs *j, bool *ret_ok);
