/* The keeper's long work beside the loop: backup in a helper thread, verify in a process of its
 * own. One at a time; asked for by request id, which gets the same answer again for a while.
 * Knows no event loop: its descriptor becomes readable when something moves. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"
#include "proto/cleanup.h"

struct arena;
struct engine;
struct job_order;

struct jobs;

/* `program` runs `--verify`; NULL: this one. */
int jobs_new(struct jobs **ret, struct engine *e, const char *dir, const char *program);
/* Waits for a running backup's thread, ends a running verify. */
struct jobs *jobs_free(struct jobs *j);
DEFINE_CLEANUP(struct jobs *, jobs_free)

/* As api_host.job: 0 finished, PARKED, UNAVAILABLE (another one runs), CONFLICT (the id was
 * another job's). The work begins with the next jobs_start. */
int jobs_ask(struct jobs *j, const struct job_order *order, struct arena *a, Duban__JobReply **ret);
bool jobs_wanted(const struct jobs *j); /* a job waits for jobs_start */
/* Between two rounds. < 0: the checkpoint before the job failed: fatal. */
int jobs_start(struct jobs *j);

int jobs_fd(const struct jobs *j);
/* After jobs_fd was readable. *ret_ended: ask the waiting requests again. */
int jobs_dispatch(struct jobs *j, bool *ret_ended);
/* The last one that ended: "backup of seq 17 to /var/..."; NULL if none. */
const char *jobs_last_text(const struct jobs *j, bool *ret_ok);
