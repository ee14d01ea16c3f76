/* A county system and a watcher for the crash test, one process each, on the admin socket.
 *
 *	crash_client submit DIR PROJECT WORKER	until its input ends
 *		"A <request id> <first seq> <last seq>" for each answer, "R <id> <status>" for a
 *		refusal; every 16th command is an upload of 20 people
 *	crash_client watch DIR CURSOR_FILE	until its input ends
 *		"O" when the watch is open, "E <seq> <SM3 of the event's bytes>" for each event,
 *		"K <seq>" once acknowledged */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "duban.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"

#define UPLOAD_EVERY 16
#define UPLOAD_ROWS 20

static void print_hex(char kind, const uint8_t *bytes, size_t size)
{
	printf("%c ", kind);
	for (size_t i = 0; i < size; i++)
		printf("%02x", bytes[i]);
}

static bool input_ended(void)
{
	struct pollfd p = {.fd = 0, .events = POLLIN};
	return poll(&p, 1, 0) != 0;
}

static int complain(const char *what, const struct duban_failure *failure)
{
	fprintf(stderr, "crash_client: %s: %s\n", what, failure->text);
	return EXIT_FAILURE;
}

/* ---- submit */

struct worker {
	struct duban *d;
	const char *project, *name;
	unsigned n;
};

static int report(struct worker *w, struct duban_reply **ret)
{
	char text[64];
	uint8_t id[DUBAN_REQUEST_ID];
	int64_t fen = 100 * (int64_t)w->n;
	(void)snprintf(text, sizeof text, "%s %u", w->name, w->n);
	if (duban_request_id_new(id) < 0)
		return DUBAN_E_SYSTEM;
	struct duban_report r = {.project = w->project,
				 .month = 202002,
				 .invested_fen = &fen,
				 .text = text,
				 .request_id = id};
	int status;
	do
		status = duban_report_submit(w->d, &r, ret);
	while (status == DUBAN_E_TIMEOUT);
	return status;
}

static int upload(struct worker *w, struct duban_reply **ret)
{
	static const struct duban_import_column columns[] = {{"id", 0}, {"name", 0}, {"unit", 0}};
	struct duban_import_options o = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE,
					 .file = w->name,
					 .columns = columns,
					 .n_columns = 3};
	struct duban_import *import;
	char id[32];
	const char *const cells[] = {id, "张三", "xinjian"};
	int status = duban_import_new(w->d, &o, &import);
	if (status < 0)
		return status;
	for (uint32_t i = 0; i < UPLOAD_ROWS && status == 0; i++) {
		(void)snprintf(id, sizeof id, "%s-%u-%u", w->name, w->n, i);
		status = duban_import_row(import, i + 2, cells);
	}
	if (status == 0)
		do
			status = duban_import_commit(import, false, ret);
		while (status == DUBAN_E_TIMEOUT);
	duban_import_free(import);
	return status;
}

static int submit_one(struct worker *w)
{
	struct duban_reply *reply = NULL;
	uint8_t id[DUBAN_REQUEST_ID];
	int status = w->n % UPLOAD_EVERY == 5 ? upload(w, &reply) : report(w, &reply);
	if (status < 0)
		return status;
	duban_last_request_id(w->d, id);
	print_hex(status == 0 ? 'A' : 'R', id, sizeof id);
	if (status == 0)
		printf(" %" PRIu64 " %" PRIu64 "\n", duban_reply_get(reply)->first_seq,
		       duban_reply_get(reply)->last_seq);
	else
		printf(" %d\n", status);
	(void)fflush(stdout);
	duban_reply_free(reply);
	return 0;
}

static int submit(const char *dir, const char *project, const char *name)
{
	struct duban_failure failure;
	struct worker w = {.project = project, .name = name};
	struct duban_options o = {.data_dir = dir, .failure = &failure};
	int r = 0;
	if (duban_open(&o, &w.d) < 0)
		return complain("submit", &failure);
	for (; r == 0 && !input_ended(); w.n++)
		r = submit_one(&w);
	if (r < 0)
		(void)complain("submit", duban_failure(w.d));
	duban_close(w.d);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* ---- watch */

static int print_event(void *userdata, const struct duban_event *event)
{
	uint64_t *last = userdata;
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	(void)EVP_Digest(event->data, event->size, digest, &size, EVP_sm3(), NULL);
	printf("E %" PRIu64, event->seq);
	print_hex(' ', digest, size);
	putchar('\n');
	*last = event->seq;
	return 0;
}

static int watch_on(struct duban_watch *w)
{
	uint64_t last = 0;
	puts("O");
	for (;;) {
		struct pollfd p[] = {{.fd = duban_watch_fd(w), .events = POLLIN},
				     {.fd = 0, .events = POLLIN}};
		(void)fflush(stdout);
		if (poll(p, 2, -1) < 0 || p[1].revents)
			return EXIT_SUCCESS;
		int n = duban_watch_process(w, print_event, &last);
		(void)fflush(stdout); /* only now the event may be acknowledged */
		if (n < 0 || (n > 0 && duban_watch_ack(w, last) < 0))
			return complain("watch", duban_watch_failure(w));
		if (n > 0)
			printf("K %" PRIu64 "\n", last);
	}
}

static int watch(const char *dir, const char *cursor_file)
{
	struct duban_failure failure;
	struct duban *d;
	struct duban_watch *w;
	if (duban_open(&(struct duban_options){.data_dir = dir, .failure = &failure}, &d) < 0)
		return complain("watch", &failure);
	struct duban_watch_options o = {.cursor_file = cursor_file, .start = DUBAN_FROM_START};
	int r = duban_watch_open(d, &o, &w);
	if (r < 0)
		(void)complain("watch", duban_failure(d));
	duban_close(d);
	if (r < 0)
		return EXIT_FAILURE;
	r = watch_on(w);
	duban_watch_close(w);
	return r;
}

int main(int argc, char *argv[])
{
	if (argc == 5 && strcmp(argv[1], "submit") == 0)
		return submit(argv[2], argv[3], argv[4]);
	if (argc == 4 && strcmp(argv[1], "watch") == 0)
		return watch(argv[2], argv[3]);
	fprintf(stderr, "usage: crash_client submit DIR PROJECT WORKER | watch DIR CURSOR\n");
	return 2;
}
