#include "jobs.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "base/child.h"
#include "bus/door/sealed_key.h"
#include "config.h"
#include "engine/core/checkpoint.h"
#include "engine/core/refold.h"
#include "engine/keeper/backup.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/keeper.h"
#include "engine/keeper/scrubber.h"
#include "proto/status.h"
#include "text/hex.h"

#define JOBS_KEPT 16
#define OUTPUT_MAX 16384

enum job_state { JOB_NONE, JOB_WANTED, JOB_RUNNING, JOB_ENDED };

struct job {
	enum job_state state;
	uint8_t id[REQUEST_ID_SIZE];
	char *verb, *arg, *passphrase;
	bool ok;
	char *text;
	uint64_t seq;
	uint8_t hash[HASH_SIZE];
	size_t hash_size;
};

struct jobs {
	struct engine *engine;
	const struct server_keys *keys;
	struct server_keys backup_keys; /* as they were when the backup began */
	char *dir, *program;
	int epoll_fd;
	struct job job[JOBS_KEPT]; /* a ring; `last` is the newest */
	size_t last;
	/* backup */
	int event_fd;
	pthread_t thread;
	bool thread_runs;
	struct backup_mark backup_mark;
	int backup_result;
	struct backup_lack lack; /* what of the store is damaged */
	/* verify */
	struct child_process child;
	char output[OUTPUT_MAX];
	size_t n_output;
	struct scrubber *scrubber;
};

static struct job *current(struct jobs *j)
{
	return &j->job[j->last];
}

static bool busy(const struct jobs *j)
{
	enum job_state s = j->job[j->last].state;

	return s == JOB_WANTED || s == JOB_RUNNING;
}

bool jobs_wanted(const struct jobs *j)
{
	return j->job[j->last].state == JOB_WANTED;
}

int jobs_fd(const struct jobs *j)
{
	return j->epoll_fd;
}

/* Nothing keeps it longer than the job runs. */
static void forget_passphrase(struct job *job)
{
	if (job->passphrase)
		explicit_bzero(job->passphrase, strlen(job->passphrase));
	free(TAKE_PTR(job->passphrase));
}

static void job_done(struct job *job)
{
	forget_passphrase(job);
	free(job->verb);
	free(job->arg);
	free(job->text);
	*job = (struct job){0};
}

static struct job *find(struct jobs *j, struct bytes id)
{
	for (size_t i = 0; i < JOBS_KEPT; i++)
		if (j->job[i].state != JOB_NONE &&
		    bytes_equal(BYTES(j->job[i].id, REQUEST_ID_SIZE), id))
			return &j->job[i];
	return NULL;
}

static int want(struct jobs *j, const struct job_order *order)
{
	struct job *job;

	if (busy(j))
		return STATUS_UNAVAILABLE;
	j->last = (j->last + 1) % JOBS_KEPT;
	job = current(j);
	job_done(job);
	job->verb = strdup(order->verb);
	job->arg = strdup(order->arg);
	job->passphrase = strdup(order->passphrase);
	if (!job->verb || !job->arg || !job->passphrase)
		return -ENOMEM;
	memcpy(job->id, order->request_id.data, REQUEST_ID_SIZE);
	job->state = JOB_WANTED;
	return STATUS_PARKED;
}

static int reply(const struct job *job, struct arena *a, Duban__JobReply **ret)
{
	Duban__JobReply *b = arena_alloc(a, sizeof *b);

	if (!b)
		return -ENOMEM;
	duban__job_reply__init(b);
	b->ok = job->ok;
	b->seq = job->seq;
	b->text = arena_str(a, job->text);
	b->state_hash.data = arena_dup(a, job->hash, sizeof job->hash);
	b->state_hash.len = job->hash_size;
	if (!b->text || !b->state_hash.data)
		return -ENOMEM;
	*ret = b;
	return 0;
}

int jobs_ask(struct jobs *j, const struct job_order *order, struct arena *a, Duban__JobReply **ret)
{
	const struct job *job;

	if (order->request_id.size != REQUEST_ID_SIZE)
		return STATUS_INVALID;
	job = find(j, order->request_id);
	if (!job)
		return order->known ? STATUS_NOT_FOUND : want(j, order);
	if (strcmp(job->verb, order->verb) != 0 || strcmp(job->arg, order->arg) != 0)
		return STATUS_CONFLICT;
	return job->state == JOB_ENDED ? reply(job, a, ret) : STATUS_PARKED;
}

/* Ends the current job with its result. Takes `text` over. */
static void end(struct jobs *j, bool ok, char *text)
{
	struct job *job = current(j);

	forget_passphrase(job);
	job->ok = ok;
	job->text = text ? text : strdup("out of memory");
	job->state = JOB_ENDED;
}

__attribute__((format(printf, 3, 4))) static void end_text(struct jobs *j, bool ok, const char *fmt,
							   ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	end(j, ok, text);
}

static int wake(struct jobs *j)
{
	const uint64_t one = 1;

	(void)!write(j->event_fd, &one, sizeof one);
	return 0;
}

/* ---- backup */

static void *backup_thread(void *user)
{
	struct jobs *j = user;
	const struct job *job = current(j);
	_cleanup_free_ char *half = NULL;
	int r = asprintf(&half, "%s" BACKUP_HALF, job->arg) < 0 ? -ENOMEM : 0;

	if (r == 0)
		r = engine_backup(j->engine, half, &j->backup_mark, &j->lack.place[0]);
	j->lack.n = r == STATUS_DAMAGED;
	if (r == 0)
		r = sealed_key_write(half, &j->backup_keys,
				     *job->passphrase ? job->passphrase : NULL);
	if (r == 0)
		r = engine_check_backup(half, &j->lack);
	j->backup_result = half ? engine_backup_done(j->engine, half, job->arg, r) : r;
	(void)wake(j);
	return NULL;
}

static int start_backup(struct jobs *j)
{
	int r = engine_prepare_backup(j->engine, &j->backup_mark);

	if (r < 0)
		return r;
	if (r > 0) {
		end_text(j, false,
			 "not enough disk space to close the journal file before the backup");
		return wake(j);
	}
	current(j)->seq = j->backup_mark.seq;
	j->backup_keys = *j->keys;
	r = pthread_create(&j->thread, NULL, backup_thread, j);
	if (r != 0) {
		end_text(j, false, "cannot start a thread: %s", strerror(r));
		return wake(j);
	}
	j->thread_runs = true;
	return 0;
}

static void end_backup(struct jobs *j)
{
	_cleanup_free_ char *lack = NULL;
	struct job *job = current(j);

	(void)pthread_join(j->thread, NULL);
	j->thread_runs = false;
	server_keys_forget(&j->backup_keys);
	if (j->backup_result == STATUS_DAMAGED)
		lack = backup_lack_text(j->engine, &j->lack);
	if (j->backup_result == 0) {
		(void)engine_drop_damaged(j->dir);
		end_text(j, true, "backup up to event %" PRIu64 " in %s", job->seq, job->arg);
	} else if (lack) {
		end_text(j, false,
			 "backup to %s failed, nothing of it was kept: the store is damaged: %s; "
			 "copy these files back from an earlier backup, then back up again",
			 job->arg, lack);
	} else {
		end_text(j, false, "backup to %s failed: %s", job->arg,
			 j->backup_result < 0 ? strerror(-j->backup_result)
					      : status_name(j->backup_result));
	}
}

/* ---- verify, prove */

static int watch(struct jobs *j, int fd)
{
	struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};

	return epoll_ctl(j->epoll_fd, EPOLL_CTL_ADD, fd, &e) < 0 ? -errno : 0;
}

/* The same program beside the daemon, on what the last checkpoint holds. */
static int start_child(struct jobs *j)
{
	char *arg = *current(j)->arg ? current(j)->arg : NULL;
	char *option = (char *)(arg ? "--prove" : "--verify");
	char *argv[] = {j->program, (char *)"--data", j->dir, option, arg, NULL};
	int r = engine_checkpoint(j->engine);

	if (r != 0)
		return r < 0 ? r : -EIO;
	j->n_output = 0;
	r = child_start(&j->child, argv, false);
	r = r ? r : watch(j, j->child.out_fd);
	r = r ? r : watch(j, j->child.pid_fd);
	if (r < 0) {
		child_done(&j->child);
		end_text(j, false, "cannot run %s %s: %s", j->program, option, strerror(-r));
		return wake(j);
	}
	return 0;
}

static int start_scrub(struct jobs *j)
{
	int r = scrubber_now(j->scrubber);

	if (r < 0) {
		end_text(j, false, "%s", scrubber_state(j->scrubber)->fault);
		return wake(j);
	}
	return 0;
}

static const struct {
	const char *verb;
	int (*start)(struct jobs *j);
} verbs[] = {{"backup", start_backup},
	     {"verify", start_child},
	     {"prove", start_child},
	     {"scrub", start_scrub}};

int jobs_start(struct jobs *j)
{
	if (!jobs_wanted(j))
		return 0;
	current(j)->state = JOB_RUNNING;
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(current(j)->verb, verbs[i].verb) == 0)
			return verbs[i].start(j);
	return -EINVAL;
}

/* Parses the last line of the output of --verify (main.c): "seq 17 state 0123..." */
static void read_result(struct jobs *j)
{
	struct job *job = current(j);
	char hex[2 * HASH_SIZE + 1] = "", *line = strstr(j->output, "\nseq ");

	if (!line)
		return;
	*line = 0;
	if (sscanf(line + 1, "seq %" SCNu64 " state %64s", &job->seq, hex) != 2 ||
	    !hex_parse(hex, job->hash, HASH_SIZE))
		return;
	job->hash_size = HASH_SIZE;
}

/* Reads what verify has written so far; what is too long for a reply is dropped. */
static int read_output(struct jobs *j)
{
	char more[512];
	size_t n;
	int r;

	do {
		size_t room = sizeof j->output - 1 - j->n_output;

		r = child_read(&j->child, more, sizeof more, &n);
		memcpy(j->output + j->n_output, more, n < room ? n : room);
		j->n_output += n < room ? n : room;
	} while (!r && n > 0);
	return r;
}

static void end_verify(struct jobs *j, int status)
{
	child_done(&j->child);
	j->output[j->n_output] = 0;
	read_result(j);
	if (WIFEXITED(status))
		end(j, WEXITSTATUS(status) == 0, strdup(j->output));
	else
		end_text(j, false, "%s was killed by signal %d", current(j)->verb,
			 WTERMSIG(status));
}

static int look_at_verify(struct jobs *j)
{
	int status, r = read_output(j);

	if (r || !child_ended(&j->child, &status))
		return r;
	r = read_output(j); /* what it wrote before it ended */
	end_verify(j, status);
	return r;
}

/* ---- scrub */

static int look_at_scrub(struct jobs *j, bool *ret_ended)
{
	int r = scrubber_dispatch(j->scrubber, ret_ended);

	if (*ret_ended && current(j)->state == JOB_RUNNING &&
	    strcmp(current(j)->verb, "scrub") == 0) {
		*ret_ended = false;
		end(j, scrubber_fine(j->scrubber), scrubber_text(j->scrubber));
	}
	return r;
}

char *jobs_scrubbed(const struct jobs *j, bool *ret_fine)
{
	*ret_fine = scrubber_fine(j->scrubber);
	return scrubber_text(j->scrubber);
}

void jobs_second(struct jobs *j, usec_t mono)
{
	scrubber_second(j->scrubber, mono);
}

void jobs_fill_scrub(const struct jobs *j, Duban__Scrub *ret)
{
	const struct scrub_state *s = scrubber_state(j->scrubber);

	ret->began_at = s->began_at;
	ret->ended_at = s->ended_at;
	ret->running = s->running;
	ret->broken_off = s->broken_off;
	ret->bytes = s->bytes;
	ret->of_bytes = s->of_bytes;
	ret->found = s->found;
}

/* ---- called by the daemon */

int jobs_dispatch(struct jobs *j, bool *ret_ended, bool *ret_scrubbed)
{
	bool was_busy = busy(j);
	uint64_t n;
	int r = look_at_verify(j);

	if (!r)
		r = look_at_scrub(j, ret_scrubbed);
	if (read(j->event_fd, &n, sizeof n) == sizeof n) {
		if (j->thread_runs)
			end_backup(j);
		was_busy = true; /* a job may also have failed before it started */
	}
	*ret_ended = was_busy && !busy(j);
	return r;
}

const char *jobs_last_text(const struct jobs *j, bool *ret_ok)
{
	const struct job *job = &j->job[j->last];

	*ret_ok = job->ok;
	return job->state == JOB_ENDED ? job->text : NULL;
}

static int open_scrubber(struct jobs *j, const struct jobs_config *c)
{
	const struct scrubber_config s = {.engine = j->engine,
					  .dir = j->dir,
					  .program = j->program,
					  .rate = c->config->scrub_rate,
					  .after = (usec_t)c->config->scrub_delay * USEC_PER_SEC,
					  .every = (usec_t)c->config->scrub_every * USEC_PER_DAY};
	int r = scrubber_new(&j->scrubber, &s);

	return r ? r : watch(j, scrubber_fd(j->scrubber));
}

int jobs_new(struct jobs **ret, const struct jobs_config *c)
{
	_cleanup_(jobs_freep) struct jobs *j = calloc(1, sizeof *j);
	int r;

	if (!j)
		return -ENOMEM;
	j->engine = c->engine;
	j->keys = c->keys;
	j->child = CHILD_NONE;
	j->dir = strdup(c->config->data);
	j->program = strdup(c->config->program ? c->config->program : "/proc/self/exe");
	j->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	j->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (!j->dir || !j->program)
		return -ENOMEM;
	if (j->epoll_fd < 0 || j->event_fd < 0)
		return -errno;
	r = watch(j, j->event_fd);
	if (!r)
		r = open_scrubber(j, c);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(j);
	return 0;
}

struct jobs *jobs_free(struct jobs *j)
{
	if (!j)
		return NULL;
	if (j->thread_runs)
		(void)pthread_join(j->thread, NULL);
	child_done(&j->child);
	scrubber_free(j->scrubber);
	for (size_t i = 0; i < JOBS_KEPT; i++)
		job_done(&j->job[i]);
	closep(&j->event_fd);
	closep(&j->epoll_fd);
	free(j->dir);
	free(j->program);
	free(j);
	return NULL;
}
