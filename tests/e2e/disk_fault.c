/* Preloaded into duband: a disk that fails when a test says so in the file DISK_FAULT_FILE (struct
 * fault). While its first byte is 's', every sync fails with EIO; while it is 'w', every write at
 * an offset fails with ENOSPC; while it is 'b', it is a page of a mapped file that the disk does
 * not give (SIGBUS). While it is 'n', the calls that change what is on the disk are counted, and
 * the one at `at` fails as `how` says. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* Written by the test, but for the last two. */
struct fault {
	char kind;
	char how; /* 'e' EIO, 'f' ENOSPC, 'p' writes a part, 'h' writes a part and is killed, 'k'
		     killed */
	char lasting; /* '1': so do all later ones */
	char unused;
	uint32_t at;	/* 1 = the first */
	uint32_t calls; /* counted */
	char name[80];	/* of the call that failed first, and of its file */
};

enum call { WRITES, OTHER };

static struct fault *fault;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void open_fault(void)
{
	const char *path = getenv("DISK_FAULT_FILE");
	int fd = path ? REAL(open)(path, O_RDWR | O_CLOEXEC) : -1;
	void *p = fd < 0 ? MAP_FAILED
			 : mmap(NULL, sizeof *fault, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	fault = p == MAP_FAILED ? NULL : p;
}

static int is(char kind)
{
	return fault && *(volatile char *)&fault->kind == kind;
}

static int fails(char kind, int error)
{
	if (!is(kind))
		return 0;
	errno = error;
	return 1;
}

static void die(void)
{
	(void)kill(getpid(), SIGKILL);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Counts a call; returns how it is to fail, 0 if it is not. A write in parts is none of `OTHER`, so
 * these are not counted then. */
static char counted(enum call call, const char *name, const char *path)
{
	uint32_t n;
	int in_parts;

	if (!is('n'))
		return 0;
	in_parts = fault->how == 'p' || fault->how == 'h';
	if (in_parts && call != WRITES)
		return 0;
	n = __atomic_add_fetch(&fault->calls, 1, __ATOMIC_SEQ_CST);
	if (n != fault->at && !(n > fault->at && fault->lasting == '1'))
		return 0;
	if (n == fault->at)
		(void)snprintf(fault->name, sizeof fault->name, "%s %s", name, last_part(path));
	if (fault->how == 'k')
		die();
	errno = fault->how == 'e' ? EIO : ENOSPC;
	return fault->how;
}

static char counted_fd(enum call call, const char *name, int fd)
{
	char link[40], path[200];
	ssize_t n;

	if (!is('n'))
		return 0;
	(void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path - 1);
	path[n < 0 ? 0 : n] = '\0';
	return counted(call, name, path);
}

/* Standard error, sockets and events are no disk. */
static int on_disk(int fd)
{
	struct stat st;

	return fd > STDERR_FILENO && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

int fdatasync(int fd)
{
	return fails('s', EIO) || counted_fd(OTHER, "fdatasync", fd) ? -1 : REAL(fdatasync)(fd);
}

int fsync(int fd)
{
	return fails('s', EIO) || counted_fd(OTHER, "fsync", fd) ? -1 : REAL(fsync)(fd);
}

ssize_t pwrite(int fd, const void *buf, size_t n, off_t at)
{
	char how;
	ssize_t part;

	if (fails('b', 0))
		(void)raise(SIGBUS);
	if (fails('w', ENOSPC))
		return -1;
	how = counted_fd(WRITES, "pwrite", fd);
	if (how != 'p' && how != 'h')
		return how ? -1 : REAL(pwrite)(fd, buf, n, at);
	part = REAL(pwrite)(fd, buf, n - n / 2, at);
	if (how == 'h')
		die();
	return part;
}

ssize_t write(int fd, const void *buf, size_t n)
{
	char how = on_disk(fd) ? counted_fd(WRITES, "write", fd) : 0;
	ssize_t part;

	if (how != 'p' && how != 'h')
		return how ? -1 : REAL(write)(fd, buf, n);
	part = REAL(write)(fd, buf, n - n / 2);
	if (how == 'h')
		die();
	return part;
}

/* A part of a vector is its first element. */
ssize_t pwritev(int fd, const struct iovec *iov, int n, off_t at)
{
	char how;
	ssize_t part;

	if (fails('b', 0))
		(void)raise(SIGBUS);
	if (fails('w', ENOSPC))
		return -1;
	how = counted_fd(WRITES, "pwritev", fd);
	if (how != 'p' && how != 'h')
		return how ? -1 : REAL(pwritev)(fd, iov, n, at);
	part = REAL(pwritev)(fd, iov, 1, at);
	if (how == 'h')
		die();
	return part;
}

ssize_t writev(int fd, const struct iovec *iov, int n)
{
	char how = on_disk(fd) ? counted_fd(WRITES, "writev", fd) : 0;
	ssize_t part;

	if (how != 'p' && how != 'h')
		return how ? -1 : REAL(writev)(fd, iov, n);
	part = REAL(writev)(fd, iov, 1);
	if (how == 'h')
		die();
	return part;
}

int ftruncate(int fd, off_t size)
{
	return counted_fd(OTHER, "ftruncate", fd) ? -1 : REAL(ftruncate)(fd, size);
}

int fallocate(int fd, int mode, off_t from, off_t n)
{
	return counted_fd(OTHER, "fallocate", fd) ? -1 : REAL(fallocate)(fd, mode, from, n);
}

int rename(const char *from, const char *to)
{
	return counted(OTHER, "rename", from) ? -1 : REAL(rename)(from, to);
}

int renameat(int at, const char *from, int to_at, const char *to)
{
	return counted(OTHER, "renameat", from) ? -1 : REAL(renameat)(at, from, to_at, to);
}

int mkdir(const char *path, mode_t mode)
{
	return counted(OTHER, "mkdir", path) ? -1 : REAL(mkdir)(path, mode);
}

int mkdirat(int at, const char *path, mode_t mode)
{
	return counted(OTHER, "mkdirat", path) ? -1 : REAL(mkdirat)(at, path, mode);
}

int unlink(const char *path)
{
	return counted(OTHER, "unlink", path) ? -1 : REAL(unlink)(path);
}

int unlinkat(int at, const char *path, int flags)
{
	return counted(OTHER, "unlinkat", path) ? -1 : REAL(unlinkat)(at, path, flags);
}

static int for_writing(const char *path, int flags)
{
	return (flags & (O_WRONLY | O_RDWR | O_CREAT)) && strncmp(path, "/dev/", 5) != 0 &&
	       strncmp(path, "/proc/", 6) != 0;
}

int open(const char *path, int flags, ...)
{
	va_list list;
	mode_t mode;

	va_start(list, flags);
	mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
	va_end(list);
	return for_writing(path, flags) && counted(OTHER, "open", path)
		   ? -1
		   : REAL(open)(path, flags, mode);
}

int openat(int at, const char *path, int flags, ...)
{
	va_list list;
	mode_t mode;

	va_start(list, flags);
	mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
	va_end(list);
	return for_writing(path, flags) && counted(OTHER, "openat", path)
		   ? -1
		   : REAL(openat)(at, path, flags, mode);
}
