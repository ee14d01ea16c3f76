#include "client/notify/transport/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/text/phone.h"
#include "client/notify/transport/message_json.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"

struct file_options {
	char *path;
	bool lines; /* only address and text, for people */
	bool delivered;
};

#define FILE_AT(member) offsetof(struct file_options, member)

static const struct notify_option rows[] = {
    {"file", OPTION_TEXT, FILE_AT(path), .needed = true, .about = "texts are appended to it"},
    {"plain", OPTION_FLAG, FILE_AT(lines), .standard = "no", .about = "number and text, not JSON"},
    {"delivered", OPTION_FLAG, FILE_AT(delivered), .standard = "no",
     .about = "a written text counts as delivered (a file brings no receipts)"},
    {},
};

struct file_outbox {
	const struct file_options *options;
	const struct transport_host *host;
	int fd;
};

static int check(const void *options, char **ret_fault)
{
	const struct file_options *o = options;

	if (*o->path == '/')
		return 0;
	return asprintf(ret_fault, "file: '%s' is no absolute path", o->path) < 0 ? -ENOMEM
										  : STATUS_INVALID;
}

static void close_file(void *self)
{
	struct file_outbox *f = self;

	if (f && f->fd >= 0)
		(void)close(f->fd);
	free(f);
}

static int open_file(const void *options, const struct transport_host *host, void **ret,
		     char **ret_fault)
{
	struct file_outbox *f = calloc(1, sizeof *f);

	if (!f)
		return -ENOMEM;
	*f = (struct file_outbox){options, host, -1};
	f->fd = open(f->options->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (f->fd < 0) {
		int r = asprintf(ret_fault, "%s: %s", f->options->path, strerror(errno));

		close_file(f);
		return r < 0 ? -ENOMEM : STATUS_INVALID;
	}
	*ret = f;
	return 0;
}

static char *line_of(const struct file_options *o, const struct transport_message *m)
{
	char *line = NULL;

	if (!o->lines)
		return message_json(m);
	return asprintf(&line, "%s  %s\n", m->address, m->text) < 0 ? NULL : line;
}

/* A line is written whole or taken back: half a line would join the next one. */
static int append(int fd, const char *line)
{
	off_t at = lseek(fd, 0, SEEK_END);
	size_t size = strlen(line);
	ssize_t n = at < 0 ? -1 : write(fd, line, size);
	int r = n < 0 ? -errno : (size_t)n < size ? -ENOSPC : fdatasync(fd) < 0 ? -errno : 0;

	if (r < 0 && n > 0)
		(void)!ftruncate(fd, at);
	return r;
}

static void submit(void *self, const struct transport_message *m)
{
	struct file_outbox *f = self;
	struct submit_answer answer = {.state = SUBMIT_TAKEN, .delivered = f->options->delivered};
	_cleanup_free_ char *line = line_of(f->options, m);
	int r = line ? append(f->fd, line) : -ENOMEM;

	if (r < 0)
		answer = (struct submit_answer){
		    .state = SUBMIT_LATER, .detail = strerror(-r), .down = true};
	f->host->answered(f->host->gateway, m->ref, &answer);
}

static void doctor(const void *options, transport_finding_fn *tell, void *userdata)
{
	const struct file_options *o = options;
	_cleanup_close_ int fd = open(o->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

	tell(userdata, o->path, fd >= 0, fd >= 0 ? "can be written" : strerror(errno));
}

const struct transport transport_file = {
    .name = "outbox",
    .about = "lines of a file, for trials",
    .channel = DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_SMS,
    .shape = {SMS_WHOLE_UNITS, SMS_PART_UNITS},
    .options = rows,
    .options_size = sizeof(struct file_options),
    .check = check,
    .open = open_file,
    .close = close_file,
    .address = phone_written,
    .submit = submit,
    .doctor = doctor,
};
