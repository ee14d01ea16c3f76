#include "client/notify/transport/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "client/notify/text/phone.h"
#include "client/notify/transport/message_json.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/status.h"

struct exec_options {
	char *program;
	unsigned seconds;
	bool delivered;
};

#define EXEC_AT(member) offsetof(struct exec_options, member)

static const struct notify_option rows[] = {
    {"program", OPTION_TEXT, EXEC_AT(program), .needed = true,
     .about = "run for each part, a line of JSON on its stdin; exit 0: taken, and the first line "
	      "of stdout is the carrier's id; 65: refused; 75: later"},
    {"seconds", OPTION_COUNT, EXEC_AT(seconds), .standard = "30",
     .about = "then it is killed, and the text may have gone", .min = 1, .max = 3600},
    {"delivered", OPTION_FLAG, EXEC_AT(delivered), .standard = "no",
     .about = "a taken text counts as delivered (a program brings no receipts)"},
    {},
};

struct exec_transport {
	const struct exec_options *options;
	const struct transport_host *host;
	struct exec_run *runs;
};

struct exec_run {
	struct exec_transport *transport;
	char ref[MESSAGE_REF_BYTES];
	pid_t pid;
	int in, out; /* its standard input and output */
	char *json;
	size_t written, size;
	char said[EXEC_OUTPUT_MAX + 1];
	bool late;
	sd_event_source *child, *input, *output, *timer;
	struct exec_run *next;
};

/* ---- a run's end */

static struct exec_run *run_free(struct exec_run *run)
{
	struct exec_run **at = &run->transport->runs;

	while (*at && *at != run)
		at = &(*at)->next;
	if (*at)
		*at = run->next;
	sd_event_source_disable_unref(run->child);
	sd_event_source_disable_unref(run->input);
	sd_event_source_disable_unref(run->output);
	sd_event_source_disable_unref(run->timer);
	if (run->in >= 0)
		(void)close(run->in);
	if (run->out >= 0)
		(void)close(run->out);
	free(run->json);
	free(run);
	return NULL;
}

/* What is there, up to the limit. False: its end is reached. */
static bool read_output(struct exec_run *run)
{
	char rest[256];

	for (;;) {
		size_t room = EXEC_OUTPUT_MAX - run->size;
		ssize_t n =
		    read(run->out, room ? run->said + run->size : rest, room ? room : sizeof rest);

		if (n <= 0)
			return n < 0 && (errno == EAGAIN || errno == EINTR);
		run->size += room ? (size_t)n : 0;
	}
}

static struct submit_answer judge(const struct exec_run *run, const siginfo_t *end)
{
	bool delivered = run->transport->options->delivered;

	if (run->late)
		return (struct submit_answer){.state = SUBMIT_DOUBT,
					      .detail = "the program took too long"};
	if (end->si_code != CLD_EXITED)
		return (struct submit_answer){.state = SUBMIT_DOUBT,
					      .detail = "the program was killed"};
	switch (end->si_status) {
	case 0:
		return (struct submit_answer){
		    .state = SUBMIT_TAKEN, .id = run->said, .delivered = delivered};
	case EX_DATAERR:
		return (struct submit_answer){.state = SUBMIT_REFUSED, .detail = run->said};
	case EX_TEMPFAIL:
		return (struct submit_answer){
		    .state = SUBMIT_LATER, .detail = run->said, .down = true};
	default: /* nobody knows how far it got */
		return (struct submit_answer){
		    .state = SUBMIT_DOUBT, .detail = run->said, .down = true};
	}
}

static int on_child(sd_event_source *source, const siginfo_t *end, void *userdata)
{
	struct exec_run *run = userdata;
	const struct transport_host *host = run->transport->host;
	struct submit_answer answer;

	(void)source;
	(void)read_output(run);
	run->said[run->size] = '\0';
	run->said[strcspn(run->said, "\r\n")] = '\0';
	answer = judge(run, end);
	host->answered(host->gateway, run->ref, &answer);
	run = run_free(run);
	return 0;
}

/* ---- while it runs */

static int on_input(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct exec_run *run = userdata;
	size_t left = strlen(run->json) - run->written;
	ssize_t n = write(fd, run->json + run->written, left);

	(void)source;
	(void)events;
	if (n > 0)
		run->written += (size_t)n;
	if ((n < 0 && errno != EAGAIN && errno != EINTR) || (n > 0 && (size_t)n == left)) {
		run->input = sd_event_source_disable_unref(run->input);
		(void)close(run->in);
		run->in = -1;
	}
	return 0;
}

static int on_output(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct exec_run *run = userdata;

	(void)source;
	(void)fd;
	(void)events;
	if (!read_output(run))
		run->output = sd_event_source_disable_unref(run->output);
	return 0;
}

static int on_timer(sd_event_source *source, uint64_t at, void *userdata)
{
	struct exec_run *run = userdata;

	(void)source;
	(void)at;
	run->late = true;
	(void)kill(run->pid, SIGKILL);
	return 0;
}

/* ---- its begin */

/* Signals as a program expects them, and nothing of ours but its two pipes. */
static int spawn(struct exec_run *run, int in, int out)
{
	char *argv[] = {run->transport->options->program, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, standard;
	int r;

	(void)sigemptyset(&none);
	(void)sigemptyset(&standard);
	(void)sigaddset(&standard, SIGPIPE);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	(void)posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setsigdefault(&attr, &standard);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	r = -posix_spawn(&run->pid, *argv, &actions, &attr, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attr);
	return r;
}

static int add_sources(struct exec_run *run)
{
	sd_event *event = run->transport->host->event;
	int r = sd_event_add_child(event, &run->child, run->pid, WEXITED, on_child, run);

	r = r < 0 ? r : sd_event_add_io(event, &run->input, run->in, EPOLLOUT, on_input, run);
	r = r < 0 ? r : sd_event_add_io(event, &run->output, run->out, EPOLLIN, on_output, run);
	return r < 0 ? r
		     : sd_event_add_time_relative(event, &run->timer, CLOCK_MONOTONIC,
						  run->transport->options->seconds *
						      (uint64_t)USEC_PER_SEC,
						  0, on_timer, run);
}

static int start(struct exec_run *run)
{
	int in[2] = {-1, -1}, out[2] = {-1, -1}, r;

	if (pipe2(in, O_CLOEXEC) < 0)
		return -errno;
	if (pipe2(out, O_CLOEXEC) < 0) {
		r = -errno;
		(void)close(in[0]);
		(void)close(in[1]);
		return r;
	}
	r = spawn(run, in[0], out[1]);
	(void)close(in[0]);
	(void)close(out[1]);
	run->in = in[1];
	run->out = out[0];
	if (r < 0)
		return r;
	(void)fcntl(run->in, F_SETFL, O_NONBLOCK);
	(void)fcntl(run->out, F_SETFL, O_NONBLOCK);
	return add_sources(run);
}

static void submit(void *self, const struct transport_message *m)
{
	struct exec_transport *t = self;
	struct submit_answer later = {.state = SUBMIT_LATER, .down = true};
	struct exec_run *run = calloc(1, sizeof *run);
	int r = -ENOMEM;

	if (run) {
		run->transport = t;
		run->in = run->out = -1;
		run->next = t->runs;
		t->runs = run;
		(void)snprintf(run->ref, sizeof run->ref, "%s", m->ref);
		run->json = message_json(m);
		r = run->json ? start(run) : -ENOMEM;
	}
	if (r >= 0)
		return;
	later.detail = strerror(-r);
	if (run)
		run = run_free(run);
	t->host->answered(t->host->gateway, m->ref, &later);
}

/* ---- the transport */

static int check(const void *options, char **ret_fault)
{
	const struct exec_options *o = options;
	int n;

	if (*o->program != '/')
		n = asprintf(ret_fault, "program: '%s' is no absolute path", o->program);
	else if (access(o->program, X_OK) < 0)
		n = asprintf(ret_fault, "program: %s: %s", o->program, strerror(errno));
	else
		return 0;
	return n < 0 ? -ENOMEM : STATUS_INVALID;
}

/* What runs still goes on by itself; its end is not heard. */
static void close_exec(void *self)
{
	struct exec_transport *t = self;

	while (t && t->runs)
		(void)run_free(t->runs);
	free(t);
}

static int open_exec(const void *options, const struct transport_host *host, void **ret,
		     char **ret_fault)
{
	struct exec_transport *t = calloc(1, sizeof *t);

	(void)ret_fault;
	if (!t)
		return -ENOMEM;
	t->options = options;
	t->host = host;
	*ret = t;
	return 0;
}

const struct transport transport_exec = {
    .name = "exec",
    .about = "a program of your own",
    .channel = DUBAN__NOTICE_CHANNEL__NOTICE_CHANNEL_SMS,
    .shape = {SMS_WHOLE_UNITS, SMS_PART_UNITS},
    .options = rows,
    .options_size = sizeof(struct exec_options),
    .check = check,
    .open = open_exec,
    .close = close_exec,
    .address = phone_normalise,
    .submit = submit,
};
