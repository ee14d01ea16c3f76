#include "bus/door/next_key.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "text/date.h"
#include "text/z85.h"

static char *path_in(const char *dir, const char *name)
{
	char *path = NULL;

	return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

int next_key_read(const char *dir, struct next_key *ret)
{
	_cleanup_free_ char *path = path_in(dir, SERVER_NEXT);
	_cleanup_fclose_ FILE *f = path ? fopen(path, "re") : NULL;
	uint8_t raw[CURVE_KEY_SIZE];
	char public[KEY_TEXT_MAX], day[11];
	uint32_t until;

	if (!f)
		return path ? -errno : -ENOMEM;
	if (fscanf(f, "%40s %10s", public, day) != 2 || !z85_parse(public, raw, sizeof raw) ||
	    !ymd_parse(day, &until) || !until)
		return -EBADMSG;
	memcpy(ret->public, public, sizeof public);
	ret->until_date = until;
	return 0;
}

int next_key_write(const char *dir, const struct next_key *n)
{
	_cleanup_free_ char *path = path_in(dir, SERVER_NEXT);
	char text[KEY_TEXT_MAX + DATE_TEXT_MAX + 1], day[DATE_TEXT_MAX];

	(void)snprintf(text, sizeof text, "%s %s", n->public, ymd_text(n->until_date, day));
	return path ? server_key_write(path, text) : -ENOMEM;
}

/* ---- the beginning */

__attribute__((format(printf, 3, 4))) static int says(char **fault, int r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(fault, fmt, ap) < 0)
		*fault = NULL;
	va_end(ap);
	return r;
}

static int check_day(const char *day, usec_t now, uint32_t *ret, char **fault)
{
	if (!ymd_parse(day, ret) || !*ret)
		return says(fault, -EINVAL, "'%s' is not a day; write it like 2026-12-31", day);
	/* in any zone: a day that is over would shut all clients out at the next start */
	if (date_start(date_from_ymd(*ret), 0) < now)
		return says(fault, -EINVAL,
			    "%s is not after today: give a day until which all clients have been "
			    "in touch",
			    day);
	return 0;
}

/* The secret first: without server.next it means nothing. */
static int put_files(const char *dir, const struct server_key *key, const struct next_key *n)
{
	_cleanup_free_ char *path = path_in(dir, SERVER_KEY_NEXT);
	int r = path ? server_key_write(path, key->secret) : -ENOMEM;

	return r ? r : next_key_write(dir, n);
}

int next_key_prepare(const char *dir, const char *day, usec_t simulated, struct next_key *ret,
		     char **ret_fault)
{
	struct server_key key = {};
	int r = check_day(day, simulated ? simulated : clock_now(), &ret->until_date, ret_fault);

	if (r)
		return r;
	r = next_key_read(dir, ret);
	if (r != -ENOENT)
		return says(ret_fault, -EEXIST,
			    "%s/" SERVER_NEXT " is there: the key is being changed already. To "
			    "move the day, change it in that file; to give the change up, remove "
			    "it; then restart duband",
			    dir);
	if (!server_key_make(&key))
		return says(ret_fault, -EIO, "no random numbers for a new key");
	(void)z85_text(key.public, CURVE_KEY_SIZE, ret->public);
	r = put_files(dir, &key, ret);
	explicit_bzero(&key, sizeof key);
	return r ? says(ret_fault, r, "cannot write the next key in %s: %s", dir, strerror(-r)) : 0;
}

/* ---- the end */

static int remove_if_there(const char *path)
{
	return path && unlink(path) < 0 && errno != ENOENT ? -errno : path ? 0 : -ENOMEM;
}

int next_key_finish(const char *dir, const char *kept)
{
	_cleanup_free_ char *next = path_in(dir, SERVER_KEY_NEXT), *key = path_in(dir, SERVER_KEY),
			    *note = path_in(dir, SERVER_NEXT);
	struct next_key n;
	int r = next_key_read(dir, &n);

	if (r < 0 || strcmp(n.public, kept) != 0)
		return r == -ENOENT ? 0 : r;
	if (!next || !key)
		return -ENOMEM;
	if (rename(next, key) < 0 && errno != ENOENT)
		return -errno;
	return remove_if_there(note);
}
