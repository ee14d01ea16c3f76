#include "config.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include <ini.h>

#include "option.h"
#include "proto/limits.h"
#include "text/date.h"
#include "zone.h"

struct load {
	struct config *c;
	const char *file; /* NULL: the command line */
	FILE *stream;
	int line, error;	  /* errno of a read that failed */
	int line_of[OPTIONS_MAX]; /* line of the file that set the key; 0: not set by the file */
	bool plain;  /* the line that was read last is no key so far, blank or comment */
	char *fault; /* all faults, a line each */
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

static int set(struct load *l, const struct option_row *row, const char *value)
{
	_cleanup_free_ char *fault = NULL;
	int r = option_set(l->c, row, value, &fault);

	l->line_of[row - option_rows] = l->file ? l->line : 0;
	return fault ? says(l, "%s", fault) : r;
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
	const struct option_row *row = option_find(name, strlen(name), true);

	l->plain = true;
	if (strcmp(section, "duban") != 0)
		(void)says(l, "%s is in section [%s]; move it to [duban]", name, section);
	else if (!row)
		(void)says(l, "unknown key %s; see duband --help for the keys", name);
	else if (l->line_of[row - option_rows])
		(void)says(l, "%s is in line %d already; leave one of them", name,
			   l->line_of[row - option_rows]);
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
	const struct option_row *row = n > 0 ? option_find(arg + 2, n, false) : NULL;

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
		if (r == 0 && only_file == (row->kind != KIND_FLAG &&
					    row->offset == offsetof(struct config, file)))
			r = set(l, row, value);
	}
	return passes(r);
}

/* ---- values derived from the options */

/* Makes the following faults name the line where the file set `key`, if it did. */
static void about(struct load *l, const char *key)
{
	const struct option_row *row = option_find(key, strlen(key), false);

	l->line = l->line_of[row - option_rows];
	l->file = l->line ? l->c->file : NULL;
}

static bool are_hosts(const char *text)
{
	for (int i = 0; i < ENDPOINTS_MAX; i++) {
		size_t n = strcspn(text, ", \t/\"");

		if (n == 0 || (text[n] && text[n] != ','))
			return false;
		if (!text[n])
			return true;
		text += n + 1;
	}
	return false;
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
	if (r >= 0 && c->announce && !are_hosts(c->announce))
		r = says(l,
			 "announce: '%s' is not a host name or address, or up to %d of them by "
			 "commas; write it like duban.example, without tcp:// and port",
			 c->announce, ENDPOINTS_MAX);
	return passes(r);
}

/* The instants between which the machine's clock is believed, in the office's zone. */
static int check_clock(struct load *l)
{
	struct config *c = l->c;
	date_t ceiling = c->clock_ceiling ? date_from_ymd(c->clock_ceiling) : DATE_NONE;

	c->clock_floor_at = date_start(date_from_ymd(c->clock_floor), c->zone_minutes);
	if (ceiling != DATE_NONE)
		c->clock_ceiling_at = date_start(ceiling + 1, c->zone_minutes);
	about(l, "clock-ceiling");
	if (c->clock_ceiling && c->clock_ceiling < c->clock_floor)
		return says(l, "clock-ceiling: it is before clock-floor; give a later day");
	return 0;
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
	if (r >= 0)
		r = passes(check_clock(l));
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
			     .clock_floor = CLOCK_FLOOR_YMD,
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

const char *config_no_clock(const struct config *c, usec_t now, char buf[CONFIG_NO_CLOCK_MAX])
{
	bool early = now < c->clock_floor_at;
	char wall[INSTANT_TEXT_MAX], bound[DATE_TEXT_MAX];

	if (!early && (!c->clock_ceiling_at || now < c->clock_ceiling_at))
		return NULL;
	(void)snprintf(
	    buf, CONFIG_NO_CLOCK_MAX,
	    "the machine's clock says %s, which is %s %s: a new store would begin with a "
	    "wrong time. Set the clock right, or change the option, and start again",
	    instant_text(now, c->zone_minutes, wall),
	    early ? "before clock-floor" : "after clock-ceiling",
	    date_text(date_from_ymd(early ? c->clock_floor : c->clock_ceiling), bound));
	return buf;
}

void config_done(struct config *c)
{
	for (const struct option_row *it = option_rows; it->key; it++)
		if (it->kind == KIND_TEXT || it->kind == KIND_ENDPOINT)
			free(*(char **)((char *)c + it->offset));
	*c = (struct config){0};
}

char *config_help(void)
{
	char *text = NULL;
	int last = -1; /* --config is one of those that only the command line has */
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return NULL;
	(void)fprintf(f, "duband --data DIR [OPTION...]\n"
			 "The coordination daemon of a city's list of major projects.\n\n");
	for (const struct option_row *it = option_rows; it->key; it++) {
		last += it->args_only;
		(void)fprintf(f, "  --%s %s%*s%s\n", it->key, it->value ? it->value : "",
			      (int)(33 - strlen(it->key) - strlen(it->value ? it->value : "")), "",
			      it->meaning);
	}
	(void)fprintf(
	    f, "\nEach option except --config and the last %d is also a key of [duban] in FILE.\n",
	    last);
	if (fclose(f) != 0)
		free(TAKE_PTR(text));
	return text;
}
