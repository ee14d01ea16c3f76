#include "config.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include <ini.h>

#include "text/date.h"
#include "zone.h"

enum option_kind { KIND_TEXT, KIND_ENDPOINT, KIND_SIZE, KIND_NUMBER, KIND_LEVEL, KIND_FLAG };

struct option_row {
	const char *key;
	enum option_kind kind;
	size_t offset;	/* of the value in struct config */
	int action;	/* what the option makes duband do; CONFIG_RUN: nothing else */
	bool args_only; /* command line only, not a key of the file */
	const char *value, *meaning;
};

#define OPTION_AT(member) offsetof(struct config, member)

static const struct option_row rows[] = {
    {"data", KIND_TEXT, OPTION_AT(data), 0, false, "DIR",
     "folder of the store; created if missing"},
    {"config", KIND_TEXT, OPTION_AT(file), 0, true, "FILE",
     "read these keys from [duban] in this INI file"},
    {"listen", KIND_ENDPOINT, OPTION_AT(listen), 0, false, "ENDPOINT",
     "endpoint for commands and fetch, tcp://ADDRESS:PORT"},
    {"publish", KIND_ENDPOINT, OPTION_AT(publish), 0, false, "ENDPOINT",
     "endpoint of the live feed"},
    {"announce", KIND_TEXT, OPTION_AT(announce), 0, false, "HOST",
     "host name or address to write into connection files"},
    {"simulated", KIND_TEXT, OPTION_AT(simulated), 0, false, "YYYY-MM-DDTHH:MM",
     "create a store whose clock starts here and is set by hand"},
    {"zone", KIND_TEXT, OPTION_AT(zone), 0, false, "NAME",
     "time zone of a new store (default Asia/Shanghai)"},
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
    {"log-level", KIND_LEVEL, OPTION_AT(log_level), 0, false, "LEVEL",
     "error, warning, notice, info or debug (default info)"},
    {"check-config", KIND_FLAG, 0, CONFIG_CHECK, true, NULL,
     "check options and file for errors, then exit"},
    {"verify", KIND_FLAG, 0, CONFIG_VERIFY, true, NULL,
     "check the state database against the journal, read-only;\n"
     "                                      exit 0 if they agree"},
    {"scrub", KIND_FLAG, 0, CONFIG_SCRUB, true, NULL,
     "read and check all files of the store, changing nothing;\n"
     "                                      exit 0 if none is damaged"},
    {"scrub-paced", KIND_FLAG, 0, CONFIG_SCRUB_PACED, true, NULL,
     "the same, a MiB for each byte of standard input"},
    {"open-key", KIND_TEXT, OPTION_AT(open_key), CONFIG_OPEN_KEY, true, "FILE",
     "take the server's key out of a backup's server.key.sealed\n"
     "                                      and write it into the data folder, then exit"},
    {"version", KIND_FLAG, 0, CONFIG_VERSION, true, NULL, "print the version"},
    {"help", KIND_FLAG, 0, CONFIG_HELP, true, NULL, "print this help"},
};

#define N_ROWS (sizeof rows / sizeof *rows)
#define FOREACH_ROW(it) for (const struct option_row *it = rows; it < rows + N_ROWS; it++)

struct load {
	struct config *c;
	const char *file; /* NULL: the command line */
	FILE *stream;
	int line, error;     /* errno of a read that failed */
	int line_of[N_ROWS]; /* line of the file that set the key; 0: not set by the file */
	bool plain;	     /* the line that was read last is no key so far, blank or comment */
	char *fault;	     /* all faults, a line each */
};

/* Adds a fault to the list. */
__attribute__((format(printf, 2, 3))) static int says(struct load *l, const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL, *before = TAKE_PTR(l->fault);
	const char *gap = before ? "\n" : "";
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return -ENOMEM;
	if (l->file)
		n = asprintf(&l->fault, "%s%s%s:%d: %s", before ? before : "", gap, l->file,
			     l->line, text);
	else
		n = asprintf(&l->fault, "%s%s%s", before ? before : "", gap, text);
	return n < 0 ? -ENOMEM : STATUS_INVALID;
}

/* INVALID, which is told already, does not end the check. */
static int passes(int r)
{
	return r < 0 ? r : 0;
}

static int set_text(struct load *l, const struct option_row *row, const char *value)
{
	char **place = (char **)((char *)l->c + row->offset);
	char *copy;

	if (!*value)
		return says(l, "%s: empty; give %s or leave it out", row->key, row->value);
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

static int set_endpoint(struct load *l, const struct option_row *row, const char *value)
{
	if (!strchr(value, ':') || !is_endpoint(value))
		return says(l, "%s: '%s' is not an endpoint; write it like tcp://127.0.0.1:7711",
			    row->key, value);
	return set_text(l, row, value);
}

static int set_size(struct load *l, const struct option_row *row, const char *value)
{
	static const char suffixes[] = "KMGT";
	uint64_t *place = (uint64_t *)((char *)l->c + row->offset);
	unsigned long long v;
	const char *s;
	char *end;

	errno = 0;
	v = strtoull(value, &end, 10);
	s = *end ? strchr(suffixes, *end) : NULL;
	if (*value < '0' || *value > '9' || errno || (*end && (!s || end[1])))
		return says(l, "%s: '%s' is not a size; write it like 64M", row->key, value);
	for (int i = 0; s && i <= s - suffixes; i++)
		if (__builtin_mul_overflow(v, 1024, &v))
			return says(l, "%s: '%s' is too large", row->key, value);
	if (v == 0)
		return says(l, "%s: 0 is not a size; leave it out for the default", row->key);
	*place = v;
	return 0;
}

static int set_number(struct load *l, const struct option_row *row, const char *value)
{
	uint64_t *place = (uint64_t *)((char *)l->c + row->offset);
	size_t digits = strspn(value, "0123456789");

	if (digits == 0 || digits > 4 || value[digits])
		return says(l, "%s: '%s' is not a number of %s; write it like 7", row->key, value,
			    row->value[0] == 'D' ? "days" : "seconds");
	*place = strtoull(value, NULL, 10);
	return 0;
}

static int set_level(struct load *l, const struct option_row *row, const char *value)
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
			*(int *)((char *)l->c + row->offset) = names[i].level;
			return 0;
		}
	return says(l, "%s: '%s' is not one of error, warning, notice, info, debug", row->key,
		    value);
}

static int set(struct load *l, const struct option_row *row, const char *value)
{
	l->line_of[row - rows] = l->file ? l->line : 0;
	switch (row->kind) {
	case KIND_TEXT:
		if (row->action != CONFIG_RUN)
			l->c->action = (enum config_action)row->action;
		return set_text(l, row, value);
	case KIND_ENDPOINT:
		return set_endpoint(l, row, value);
	case KIND_SIZE:
		return set_size(l, row, value);
	case KIND_NUMBER:
		return set_number(l, row, value);
	case KIND_LEVEL:
		return set_level(l, row, value);
	case KIND_FLAG:
		l->c->action = (enum config_action)row->action;
		return 0;
	}
	return -EINVAL;
}

static const struct option_row *find(const char *key, size_t n, bool from_file)
{
	FOREACH_ROW(it)
	if (strlen(it->key) == n && memcmp(it->key, key, n) == 0 && !(from_file && it->args_only))
		return it;
	return NULL;
}

/* ---- the file */

/* A line that inih passes over or takes as a section. */
static bool is_plain(const char *line)
{
	line += strspn(line, " \t\r\n\xef\xbb\xbf");
	return !*line || strchr(";#", *line) || (*line == '[' && strchr(line, ']'));
}

/* inih tells only the first line that it cannot read. */
static void check_last_line(struct load *l)
{
	if (!l->plain)
		(void)says(l, "expected [section], key = value or a # comment");
	l->plain = true;
}

/* inih does not pass the line number to its handler, so count lines while it reads. What does not
 * fit into its buffer would be read as a line of its own. */
static char *read_line(char *buf, int size, void *user)
{
	struct load *l = user;
	char *s;
	int c;

	check_last_line(l);
	s = fgets(buf, size, l->stream);
	if (!s) {
		l->error = ferror(l->stream) ? errno : 0;
		return NULL;
	}
	l->line++;
	l->plain = is_plain(s);
	if (strchr(s, '\n') || feof(l->stream))
		return s;
	while ((c = fgetc(l->stream)) != EOF && c != '\n')
		;
	(void)says(l, "the line is longer than %d bytes", size - 1);
	l->plain = true;
	buf[0] = '\0';
	return s;
}

static int on_key(void *user, const char *section, const char *name, const char *value)
{
	struct load *l = user;
	const struct option_row *row = find(name, strlen(name), true);

	l->plain = true;
	if (strcmp(section, "duban") != 0)
		(void)says(l, "%s is in section [%s]; move it to [duban]", name, section);
	else if (!row)
		(void)says(l, "unknown key %s; see duband --help for the keys", name);
	else if (l->line_of[row - rows])
		(void)says(l, "%s is in line %d already; leave one of them", name,
			   l->line_of[row - rows]);
	else
		(void)set(l, row, value);
	return 1;
}

static int load_file(struct load *l, const char *path)
{
	_cleanup_fclose_ FILE *stream = fopen(path, "re");
	int r;

	if (!stream)
		return says(l, "cannot read %s: %s; check --config", path, strerror(errno));
	l->stream = stream;
	l->file = path;
	l->plain = true;
	r = ini_parse_stream(read_line, l, on_key, l);
	check_last_line(l);
	l->file = NULL;
	if (l->error)
		return says(l, "cannot read %s: %s; check --config", path, strerror(l->error));
	return r < 0 ? -ENOMEM : 0;
}

/* ---- the arguments */

/* Parses "--key value" or "--key=value". */
static int take_arg(struct load *l, char **argv, int *i, const struct option_row **ret,
		    const char **value)
{
	const char *arg = argv[*i];
	size_t n = strncmp(arg, "--", 2) == 0 ? strcspn(arg + 2, "=") : 0;
	const struct option_row *row = n > 0 ? find(arg + 2, n, false) : NULL;

	if (!row)
		return says(l, "unknown option %s; see duband --help", arg);
	*ret = row;
	*value = arg[2 + n] == '=' ? arg + 3 + n : NULL;
	if (row->kind == KIND_FLAG)
		return *value ? says(l, "--%s takes no value", row->key) : 0;
	if (!*value && argv[*i + 1])
		*value = argv[++*i];
	return *value ? 0 : says(l, "--%s needs a value: %s", row->key, row->value);
}

/* First only to find the file, whose values the arguments replace afterwards. */
static int load_args(struct load *l, char **argv, bool only_file)
{
	int r = 0;

	for (int i = 1; argv[i] && r >= 0; i++) {
		const struct option_row *row = NULL;
		const char *value = NULL;

		r = take_arg(l, argv, &i, &row, &value);
		if (only_file && r > 0)
			free(TAKE_PTR(l->fault)); /* told when all are read */
		if (r == 0 &&
		    only_file == (row->kind != KIND_FLAG && row->offset == OPTION_AT(file)))
			r = set(l, row, value);
	}
	return passes(r);
}

/* ---- values derived from the options */

/* Makes the following faults name the line where the file set `key`, if it did. */
static void about(struct load *l, const char *key)
{
	const struct option_row *row = find(key, strlen(key), false);

	l->line = l->line_of[row - rows];
	l->file = l->line ? l->c->file : NULL;
}

/* Port 0 is any free one: two of them are not the same. */
static int check_addresses(struct load *l)
{
	const struct config *c = l->c;
	int r = 0;

	about(l, "publish");
	if (c->listen && c->publish && strcmp(c->listen, c->publish) == 0 &&
	    strcmp(strrchr(c->publish, ':'), ":0") != 0)
		r = says(l, "publish: '%s' is the endpoint of listen; give another port",
			 c->publish);
	about(l, "scrub-every");
	if (r >= 0 && c->scrub_every == 0)
		r = says(l, "scrub-every: 0 is no number of days; write it like 7");
	about(l, "announce");
	if (r >= 0 && c->announce && c->announce[strcspn(c->announce, " \t/\"")])
		r = says(l,
			 "announce: '%s' is not a host name or address; write it like "
			 "duban.example, without tcp:// and port",
			 c->announce);
	return passes(r);
}

static int resolve(struct load *l)
{
	struct config *c = l->c;
	const char *fault;
	bool whole = !l->fault; /* else the folder may have been given, but wrongly */
	int r = check_addresses(l);

	about(l, "zone");
	r = r ? r : zone_minutes(c->zone, &c->zone_minutes, &fault);
	if (r > 0)
		r = says(l, "zone: '%s': %s", c->zone, fault);
	about(l, "simulated");
	if (r >= 0 && c->simulated &&
	    !instant_parse(c->simulated, c->zone_minutes, &c->simulated_at))
		r = says(l,
			 "simulated: '%s' is not a date and time; write it like 2020-01-02T08:00",
			 c->simulated);
	about(l, "data");
	if (r >= 0 && !c->data && whole && c->action != CONFIG_CHECK)
		r = says(l, "no data folder; give --data DIR");
	return passes(r);
}

int config_load(struct config *c, int argc, char **argv, char **ret_fault)
{
	struct load l = {.c = c, .plain = true};
	int r;

	(void)argc;
	*c = (struct config){.log_level = LOG_INFO,
			     .zone = strdup("Asia/Shanghai"),
			     .scrub_rate = 16 * 1024 * 1024,
			     .scrub_delay = 10,
			     .scrub_every = 7};
	if (!c->zone)
		return -ENOMEM;
	r = load_args(&l, argv, true);
	if (r == 0 && c->file)
		r = passes(load_file(&l, c->file));
	if (r == 0)
		r = load_args(&l, argv, false);
	if (r == 0 && c->action != CONFIG_HELP && c->action != CONFIG_VERSION)
		r = resolve(&l);
	*ret_fault = l.fault;
	return r == 0 && l.fault ? STATUS_INVALID : r;
}

void config_done(struct config *c)
{
	FOREACH_ROW(it)
	if (it->kind == KIND_TEXT || it->kind == KIND_ENDPOINT)
		free(*(char **)((char *)c + it->offset));
	*c = (struct config){0};
}

char *config_help(void)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return NULL;
	(void)fprintf(f, "duband --data DIR [OPTION...]\n"
			 "The coordination daemon of a city's list of major projects.\n\n");
	FOREACH_ROW(it)
	(void)fprintf(f, "  --%s %s%*s%s\n", it->key, it->value ? it->value : "",
		      (int)(33 - strlen(it->key) - strlen(it->value ? it->value : "")), "",
		      it->meaning);
	(void)fprintf(
	    f,
	    "\nEach option except --config and the last seven is also a key of [duban] in FILE.\n");
	if (fclose(f) != 0)
		free(TAKE_PTR(text));
	return text;
}
