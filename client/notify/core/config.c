#include "client/notify/core/config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "client/notify/limits.h"
#include "client/notify/transport/table.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"

#define CONFIG_AT(member) offsetof(struct notify_config, member)

const struct notify_option notify_options[] = {
    {"transport", OPTION_TEXT, CONFIG_AT(transport_name), .needed = true,
     .about = "what sends: see the list below"},
    {"connection", OPTION_PATH, CONFIG_AT(connection),
     .about = "connection file of a principal of the role gateway"},
    {"data", OPTION_TEXT, CONFIG_AT(data),
     .about = "in place of a connection file: the store's folder, for trials with a simulated "
	      "store"},
    {"state", OPTION_TEXT, CONFIG_AT(state), .needed = true,
     .about = "folder of the outbox; made if missing"},
    {"texts", OPTION_TEXT, CONFIG_AT(texts), .about = "CSV file of own texts"},
    {"takes", OPTION_TEXT, CONFIG_AT(takes),
     .about = "which notices: any, sms, mail, app (default: any and those of the transport)"},
    {"start", OPTION_TEXT, CONFIG_AT(start), .standard = "first",
     .about = "a new outbox begins with the first notice, or now"},
    {"rate", OPTION_COUNT, CONFIG_AT(rate), .standard = "50", .about = "submissions a second",
     .min = 1, .max = RATE_MAX},
    {"window", OPTION_COUNT, CONFIG_AT(window), .standard = "20",
     .about = "submissions without an answer", .min = 1, .max = WINDOW_MAX},
    {"receipt-hours", OPTION_COUNT, CONFIG_AT(receipt_hours), .standard = "72",
     .about = "so long a receipt is waited for", .min = 1, .max = 720},
    {"doubt-seconds", OPTION_COUNT, CONFIG_AT(doubt_sec), .standard = "60",
     .about = "so long after a crash or a broken line a receipt is waited for before a text that "
	      "may have gone is sent again",
     .max = 86400},
    {"kept-days", OPTION_COUNT, CONFIG_AT(kept_days), .standard = "60",
     .about = "so long the outbox keeps what is over", .min = 1, .max = 3660},
    {},
};

struct config_load {
	struct notify_config *c;
	const char *path;
	FILE *stream;
	int line;
	bool transport_only; /* the first of two rounds finds the transport */
	bool seen[64], own_seen[64];
	char *fault;
};

__attribute__((format(printf, 2, 3))) static int says(struct config_load *l, const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL, *before = TAKE_PTR(l->fault);
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n >= 0 && l->line)
		n = asprintf(&l->fault, "%s%s%s:%d: %s", before ? before : "", before ? "\n" : "",
			     l->path, l->line, text);
	else if (n >= 0)
		n = asprintf(&l->fault, "%s%s%s: %s", before ? before : "", before ? "\n" : "",
			     l->path, text);
	return n < 0 ? -ENOMEM : STATUS_INVALID;
}

/* inih does not tell its handler the line, so lines are counted as they are read. */
static char *read_line(char *buf, int size, void *user)
{
	struct config_load *l = user;
	char *s = fgets(buf, size, l->stream);

	if (!s)
		return NULL;
	l->line++;
	if (!strchr(s, '\n') && !feof(l->stream)) {
		int c;

		while ((c = fgetc(l->stream)) != EOF && c != '\n')
			;
		if (!l->transport_only)
			(void)says(l, "the line is longer than %d bytes", size - 1);
		buf[0] = '\0';
	}
	return s;
}

static void set(struct config_load *l, void *into, const struct notify_option *rows,
		const char *key, const char *value)
{
	const struct notify_option *row = notify_option_find(rows, key);
	bool *seen = rows == notify_options ? l->seen : l->own_seen;
	_cleanup_free_ char *fault = NULL;

	if (!row) {
		(void)says(l, "there is no key %s; duban-notify --help lists them", key);
		return;
	}
	if (seen[row - rows])
		(void)says(l, "%s is given twice", key);
	seen[row - rows] = true;
	if (notify_option_set(into, row, value, &fault) != 0)
		(void)says(l, "%s: %s", key, fault ? fault : "no memory");
}

static int on_key(void *user, const char *section, const char *name, const char *value)
{
	struct config_load *l = user;
	struct notify_config *c = l->c;
	bool main_section = strcmp(section, "notify") == 0;

	if (l->transport_only) {
		if (main_section && strcmp(name, "transport") == 0)
			c->transport = transport_find(value);
		return 1;
	}
	if (main_section)
		set(l, c, notify_options, name, value);
	else if (c->transport && strcmp(section, c->transport->name) == 0)
		set(l, c->own, c->transport->options, name, value);
	else
		(void)says(l, "section [%s] is neither [notify] nor that of the transport",
			   section);
	return 1;
}

static int read_file(struct config_load *l)
{
	_cleanup_fclose_ FILE *stream = fopen(l->path, "re");
	int bad;

	l->line = 0;
	if (!stream)
		return says(l, "%s", strerror(errno));
	l->stream = stream;
	bad = ini_parse_stream(read_line, l, on_key, l);
	l->line = bad > 0 ? bad : 0;
	if (bad > 0 && !l->transport_only)
		(void)says(l, "expected [section], key = value or a # comment");
	l->line = 0;
	return bad < 0 ? -EIO : 0;
}

static void standards(struct config_load *l, void *into, const struct notify_option *rows,
		      const char *section)
{
	const bool *seen = rows == notify_options ? l->seen : l->own_seen;

	for (const struct notify_option *row = rows; row->key; row++) {
		_cleanup_free_ char *fault = NULL;

		if (seen[row - rows])
			continue;
		if (row->needed)
			(void)says(l, "[%s] has no %s: %s", section, row->key, row->about);
		else if (row->standard && notify_option_set(into, row, row->standard, &fault) != 0)
			(void)says(l, "%s: %s", row->key, fault ? fault : "no memory");
	}
}

/* The words of `takes`. */
static void check_takes(struct config_load *l)
{
	static const struct {
		const char *word;
		unsigned channel;
	} channels[] = {
	    {"any", DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_ANY},
	    {"sms", DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_SMS},
	    {"mail", DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_MAIL},
	    {"app", DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_APP},
	};
	struct notify_config *c = l->c;
	const char *s = c->takes ? c->takes : "";

	if (!c->takes && c->transport)
		c->takes_mask =
		    1u << DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_ANY | 1u << c->transport->channel;
	for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " "), found = 0;

		for (size_t i = 0; i < sizeof channels / sizeof *channels; i++)
			if (strlen(channels[i].word) == n && strncmp(channels[i].word, s, n) == 0) {
				c->takes_mask |= 1u << channels[i].channel;
				found = 1;
			}
		if (!found)
			(void)says(l, "takes: '%.*s' is none of any, sms, mail, app", (int)n, s);
		s += n;
	}
}

static void check(struct config_load *l)
{
	struct notify_config *c = l->c;
	_cleanup_free_ char *fault = NULL;

	if (c->transport_name && !c->transport)
		(void)says(l, "transport: there is no %s; duban-notify --help lists them",
			   c->transport_name);
	if (!c->connection == !c->data)
		(void)says(l, "[notify] needs one of connection and data");
	if (c->start && strcmp(c->start, "first") != 0 && strcmp(c->start, "now") != 0)
		(void)says(l, "start: '%s' is neither first nor now", c->start);
	check_takes(l);
	if (c->transport && c->transport->check && !l->fault &&
	    c->transport->check(c->own, &fault) != 0)
		(void)says(l, "[%s] %s", c->transport->name, fault ? fault : "no memory");
}

int notify_config_load(const char *path, struct notify_config *ret, char **ret_fault)
{
	struct config_load l = {.c = ret, .path = path, .transport_only = true};
	int r;

	*ret = (struct notify_config){0};
	r = read_file(&l);
	if (r == 0 && ret->transport) {
		ret->own = calloc(1, ret->transport->options_size);
		if (!ret->own)
			return -ENOMEM;
	}
	l.transport_only = false;
	r = r ? r : read_file(&l);
	if (r == 0) {
		standards(&l, ret, notify_options, "notify");
		if (ret->transport)
			standards(&l, ret->own, ret->transport->options, ret->transport->name);
		check(&l);
	}
	*ret_fault = l.fault;
	return r < 0 ? r : l.fault ? STATUS_INVALID : 0;
}

void notify_config_done(struct notify_config *c)
{
	if (c->own)
		notify_options_done(c->own, c->transport->options);
	free(c->own);
	notify_options_done(c, notify_options);
	*c = (struct notify_config){0};
}
