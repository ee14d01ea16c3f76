#include "store/db/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/cleanup.h"
#include "store/db/guard_private.h"

#define STACK_BYTES (64 * 1024) /* for a handler, whatever was left of the stack */

_Thread_local volatile bool guard_inside;

/* Texts and names are made in advance: a signal handler may not format. */
static struct {
	char dir[PATH_MAX], file[PATH_MAX + sizeof "/" SUSPECT_FILE];
	char damaged[512], disk[512];
	bool mark;
	_Atomic uintptr_t from, to; /* the map of its data.mdb */
} watched;

/* The only functions in here that a handler may call. */
static int leave_file(const char *dir, const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600), top;
	size_t n = strlen(text);
	int r = fd < 0 || write(fd, text, n) != (ssize_t)n || fsync(fd) < 0 ? -errno : 0;

	if (fd >= 0)
		(void)close(fd);
	top = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!r && (top < 0 || fsync(top) < 0))
		r = -errno;
	if (top >= 0)
		(void)close(top);
	return r;
}

int guard_suspect(const char *dir, const char *why)
{
	_cleanup_free_ char *file = NULL, *text = NULL;

	if (asprintf(&file, "%s/" SUSPECT_FILE, dir) < 0 || asprintf(&text, "%s\n", why) < 0)
		return -ENOMEM;
	return leave_file(dir, file, text);
}

__attribute__((noreturn)) static void give_up(void)
{
	(void)!write(STDERR_FILENO, watched.damaged, strlen(watched.damaged));
	if (watched.mark)
		(void)leave_file(watched.dir, watched.file,
				 "a read of it ended the process (a signal or an assertion)\n");
	_exit(1);
}

static void on_assert(MDB_env *env, const char *text)
{
	(void)env;
	(void)text;
	give_up();
}

static bool in_map(const siginfo_t *info)
{
	uintptr_t at = (uintptr_t)info->si_addr;

	/* sent by a process, not by a fault: there is no address */
	return info->si_code > 0 && at >= atomic_load(&watched.from) &&
	       at < atomic_load(&watched.to);
}

static struct {
	int number;
	struct sigaction before;
} signals[] = {{.number = SIGBUS}, {.number = SIGSEGV}, {.number = SIGABRT}, {.number = SIGFPE}};

#define N_SIGNALS (sizeof signals / sizeof *signals)

/* SIGBUS within a call of LMDB, but not in the map, is the lock file's: the disk is full. */
static void on_fault(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (in_map(info) || (guard_inside && number != SIGBUS))
		give_up();
	if (number == SIGBUS) {
		(void)!write(STDERR_FILENO, watched.disk, strlen(watched.disk));
		_exit(1);
	}
	/* As if nobody had watched: the instruction is tried again, and ends the process. */
	for (size_t i = 0; i < N_SIGNALS; i++)
		if (signals[i].number == number)
			(void)sigaction(number, &signals[i].before, NULL);
	if (info->si_code <= 0)
		(void)raise(number);
}

void guard_watch(const char *dir, bool mark)
{
	static uint8_t stack[STACK_BYTES];
	const stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
	struct sigaction act = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};

	watched.mark = mark;
	(void)snprintf(watched.dir, sizeof watched.dir, "%s", dir);
	(void)snprintf(watched.file, sizeof watched.file, "%s/" SUSPECT_FILE, dir);
	(void)snprintf(watched.damaged, sizeof watched.damaged,
		       "<2>%.300s/data.mdb is damaged: a read of it ended the process%s. "
		       "Everything that was answered is in the journal\n",
		       dir,
		       mark ? "; the next start builds it again"
			    : "; `duband --rebuild` builds it "
			      "again");
	(void)snprintf(
	    watched.disk, sizeof watched.disk,
	    "<3>a page of a file in %.300s could not be read or made (SIGBUS): the disk is "
	    "full or fails; see df and dmesg. Everything that was answered is stored\n",
	    dir);
	(void)sigaltstack(&own, NULL);
	for (size_t i = 0; i < N_SIGNALS; i++)
		(void)sigaction(signals[i].number, &act, &signals[i].before);
}

/* LMDB does not tell where its map is. The kernel does, by the file's number. */
static bool find_map(const struct stat *st, uintptr_t *from, uintptr_t *to)
{
	_cleanup_fclose_ FILE *f = fopen("/proc/self/maps", "re");
	char line[PATH_MAX + 128];
	uint64_t inode, at;

	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %*s %" SCNx64 " %*s %" SCNu64, from, to,
			   &at, &inode) == 4 &&
		    inode == st->st_ino && at == 0)
			return true;
	return false;
}

void guard_add(struct db *db, const char *dir)
{
	uintptr_t from, to;
	struct stat st;
	int fd;

	db->guarded = *watched.dir && strcmp(dir, watched.dir) == 0;
	if (!db->guarded)
		return;
	(void)mdb_env_set_assert(db->env, on_assert);
	if (mdb_env_get_fd(db->env, &fd) == MDB_SUCCESS && fstat(fd, &st) == 0 &&
	    find_map(&st, &from, &to)) {
		atomic_store(&watched.from, from);
		atomic_store(&watched.to, to);
	}
}

void guard_drop(struct db *db)
{
	if (!db->guarded)
		return;
	atomic_store(&watched.to, 0);
	atomic_store(&watched.from, 0);
}
