#include "base/log.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <systemd/sd-journal.h>

#define LOG_FIELDS_MAX 24
#define JOURNAL_SOCKET "/run/systemd/journal/socket"

static int level = LOG_INFO;

void log_set_level(int priority)
{
	level = priority;
}

/* JOURNAL_STREAM holds the device and inode of the stderr that systemd gave us. If they match,
 * stderr has not been redirected and the log goes to the journal, with its fields. The journal's
 * socket must exist too: without it sd_journal_sendv() drops the line and reports success. */
static bool to_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long dev, ino;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &dev, &ino) == 2 &&
	       fstat(STDERR_FILENO, &st) == 0 && st.st_dev == dev && st.st_ino == ino &&
	       access(JOURNAL_SOCKET, F_OK) == 0;
}

struct fields {
	struct iovec iov[LOG_FIELDS_MAX];
	char *text[LOG_FIELDS_MAX];
	int n;
};

static void fields_add(struct fields *f, const char *name, const char *value)
{
	char *text = NULL;

	if (f->n == LOG_FIELDS_MAX || asprintf(&text, "%s=%s", name, value) < 0)
		return;
	f->text[f->n] = text;
	f->iov[f->n++] = (struct iovec){.iov_base = text, .iov_len = strlen(text)};
}

/* Newlines in the text are replaced: the rest would become a line without a priority. */
static void to_stderr(int priority, const char *message, const struct fields *f, int first)
{
	char *line = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&line, &size);

	if (!out)
		return;
	if (isatty(STDERR_FILENO))
		fprintf(out, "%s: %s", program_invocation_short_name, message);
	else
		fprintf(out, "<%d>%s", priority, message);
	for (int i = first; i < f->n; i++)
		fprintf(out, " %s", f->text[i]);
	if (fclose(out) == 0) {
		for (size_t i = 0; i < size; i++)
			if (line[i] == '\n')
				line[i] = ' ';
		fprintf(stderr, "%s\n", line);
	}
	free(line);
}

static void emit(int priority, const char *message, struct fields *f, int shown)
{
	char digit[2] = {(char)('0' + priority), 0};

	if (to_journal()) {
		fields_add(f, "PRIORITY", digit);
		fields_add(f, "SYSLOG_IDENTIFIER", program_invocation_short_name);
		if (sd_journal_sendv(f->iov, f->n) < 0)
			to_stderr(priority, message, f, shown);
	} else {
		to_stderr(priority, message, f, shown);
	}
	for (int i = 0; i < f->n; i++)
		free(f->text[i]);
}

void log_event(int priority, const char *message_id, const char *message, ...)
{
	struct fields f = {.n = 0};
	const char *name, *value;
	va_list ap;
	int shown;

	priority = LOG_PRI(priority);
	if (priority > level)
		return;
	fields_add(&f, "MESSAGE", message);
	if (message_id)
		fields_add(&f, "MESSAGE_ID", message_id);
	shown = f.n;
	va_start(ap, message);
	while (f.n < LOG_FIELDS_MAX - 2 && (name = va_arg(ap, const char *)) != NULL) {
		value = va_arg(ap, const char *);
		fields_add(&f, name, value ? value : "");
	}
	va_end(ap);
	emit(priority, message, &f, shown);
}

static void log_line(int priority, const char *text)
{
	struct fields f = {.n = 0};

	fields_add(&f, "MESSAGE", text);
	emit(priority, text, &f, f.n);
}

void log_text(int priority, const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list ap;
	int n;

	priority = LOG_PRI(priority);
	if (priority > level)
		return;
	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0) {
		text = NULL;
		return;
	}
	log_line(priority, text);
}

int log_err(int r, const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL, *whole = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0) {
		text = NULL;
		return r;
	}
	if (asprintf(&whole, "%s: %s", text, r < 0 ? strerror(-r) : status_name(r)) < 0) {
		whole = NULL;
		return r;
	}
	log_line(LOG_ERR, whole);
	return r;
}
