/* Preloaded into duband: shifts its wall clock by the seconds in the file CLOCK_SHIFT_FILE, says
 * whether NTP keeps the clock, of which boot the process is, and how much time has passed besides.
 * The file is read at each call. Other clocks do not follow a shift, as in a real step. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timex.h>
#include <time.h>

static const volatile struct machine {
	int64_t shift;	/* seconds */
	int64_t synced; /* NTP keeps the clock */
	int64_t boot;	/* its number */
	int64_t passed; /* seconds that have passed for all clocks */
} * machine;

__attribute__((constructor)) static void open_shift(void)
{
	const char *path = getenv("CLOCK_SHIFT_FILE");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *p = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *machine, PROT_READ, MAP_SHARED, fd, 0);

	machine = p == MAP_FAILED ? NULL : p;
}

int clock_gettime(clockid_t id, struct timespec *ts)
{
	static int (*real)(clockid_t, struct timespec *);
	int r;

	if (!real)
		real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
	r = real(id, ts);
	if (r == 0 && id == CLOCK_REALTIME && machine)
		ts->tv_sec += machine->shift;
	if (r == 0 && (id == CLOCK_REALTIME || id == CLOCK_BOOTTIME) && machine)
		ts->tv_sec += machine->passed;
	return r;
}

int adjtimex(struct timex *t)
{
	if (t->modes != 0) {
		errno = EPERM;
		return -1;
	}
	t->status = machine && machine->synced ? STA_PLL : STA_UNSYNC;
	return t->status & STA_UNSYNC ? TIME_ERROR : TIME_OK;
}

/* of libsystemd: a sd_id128_t is 16 bytes */
typedef union {
	uint8_t bytes[16];
	uint64_t qwords[2];
} boot_id;

int sd_id128_get_boot(boot_id *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->qwords[0] = 1 + (machine ? (uint64_t)machine->boot : 0);
	return 0;
}
