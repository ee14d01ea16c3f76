#include "option.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "proto/status.h"
#include "text/date.h"

#define OPTION_AT(member) offsetof(struct config, member)

const struct option_row option_rows[] = {
    {"data", KIND_TEXT, OPTION_AT(data), 0, false, "DIR",
     "folder of the store; created if missing"},
    {"config", KIND_TEXT, OPTION_AT(file), 0, true, "FILE",
     "read these keys from [duban] in this INI file"},
    {"listen", KIND_ENDPOINT, OPTION_AT(listen), 0, false, "ENDPOINT",
     "endpoint for commands and fetch, tcp://ADDRESS:PORT"},
    {"publish", KIND_ENDPOINT, OPTION_AT(publish), 0, false, "ENDPOINT",
     "endpoint of the live feed"},
    {"announce", KIND_TEXT, OPTION_AT(announce), 0, false, "HOST",
     "host name or address to write into connection files; several\n"
     "                                      by commas: clients try them in turn"},
    {"simulated", KIND_TEXT, OPTION_AT(simulated), 0, false, "YYYY-MM-DDTHH:MM",
     "create a store whose clock starts here and is set by hand"},
    {"zone", KIND_TEXT, OPTION_AT(zone), 0, false, "NAME",
     "time zone of a new store (default Asia/Shanghai)"},
    {"clock-floor", KIND_DATE, OPTION_AT(clock_floor), 0, false, "DATE",
     "a real store never believes a machine's clock before this\n"
     "                                      day (default 2025-01-01)"},
    {"clock-ceiling", KIND_DATE, OPTION_AT(clock_ceiling), 0, false, "DATE",
     "nor one after this day (default none)"},
    {"segment-size", KIND_SIZE, OPTION_AT(segment_size), 0, false, "SIZE",
     "size of a journal file (default 64M); suffixes K, M, G, T"},
    {"map-size", KIND_SIZE, OPTION_AT(map_size), 0, false, "SIZE",
     "address space of the state database (default 64G)"},
    {"reserve", KIND_SIZE, OPTION_AT(reserve), 0, false, "SIZE",
     "with less free space than this, accept only commands that\n"
     "                                      finish or clear something (default 256M)"},
    {"scrub-every", KIND_NUMBER, OPTION_AT(scrub_every), 0, false, "DAYS",
     "read and check all files so often (default 7)"},
    {"scrub-delay", KIND_NUMBER, OPTION_AT(scrub_delay), 0, false, "SECONDS",
     "and so long after each start (default 10)"},
    {"scrub-rate", KIND_SIZE, OPTION_AT(scrub_rate), 0, false, "SIZE",
     "reading so many bytes a second (default 16M)"},
    {"client-memory", KIND_SIZE, OPTION_AT(client_memory), 0, false, "SIZE",
     "memory held for all clients together (default 512M): what\n"
     "                                      they do not read, what waits, open uploads"},
    {"client-connections", KIND_COUNT, OPTION_AT(client_connections), 0, false, "NUMBER",
     "connections of one principal (default 64)"},
    {"client-rate", KIND_COUNT, OPTION_AT(client_rate), 0, false, "NUMBER",
     "requests a second of one principal (default 5000)"},
    {"log-level", KIND_LEVEL, OPTION_AT(log_level), 0, false, "LEVEL",
     "error, warning, notice, info or debug (default info)"},
    {"check-config", KIND_FLAG, 0, CONFIG_CHECK, true, NULL,
     "check options and file for errors, then exit"},
    {"verify", KIND_FLAG, 0, CONFIG_VERIFY, true, NULL,
     "check the state database against the journal, read-only;\n"
     "                                      exit 0 if they agree"},
    {"prove", KIND_TEXT, OPTION_AT(prove), CONFIG_PROVE, true, "BOARD YYYYMM LIST",
     "derive a published ranking from the journal and compare, as\n"
     "                                      `dubanctl ranking prove` does; board 1 or 2"},
    {"scrub", KIND_FLAG, 0, CONFIG_SCRUB, true, NULL,
     "read and check all files of the store, changing nothing;\n"
     "                                      exit 0 if none is damaged"},
    {"scrub-paced", KIND_FLAG, 0, CONFIG_SCRUB_PACED, true, NULL,
     "the same, a MiB for each byte of standard input"},
    {"rebuild", KIND_FLAG, 0, CONFIG_REBUILD, true, NULL,
     "build the state database of a stopped store again from\n"
     "                                      its journal, then exit"},
    {"open-key", KIND_TEXT, OPTION_AT(open_key), CONFIG_OPEN_KEY, true, "FILE",
     "take the server's key out of a backup's server.key.sealed\n"
     "                                      and write it into the data folder, then exit"},
    {"new-key", KIND_TEXT, OPTION_AT(new_key), CONFIG_NEW_KEY, true, "YYYY-MM-DD",
     "make the server's next key, then exit; from the next start\n"
     "                                      on both are served, after this day only the next"},
    {"version", KIND_FLAG, 0, CONFIG_VERSION, true, NULL, "print the version"},
    {"help", KIND_FLAG, 0, CONFIG_HELP, true, NULL, "print this help"},
    {.key = NULL},
};

_Static_assert(sizeof option_rows / sizeof *option_rows <= OPTIONS_MAX, "raise OPTIONS_MAX");

const struct option_row *option_find(const char *key, size_t n, bool from_file)
{
	for (const struct option_row *it = option_rows; it->key; it++)
		if (strlen(it->key) == n && memcmp(it->key, key, n) == 0 &&
		    !(from_file && it->args_only))
			return it;
	return NULL;
}

/* ---- values */

__attribute__((format(printf, 2, 3))) static int wrong(char **ret, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(ret, fmt, ap);
	va_end(ap);
	return n < 0 ? -ENOMEM : STATUS_INVALID;
}

static int set_text(struct config *c, const struct option_row *row, const char *value, char **ret)
{
	char **place = (char **)((char *)c + row->offset);
	char *copy;

	if (!*value)
		return wrong(ret, "%s: empty; give %s or leave it out", row->key, row->value);
	copy = strdup(value);
	if (!copy)
		return -ENOMEM;
	free(*place);
	*place = copy;
	return 0;
}

/* Checks the syntax only; bind() finds out whether the address belongs to this machine. */
static bool is_endpoint(const char *value)
{
	const char *port = strrchr(value, ':') + 1;
	size_t digits = strspn(port, "0123456789");

	if (strncmp(value, "ipc:///", 7) == 0)
		return true;
	return strncmp(value, "tcp://", 6) == 0 && port > value + 7 && digits > 0 && digits <= 5 &&
	       !port[digits] && strtoul(port, NULL, 10) <= UINT16_MAX;
}

static int set_endpoint(struct config *c, const struct option_row *row, const char *value,
			char **ret)
{
	if (!strchr(value, ':') || !is_endpoint(value))
		return wrong(ret, "%s: '%s' is not an endpoint; write it like tcp://127.0.0.1:7711",
			     row->key, value);
	return set_text(c, row, value, ret);
}

static int set_size(struct config *c, const struct option_row *row, const char *value, char **ret)
{
	static const char suffixes[] = "KMGT";
	uint64_t *place = (uint64_t *)((char *)c + row->offset);
	unsigned long long v;
	const char *s;
	char *end;

	errno = 0;
	v = strtoull(value, &end, 10);
	s = *end ? strchr(suffixes, *end) : NULL;
	if (*value < '0' || *value > '9' || errno || (*end && (!s || end[1])))
		return wrong(ret, "%s: '%s' is not a size; write it like 64M", row->key, value);
	for (int i = 0; s && i <= s - suffixes; i++)
		if (__builtin_mul_overflow(v, 1024, &v))
			return wrong(ret, "%s: '%s' is too large", row->key, value);
	if (v == 0)
		return wrong(ret, "%s: 0 is not a size; leave it out for the default", row->key);
	*place = v;
	return 0;
}

static int set_number(struct config *c, const struct option_row *row, const char *value, char **ret)
{
	uint64_t *place = (uint64_t *)((char *)c + row->offset);
	size_t digits = strspn(value, "0123456789");

	if (digits == 0 || digits > 4 || value[digits])
		return wrong(ret, "%s: '%s' is not a number of %s; write it like 7", row->key,
			     value, row->value[0] == 'D' ? "days" : "seconds");
	*place = strtoull(value, NULL, 10);
	return 0;
}

static int set_date(struct config *c, const struct option_row *row, const char *value, char **ret)
{
	date_t day;

	if (!date_parse(value, &day))
		return wrong(ret, "%s: '%s' is not a date; write it like 2026-01-31", row->key,
			     value);
	*(uint32_t *)((char *)c + row->offset) = date_ymd(day);
	return 0;
}

static int set_count(struct config *c, const struct option_row *row, const char *value, char **ret)
{
	size_t digits = strspn(value, "0123456789");
	unsigned long v =
	    digits > 0 && digits <= 7 && !value[digits] ? strtoul(value, NULL, 10) : 0;

	if (v == 0)
		return wrong(ret, "%s: '%s' is not a number from 1 to 9999999", row->key, value);
	*(uint64_t *)((char *)c + row->offset) = v;
	return 0;
}

static int set_level(struct config *c, const struct option_row *row, const char *value, char **ret)
{
	static const struct {
		const char *name;
		int level;
	} names[] = {{"error", LOG_ERR},
		     {"warning", LOG_WARNING},
		     {"notice", LOG_NOTICE},
		     {"info", LOG_INFO},
		     {"debug", LOG_DEBUG}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(value, names[i].name) == 0) {
			*(int *)((char *)c + row->offset) = names[i].level;
			return 0;
		}
	return wrong(ret, "%s: '%s' is not one of error, warning, notice, info, debug", row->key,
		     value);
}

int option_set(struct config *c, const struct option_row *row, const char *value, char **ret)
{
	switch (row->kind) {
	case KIND_TEXT:
		if (row->action != CONFIG_RUN)
			c->action = (enum config_action)row->action;
		return set_text(c, row, value, ret);
	case KIND_ENDPOINT:
		return set_endpoint(c, row, value, ret);
	case KIND_SIZE:
		return set_size(c, row, value, ret);
	case KIND_NUMBER:
		return set_number(c, row, value, ret);
	case KIND_DATE:
		return set_date(c, row, value, ret);
	case KIND_COUNT:
		return set_count(c, row, value, ret);
	case KIND_LEVEL:
		return set_level(c, row, value, ret);
	case KIND_FLAG:
		c->action = (enum config_action)row->action;
		return 0;
	}
	return -EINVAL;
}
