#include "zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST 1167609600LL /* 2007-01-01 */
#define LAST 2145916799LL  /* 2037-12-31 */
#define DAY 86400

/* libc silently takes an unknown TZ as UTC, so check that its file exists. */
static bool exists(const char *name)
{
	const char *dir = getenv("TZDIR");
	_cleanup_free_ char *path = NULL;

	if (*name == '/' || strstr(name, "..") || !*name)
		return false;
	if (asprintf(&path, "%s/%s", dir ? dir : "/usr/share/zoneinfo", name) < 0)
		return false;
	return access(path, R_OK) == 0;
}

/* Seconds east of UTC. False: the offset changes between FIRST and LAST. */
static bool fixed_offset(long *ret)
{
	struct tm tm;
	time_t t = FIRST;

	if (!localtime_r(&t, &tm))
		return false;
	*ret = tm.tm_gmtoff;
	for (; t <= LAST; t += DAY)
		if (!localtime_r(&t, &tm) || tm.tm_gmtoff != *ret)
			return false;
	return true;
}

int zone_minutes(const char *name, int *ret, const char **ret_fault)
{
	_cleanup_free_ char *before = NULL;
	const char *tz = getenv("TZ");
	long offset = 0;
	bool ok;

	*ret_fault = "no such zone in the machine's tzdata; use a name like Asia/Shanghai, or "
		     "install the package tzdata";
	if (!exists(name))
		return STATUS_INVALID;
	if (tz && !(before = strdup(tz)))
		return -ENOMEM;
	if (setenv("TZ", name, 1) < 0)
		return -errno;
	tzset();
	ok = fixed_offset(&offset);
	if (before ? setenv("TZ", before, 1) < 0 : unsetenv("TZ") < 0)
		return -errno;
	tzset();
	*ret_fault =
	    "its offset changes between 2007 and 2037 (summer time); deadlines need a zone "
	    "with one offset, like Asia/Shanghai";
	if (!ok || offset % 60 != 0)
		return STATUS_INVALID;
	*ret = (int)(offset / 60);
	return 0;
}
