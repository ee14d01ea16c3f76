#include "client/cli/watch/exec.h"

#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>

#include "client/cli/watch/wait.h"
#include "proto/cleanup.h"

/* A file in memory: unlike a pipe it holds any event at once, read or not. */
static int put_text(const char *text, size_t size, int *ret)
{
	_cleanup_close_ int fd = memfd_create("event", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	while (size > 0) {
		ssize_t n = write(fd, text, size);
		if (n < 0 && errno != EINTR)
			return -errno;
		text += n > 0 ? n : 0;
		size -= n > 0 ? (size_t)n : 0;
	}
	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	*ret = TAKE_FD(fd);
	return 0;
}

/* With the signals as they were before we held them back. */
static int set_attributes(posix_spawnattr_t *a, const sigset_t *open)
{
	sigset_t ours;
	(void)sigemptyset(&ours);
	(void)sigaddset(&ours, SIGINT);
	(void)sigaddset(&ours, SIGTERM);
	(void)sigaddset(&ours, SIGPIPE);
	int r = posix_spawnattr_setflags(a, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
						POSIX_SPAWN_SETSIGDEF);
	if (r == 0)
		r = posix_spawnattr_setsigmask(a, open);
	if (r == 0)
		r = posix_spawnattr_setsigdefault(a, &ours);
	return -r;
}

static int start(const struct exec_job *job, int in, pid_t *ret)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	char *const argv[] = {(char *)(uintptr_t)job->program, NULL};
	if (posix_spawn_file_actions_init(&files) != 0)
		return -ENOMEM;
	if (posix_spawnattr_init(&attributes) != 0) {
		(void)posix_spawn_file_actions_destroy(&files);
		return -ENOMEM;
	}
	int r = -posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	if (r == 0)
		r = set_attributes(&attributes, job->open);
	if (r == 0)
		r = -posix_spawnp(ret, job->program, &files, &attributes, argv, environ);
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&files);
	return r;
}

static long ms_now(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits for the program's end. Asked to stop, we give it its time: killed in the middle, it would
 * get the same event once more. *ret EXEC_TOOK: it ended by itself. */
static int wait_end(const struct exec_job *job, int pidfd, enum exec_end *ret)
{
	long until = ms_now() + (long)job->seconds * 1000;
	for (;;) {
		struct pollfd p = {.fd = pidfd, .events = POLLIN};
		long left = until - ms_now();
		int ready = 0;
		int r = left > 0 ? watch_wait(job->open, &p, 1, (int)left, &ready) : 0;
		if (r < 0)
			return r;
		*ret = ready > 0 ? EXEC_TOOK : watch_stopped() > 1 ? EXEC_STOPPED : EXEC_TIMEOUT;
		if (ready > 0 || watch_stopped() > 1 || ms_now() >= until)
			return 0;
	}
}

static enum exec_end end_of(int status, int *ret_value)
{
	*ret_value = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
	if (WIFSIGNALED(status))
		return EXEC_SIGNAL;
	if (*ret_value == EX_TEMPFAIL)
		return EXEC_LATER;
	return *ret_value == 0 ? EXEC_TOOK : EXEC_FAILED;
}

int exec_event(const struct exec_job *job, enum exec_end *ret, int *ret_value)
{
	_cleanup_close_ int in = -1, pidfd = -1;
	pid_t pid;
	int status = 0;
	int r = put_text(job->text, job->size, &in);
	if (r == 0)
		r = start(job, in, &pid);
	if (r < 0)
		return r;
	pidfd = pidfd_open(pid, 0);
	r = pidfd < 0 ? -errno : wait_end(job, pidfd, ret);
	if (r < 0 || *ret != EXEC_TOOK)
		(void)kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (r == 0 && *ret == EXEC_TOOK)
		*ret = end_of(status, ret_value);
	return r;
}
