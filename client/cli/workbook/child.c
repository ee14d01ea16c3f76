#include "client/cli/workbook/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/xlsx/xlsx.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

extern char **environ;

/* ---- the caller */

struct child {
	pid_t pid;
	int out;
};

static int64_t now_ms(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A file in memory, sealed: the child maps it, and nobody changes it any more. */
static int hold(struct bytes in, int *ret_fd)
{
	_cleanup_close_ int fd = memfd_create("workbook", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	const char *s = in.data;
	if (fd < 0)
		return -errno;
	for (size_t at = 0; at < in.size;) {
		ssize_t n = write(fd, s + at, in.size - at);
		if (n < 0 && errno != EINTR)
			return -errno;
		at += n < 0 ? 0 : (size_t)n;
	}
	if (lseek(fd, 0, SEEK_SET) < 0 ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

static int start(char *const argv[], int in, struct child *ret)
{
	posix_spawn_file_actions_t files;
	int pipe_fd[2];
	if (pipe2(pipe_fd, O_CLOEXEC) < 0)
		return -errno;
	int r = posix_spawn_file_actions_init(&files);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&files, pipe_fd[1], STDOUT_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY,
						     0);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	if (r == 0)
		r = posix_spawn(&ret->pid, argv[0], &files, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)close(pipe_fd[1]);
	if (r != 0)
		(void)close(pipe_fd[0]);
	ret->out = pipe_fd[0];
	return -r;
}

static int drain(int fd, int seconds, child_sink *sink, void *user)
{
	int64_t until = now_ms() + seconds * 1000LL;
	char piece[64 * 1024];
	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = until - now_ms();
		if (left <= 0 || poll(&p, 1, (int)left) == 0)
			return -ETIMEDOUT;
		ssize_t n = read(fd, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : 0;
		int r = sink(user, BYTES(piece, (size_t)n));
		if (r != 0)
			return r;
	}
}

int child_run(char *const argv[], struct bytes in, int seconds, child_sink *sink, void *user)
{
	struct child child = {};
	_cleanup_close_ int held = -1;
	int status = 0;
	int r = hold(in, &held);
	if (r == 0)
		r = start(argv, held, &child);
	if (r < 0)
		return r;
	r = drain(child.out, seconds, sink, user);
	(void)close(child.out);
	if (r != 0)
		(void)kill(child.pid, SIGKILL);
	while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR)
		;
	if (r == 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return -ETIMEDOUT;
	return r == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0) ? -EPROTO : r;
}

/* ---- the child */

#if defined(__SANITIZE_ADDRESS__)
#define CHILD_SANITIZED 1
#elif defined(__has_feature)
#define CHILD_SANITIZED __has_feature(address_sanitizer)
#else
#define CHILD_SANITIZED 0
#endif

/* The hard limit of time is a second more, so that the end has a signal of its own. */
static int limit(__rlimit_resource_t what, rlim_t most)
{
	struct rlimit l = {most, most + (what == RLIMIT_CPU)};
	return setrlimit(what, &l) < 0 ? -errno : 0;
}

/* With AddressSanitizer there is no limit of memory: it reserves more than any. */
int child_confine(void)
{
	int r = limit(RLIMIT_FSIZE, 0);
	r = r ? r : limit(RLIMIT_CORE, 0);
	r = r ? r : limit(RLIMIT_NOFILE, 3);
	r = r ? r : limit(RLIMIT_CPU, WORKBOOK_SECONDS_MAX);
	if (!CHILD_SANITIZED)
		r = r ? r : limit(RLIMIT_AS, WORKBOOK_MEMORY_MAX);
	r = r ? r : close_range(3, ~0U, 0) < 0 ? -errno : 0;
	return r ? r : prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}

/* Ends without the ordinary end of the program: nothing of it is of use here. */
void child_main(bool hidden)
{
	struct stat st;
	if (child_confine() < 0 || fstat(STDIN_FILENO, &st) < 0 || st.st_size < 1 ||
	    st.st_size > IMPORT_BYTES_MAX)
		_exit(EXIT_FAILURE);
	void *raw = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	if (raw == MAP_FAILED)
		_exit(EXIT_FAILURE);
	int r = xlsx_read(BYTES(raw, (size_t)st.st_size), hidden, stdout);
	_exit(r < 0 || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS);
}
