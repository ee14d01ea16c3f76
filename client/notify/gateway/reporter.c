/* Tells the daemon what became of notices, each result under a request id of its own until the
 * daemon has it: a repeated one changes nothing there. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/gateway/jobs.h"
#include "client/notify/gateway/private.h"

static int tell(struct duban *d, void *userdata)
{
	struct gateway_job *job = userdata;
	Duban__NoticeReceiptRequest body = DUBAN__NOTICE_RECEIPT_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	struct duban_reply *reply = NULL;
	int r;

	body.key = job->key;
	body.result = (Duban__NoticeResult)job->result;
	body.channel = (Duban__NoticeChannel)job->channel;
	body.detail = job->text;
	body.happened_at = job->at;
	request.request_id = (ProtobufCBinaryData){sizeof job->id, job->id};
	request.body_case = DUBAN__REQUEST__BODY_NOTICE_RECEIPT;
	request.notice_receipt = &body;
	r = duban_call(d, &request, &reply);
	r = job_verdict(job, r, reply);
	duban_reply_free(reply);
	return r;
}

/* Does the daemon want it again later, or has it got it, or will it never take it? */
static bool is_later(int verdict)
{
	return verdict == STATUS_UNAVAILABLE || verdict == STATUS_FULL ||
	       verdict == STATUS_TOO_MANY || verdict == STATUS_DENIED || verdict == STATUS_DAMAGED;
}

static int note(struct gateway *g, const struct gateway_job *job)
{
	Outbox__Book *book = outbox_book(g->outbox);
	Outbox__Message *m;
	int r = message_get(g->outbox, job->key, &m);

	if (r < 0 || !m)
		return r;
	m->told = job->result;
	if (job->verdict == STATUS_OK) {
		book->reports++;
	} else {
		say_warning("the daemon does not take the receipt of notice %s: %s", job->key,
			    job->problem);
		book->refused++;
		m->refused = true;
	}
	r = gateway_store(g, m);
	message_free(m);
	return r;
}

static void told(void *userdata, void *job_data, int r, const struct duban_failure *failure)
{
	struct gateway *g = userdata;
	struct gateway_job *job = job_data;
	uint64_t wait = (uint64_t)LINE_BACK_OFF_MAX_MS * USEC_PER_MSEC;

	g->reports--;
	line_says(g, r, failure);
	if (r < 0) {
		wait = (uint64_t)g->line_back_off_ms * USEC_PER_MSEC;
	} else if (is_later(job->verdict)) {
		say_warning("the daemon takes no receipts now: %s", job->problem);
	} else {
		wait = 0;
		r = note(g, job);
		if (r < 0)
			gateway_fail(g, r, "the outbox failed");
	}
	free(job);
	if (wait)
		g->report_after = gateway_monotonic() + wait;
	gateway_wake(g);
}

static usec_t happened_at(const Outbox__Message *m)
{
	usec_t at = 0;

	for (size_t i = 0; i < m->n_part; i++)
		if (m->part[i]->happened_at > at)
			at = m->part[i]->happened_at;
	return at;
}

static int begin(struct gateway *g, const char *key)
{
	struct gateway_job *job;
	Outbox__Message *m;
	int r = message_get(g->outbox, key, &m);

	if (r < 0 || !m)
		return r < 0 ? r : -EBADMSG;
	job = calloc(1, sizeof *job);
	if (!job || m->report_id.len != sizeof job->id) {
		message_free(m);
		free(job);
		return -ENOMEM;
	}
	(void)snprintf(job->key, sizeof job->key, "%s", m->key);
	(void)snprintf(job->text, sizeof job->text, "%s", m->detail);
	memcpy(job->id, m->report_id.data, sizeof job->id);
	job->result = m->result;
	job->channel = g->transport->channel;
	job->at = happened_at(m);
	message_free(m);
	if (line_add(g->line, job, tell, told))
		g->reports++;
	else
		free(job);
	return 0;
}

/* A batch at a time: when all of it is answered, what is left is looked at anew. */
int reporter_pump(struct gateway *g, uint64_t *until)
{
	struct outbox_key at = {.size = 0};

	if (g->reports > 0)
		return 0;
	if (gateway_monotonic() < g->report_after) {
		gateway_sleep(g, until, g->report_after);
		return 0;
	}
	for (int i = 0; i < REPORTS_AT_ONCE; i++) {
		uint8_t from[OUTBOX_KEY_MAX + 1];
		char key[OUTBOX_KEY_MAX + 1];
		size_t size = at.size;
		int r;

		memcpy(from, at.bytes, size);
		from[size] = 0;
		r = outbox_next(g->outbox, OUTBOX_REPORT,
				size ? BYTES(from, size + 1) : BYTES(NULL, 0), &at);
		if (r < 0 || at.size == 0)
			return r;
		(void)snprintf(key, sizeof key, "%.*s", (int)at.size, (const char *)at.bytes);
		r = begin(g, key);
		if (r < 0)
			return r;
	}
	return 0;
}
