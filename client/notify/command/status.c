/* `duban-notify status`: what the outbox holds, read beside the running gateway or without one. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#include "client/notify/command/command.h"
#include "client/notify/core/config.h"
#include "client/notify/core/json.h"
#include "client/notify/outbox/message.h"
#include "client/notify/transport/transport.h"
#include "proto/cleanup.h"

DEFINE_CLEANUP(struct notify_outbox *, outbox_close)

struct status_row {
	const char *name; /* of JSON, and with duban_notify_ before it of Prometheus */
	const char *type, *about;
	uint64_t value;
};

enum { ROWS = 17 };

static int oldest(struct notify_outbox *o, usec_t now, uint64_t *ret)
{
	struct outbox_key key;
	const char *rest;
	usec_t at;
	int r = outbox_next(o, OUTBOX_SEND, BYTES(NULL, 0), &key);

	*ret = 0;
	if (r < 0 || key.size == 0)
		return r;
	at = outbox_time_of(&key, &rest);
	*ret = at < now && at > 1 ? (uint64_t)((now - at) / USEC_PER_SEC) : 0;
	return 0;
}

static usec_t now_real(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (usec_t)t.tv_sec * USEC_PER_SEC;
}

/* Does a gateway run on it? */
static bool is_running(const char *dir)
{
	_cleanup_free_ char *path = NULL;
	_cleanup_close_ int fd = -1;

	if (asprintf(&path, "%s/running", dir) < 0)
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
}

static int fill(struct notify_outbox *o, const char *dir, struct status_row row[ROWS])
{
	const Outbox__Book *b = outbox_book(o);
	uint64_t age;
	int r = oldest(o, now_real(), &age);
	const struct status_row rows[ROWS] = {
	    {"running", "gauge", "a gateway runs on this outbox", is_running(dir)},
	    {"waiting", "gauge", "notices that are not sent yet", b->waiting},
	    {"queued_parts", "gauge", "parts of texts to be sent again",
	     b->state[OUTBOX__PART_STATE__PART_QUEUED]},
	    {"in_flight", "gauge", "parts without an answer of the carrier",
	     b->state[OUTBOX__PART_STATE__PART_SENDING]},
	    {"submitted_parts", "gauge", "parts that the carrier has, without a receipt",
	     b->state[OUTBOX__PART_STATE__PART_SUBMITTED]},
	    {"oldest_seconds", "gauge", "so long what is to be sent first has waited", age},
	    {"taken_total", "counter", "notices taken from the daemon", b->taken},
	    {"submissions_total", "counter", "parts given to the transport", b->submissions},
	    {"doubled_total", "counter", "of these, sent again though they may have gone",
	     b->doubled},
	    {"delivered_total", "counter", "notices delivered", b->delivered},
	    {"failed_total", "counter", "notices that cannot be delivered", b->failed},
	    {"expired_total", "counter", "notices that were stale and not sent", b->expired},
	    {"unknown_total", "counter", "notices without a receipt in time", b->unknown},
	    {"orphans_total", "counter", "receipts for texts that the outbox does not have",
	     b->orphans},
	    {"replies_total", "counter", "answers of recipients", b->replies},
	    {"strangers_total", "counter", "answers from numbers of nobody", b->strangers},
	    {"refused_total", "counter", "receipts and answers that the daemon did not take",
	     b->refused},
	};

	memcpy(row, rows, sizeof rows);
	return r;
}

static void print(const struct notify_config *c, const struct command_args *args,
		  const struct status_row *row)
{
	if (args->json) {
		json_begin(stdout);
		json_text(stdout, "transport", c->transport->name);
		for (size_t i = 0; i < ROWS; i++)
			json_number(stdout, row[i].name, row[i].value);
		json_end(stdout);
		return;
	}
	for (size_t i = 0; i < ROWS; i++)
		if (args->prometheus)
			(void)printf("# HELP duban_notify_%s %s\n# TYPE duban_notify_%s %s\n"
				     "duban_notify_%s{transport=\"%s\"} %" PRIu64 "\n",
				     row[i].name, row[i].about, row[i].name, row[i].type,
				     row[i].name, c->transport->name, row[i].value);
		else
			(void)printf("%-18s %8" PRIu64 "  %s\n", row[i].name, row[i].value,
				     row[i].about);
}

int command_status(const struct notify_config *c, const struct command_args *args)
{
	_cleanup_(outbox_closep) struct notify_outbox *o = NULL;
	_cleanup_free_ char *fault = NULL;
	struct status_row row[ROWS];
	int r = outbox_open(c->state, true, &o, &fault);

	r = r ? r : fill(o, c->state, row);
	if (r) {
		(void)fprintf(stderr, "duban-notify: %s\n", fault ? fault : strerror(-r));
		return EXIT_FAILED;
	}
	print(c, args, row);
	return EXIT_FINE;
}
