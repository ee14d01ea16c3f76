#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/cleanup.h"

extern char **environ;

static int add_actions(posix_spawn_file_actions_t *a, int in, int out)
{
	int r = in < 0 ? posix_spawn_file_actions_addopen(a, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
		       : posix_spawn_file_actions_adddup2(a, in, STDIN_FILENO);

	if (r == 0)
		r = posix_spawn_file_actions_adddup2(a, out, STDOUT_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_addclosefrom_np(a, 3);
	return r;
}

/* This process blocks and ignores signals that the child needs as they are by default. */
static int add_signals(posix_spawnattr_t *attr)
{
	sigset_t none, defaults;
	int r;

	(void)sigemptyset(&none);
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGHUP);
	(void)sigaddset(&defaults, SIGPIPE);
	r = posix_spawnattr_setsigmask(attr, &none);
	if (r == 0)
		r = posix_spawnattr_setsigdefault(attr, &defaults);
	return r ? r
		 : posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int spawn(struct child_process *c, char *const argv[], int in, int out)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int r = posix_spawn_file_actions_init(&actions);

	if (r != 0)
		return -r;
	r = posix_spawnattr_init(&attr);
	if (r == 0) {
		r = add_actions(&actions, in, out);
		if (r == 0)
			r = add_signals(&attr);
		if (r == 0)
			r = posix_spawn(&c->pid, argv[0], &actions, &attr, argv, environ);
		(void)posix_spawnattr_destroy(&attr);
	}
	(void)posix_spawn_file_actions_destroy(&actions);
	if (r != 0)
		c->pid = 0;
	return -r;
}

static int open_pipe(int *ret_read, int *ret_write)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	*ret_read = fds[0];
	*ret_write = fds[1];
	return 0;
}

static int start(struct child_process *c, char *const argv[], bool with_input)
{
	_cleanup_close_ int out = -1, in = -1;
	int r = open_pipe(&c->out_fd, &out);

	if (!r && with_input)
		r = open_pipe(&in, &c->in_fd);
	if (!r)
		r = spawn(c, argv, in, out);
	if (r)
		return r;
	c->pid_fd = pidfd_open(c->pid, 0);
	if (c->pid_fd < 0 || fcntl(c->out_fd, F_SETFL, O_NONBLOCK) < 0)
		return -errno;
	return with_input && fcntl(c->in_fd, F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

int child_start(struct child_process *c, char *const argv[], bool with_input)
{
	int r;

	*c = CHILD_NONE;
	r = start(c, argv, with_input);
	if (r)
		child_done(c);
	return r;
}

int child_read(struct child_process *c, char *buf, size_t size, size_t *ret_n)
{
	ssize_t n;

	*ret_n = 0;
	if (c->out_fd < 0)
		return 0;
	do
		n = read(c->out_fd, buf, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN ? 0 : -errno;
	if (n == 0)
		(void)close(TAKE_FD(c->out_fd));
	*ret_n = (size_t)n;
	return 0;
}

bool child_ended(struct child_process *c, int *ret_status)
{
	if (c->pid == 0 || waitpid(c->pid, ret_status, WNOHANG) != c->pid)
		return false;
	c->pid = 0;
	return true;
}

void child_done(struct child_process *c)
{
	if (c->pid > 0) {
		(void)kill(c->pid, SIGKILL);
		(void)waitpid(c->pid, NULL, 0);
	}
	closep(&c->pid_fd);
	closep(&c->out_fd);
	closep(&c->in_fd);
	*c = CHILD_NONE;
}
