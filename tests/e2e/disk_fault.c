/* Preloaded into duband. While the first byte of the file DISK_FAULT_FILE is 's', every sync fails
 * with EIO; while it is 'w', every write at an offset fails with ENOSPC; while it is 'b', it is a
 * page of a mapped file that the disk does not give (SIGBUS). */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

static const volatile char *fault;

__attribute__((constructor)) static void open_fault(void)
{
	const char *path = getenv("DISK_FAULT_FILE");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *p = fd < 0 ? MAP_FAILED : mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);

	fault = p == MAP_FAILED ? NULL : p;
}

static int fails(char kind, int error)
{
	if (!fault || *fault != kind)
		return 0;
	errno = error;
	return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fdatasync(int fd)
{
	return fails('s', EIO) ? -1 : REAL(fdatasync)(fd);
}

int fsync(int fd)
{
	return fails('s', EIO) ? -1 : REAL(fsync)(fd);
}

ssize_t pwrite(int fd, const void *buf, size_t n, off_t at)
{
	if (fails('b', 0))
		(void)raise(SIGBUS);
	return fails('w', ENOSPC) ? -1 : REAL(pwrite)(fd, buf, n, at);
}

ssize_t pwritev(int fd, const struct iovec *iov, int n, off_t at)
{
	if (fails('b', 0))
		(void)raise(SIGBUS);
	return fails('w', ENOSPC) ? -1 : REAL(pwritev)(fd, iov, n, at);
}
