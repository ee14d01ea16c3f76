/* Recipients' answers: stored, matched with the person to whom the last text to that number went,
 * and passed to the daemon if the number is still his. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "client/notify/gateway/jobs.h"
#include "client/notify/gateway/private.h"
#include "proto/wire.h"
#include "text/hex.h"
#include "text/utf8.h"

enum { DIGEST = 32, REPLY_SAME_SEC = 600 };

/* Keys of the table: 'p' and a digest of what waits, 'd' and the digest of what is done. */
struct reply_key {
	uint8_t bytes[1 + DIGEST];
};

static void key_of(char kind, const char *number, const char *text, struct reply_key *ret)
{
	uint8_t bytes[ADDRESS_BYTES + REPLY_TEXT_BYTES + 1];
	size_t n = strlen(number), size = strlen(text);

	memcpy(bytes, number, n + 1);
	memcpy(bytes + n + 1, text, size);
	ret->bytes[0] = (uint8_t)kind;
	(void)EVP_Digest(bytes, n + 1 + size, ret->bytes + 1, NULL, EVP_sha256(), NULL);
}

#define DIGEST_KEY(k) BYTES((k)->bytes, sizeof(k)->bytes)

/* ---- numbers */

int replies_number(struct gateway *g, const Outbox__Message *m)
{
	Outbox__Number row = OUTBOX__NUMBER__INIT;

	row.person = m->person;
	row.at = gateway_now();
	return outbox_put_row(g->outbox, OUTBOX_NUMBER, BYTES_STR(m->address), &row.base);
}

/* "": it is nobody's, or his for too long ago. */
static int person_of(struct gateway *g, const char *number, char ret[ADDRESS_BYTES])
{
	ProtobufCMessage *row;
	int r = outbox_get_row(g->outbox, OUTBOX_NUMBER, BYTES_STR(number),
			       &outbox__number__descriptor, &row);

	ret[0] = '\0';
	if (r < 0 || !row)
		return r;
	const Outbox__Number *n = (const Outbox__Number *)row;
	bool fresh = n->at + REPLY_KEPT_DAYS * USEC_PER_DAY > gateway_now();
	if (fresh)
		(void)snprintf(ret, ADDRESS_BYTES, "%s", n->person);
	else
		r = outbox_delete(g->outbox, OUTBOX_NUMBER, BYTES_STR(number));
	protobuf_c_message_free_unpacked(row, NULL);
	return r;
}

/* ---- taking one */

/* A centre that got no answer in time sends it again, under another id. */
static int is_double(struct gateway *g, const char *number, const char *text, bool *ret)
{
	struct reply_key waits, done;
	ProtobufCMessage *row = NULL;
	struct bytes there;
	int r;

	key_of('p', number, text, &waits);
	key_of('d', number, text, &done);
	r = outbox_get(g->outbox, OUTBOX_REPLY, DIGEST_KEY(&waits), &there);
	*ret = there.size > 0;
	if (r < 0 || *ret)
		return r;
	r = outbox_get_row(g->outbox, OUTBOX_REPLY, DIGEST_KEY(&done), &outbox__reply__descriptor,
			   &row);
	if (r < 0 || !row)
		return r;
	*ret = ((const Outbox__Reply *)row)->at + REPLY_SAME_SEC * USEC_PER_SEC > gateway_now();
	protobuf_c_message_free_unpacked(row, NULL);
	return 0;
}

static int store(struct gateway *g, const char *number, const char *person, const char *text)
{
	Outbox__Reply row = OUTBOX__REPLY__INIT;
	uint8_t id[DUBAN_REQUEST_ID];
	struct reply_key key;

	if (duban_request_id_new(id) < 0)
		return -EIO;
	row.request_id = (ProtobufCBinaryData){sizeof id, id};
	row.number = (char *)(uintptr_t)number;
	row.person = (char *)(uintptr_t)person;
	row.text = (char *)(uintptr_t)text;
	row.at = gateway_now();
	key_of('p', number, text, &key);
	outbox_book(g->outbox)->replies_waiting++;
	return outbox_put_row(g->outbox, OUTBOX_REPLY, DIGEST_KEY(&key), &row.base);
}

/* What a text for the daemon may have: cut, control characters as blanks. */
static void clean_text(const char *from, char ret[REPLY_TEXT_BYTES + 1])
{
	size_t n = utf8_cut(from, REPLY_TEXT_BYTES);

	memcpy(ret, from, n);
	ret[n] = '\0';
	for (char *s = ret; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = ' ';
}

static int take(struct gateway *g, const struct transport_reply *reply)
{
	Outbox__Book *book = outbox_book(g->outbox);
	char number[ADDRESS_BYTES], person[ADDRESS_BYTES], text[REPLY_TEXT_BYTES + 1];
	bool twice;
	int r;

	outbox_touch(g->outbox);
	clean_text(reply->text, text);
	if (g->transport->address(reply->from, number) ||
	    wire_check_text(BYTES_STR(text)) != WIRE_FINE) {
		book->strangers++;
		return 0;
	}
	r = person_of(g, number, person);
	if (r == 0 && !*person)
		book->strangers++;
	if (r < 0 || !*person)
		return r;
	r = is_double(g, number, text, &twice);
	if (r < 0 || twice)
		return r;
	book->replies++;
	return store(g, number, person, text);
}

void replies_take(void *userdata, const struct transport_reply *reply)
{
	struct gateway *g = userdata;
	int r = take(g, reply);

	answers_call(g, reply->call);
	gateway_stored(g, r);
}

/* ---- passing it on */

/* The numbers among which he must choose: the daemon names them. */
static void take_choice(struct gateway_job *job, const struct duban_reply *reply)
{
	const Duban__Reply *answer = reply ? duban_reply_get(reply) : NULL;
	const Duban__Problem *p;

	job->choice[0] = '\0';
	if (!answer || strcmp(duban_problem_code(reply, 0), "notice.which") != 0)
		return;
	p = answer->problem[0];
	if (p->n_arg > 0 && strlen(p->arg[0]) < sizeof job->choice) /* else too many for a text */
		(void)snprintf(job->choice, sizeof job->choice, "%s", p->arg[0]);
}

static int pass(struct duban *d, void *userdata)
{
	struct gateway_job *job = userdata;
	Duban__NoticeReplyRequest body = DUBAN__NOTICE_REPLY_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	struct duban_reply *reply = NULL;
	char phone[ADDRESS_BYTES], number[ADDRESS_BYTES] = "";
	int r = contacts_number(d, job->person, phone);

	if (r < 0)
		return r;
	/* the number has changed hands since the text */
	job->verdict = r == STATUS_OK ? STATUS_NOT_FOUND : r;
	(void)snprintf(job->problem, sizeof job->problem, "the number is no longer the person's");
	if (r > 0 || job->gateway->transport->address(phone, number) ||
	    strcmp(number, job->number) != 0)
		return 0;
	body.person = job->person;
	body.text = job->text;
	request.request_id = (ProtobufCBinaryData){sizeof job->id, job->id};
	request.body_case = DUBAN__REQUEST__BODY_NOTICE_REPLY;
	request.notice_reply = &body;
	r = duban_call(d, &request, &reply);
	r = job_verdict(job, r, reply);
	take_choice(job, reply);
	duban_reply_free(reply);
	return r;
}

/* Several notices wait for his answer: he is asked which one he means. */
static int ask_which(struct gateway *g, const struct gateway_job *job)
{
	char first[64], hex[2 * DUBAN_REQUEST_ID + 1];
	Outbox__Message *m = malloc(sizeof *m);
	size_t n = strspn(job->choice, "0123456789");
	int r = 0;

	if (!m)
		return -ENOMEM;
	outbox__message__init(m);
	(void)snprintf(first, sizeof first, "%.*s", (int)n, job->choice);
	m->field = calloc(2, sizeof(char *));
	if (!m->field || asprintf(&m->field[0], "first=%s", first) < 0 || ++m->n_field != 1 ||
	    asprintf(&m->field[1], "nums=%s", job->choice) < 0 || ++m->n_field != 2)
		r = -ENOMEM;
	(void)hex_text(BYTES(job->id, sizeof job->id), hex);
	if (r == 0 && (!row_text(&m->key, hex) || !row_text(&m->template_name, "which") ||
		       !row_text(&m->person, job->person) || !row_text(&m->address, job->number)))
		r = -ENOMEM;
	m->taken_at = m->address_at = gateway_now();
	m->valid_until_at = m->taken_at + g->times.ahead + ANSWER_VALID_SEC * USEC_PER_SEC;
	m->refused = true; /* it is ours: the daemon knows nothing of it */
	r = r ? r : gateway_store(g, m);
	message_free(m);
	return r;
}

/* Kept for a while, so that the same one again is known. */
static int done(struct gateway *g, struct gateway_job *job)
{
	Outbox__Book *book = outbox_book(g->outbox);
	Outbox__Reply row = OUTBOX__REPLY__INIT;
	struct reply_key key;
	int r = 0;

	if (job->verdict == STATUS_CONFLICT && *job->choice) {
		r = ask_which(g, job);
		if (r < 0)
			return r;
	} else if (job->verdict != STATUS_OK) {
		book->refused++;
		say_warning("the daemon does not take a reply of %s: %s", job->person,
			    job->problem);
	}
	book->replies_waiting--;
	key_of('p', job->number, job->text, &key);
	r = outbox_delete(g->outbox, OUTBOX_REPLY, DIGEST_KEY(&key));
	key.bytes[0] = 'd';
	row.at = job->at;
	return r ? r : outbox_put_row(g->outbox, OUTBOX_REPLY, DIGEST_KEY(&key), &row.base);
}

static void passed(void *userdata, void *job_data, int r, const struct duban_failure *failure)
{
	struct gateway *g = userdata;
	struct gateway_job *job = job_data;
	bool later = r < 0 || job->verdict == STATUS_UNAVAILABLE || job->verdict == STATUS_FULL ||
		     job->verdict == STATUS_TOO_MANY || job->verdict == STATUS_DENIED ||
		     job->verdict == STATUS_DAMAGED;

	g->replies--;
	line_says(g, r, failure);
	if (later)
		g->report_after =
		    gateway_monotonic() +
		    (uint64_t)(r < 0 ? g->line_back_off_ms : LINE_BACK_OFF_MAX_MS) * USEC_PER_MSEC;
	else
		r = done(g, job);
	if (r < 0 && !later)
		gateway_fail(g, r, "the outbox failed");
	free(job);
	gateway_wake(g);
}

static int begin(struct gateway *g, const Outbox__Reply *row)
{
	struct gateway_job *job = calloc(1, sizeof *job);

	if (!job || row->request_id.len != sizeof job->id) {
		free(job);
		return job ? -EBADMSG : -ENOMEM;
	}
	job->gateway = g;
	memcpy(job->id, row->request_id.data, sizeof job->id);
	(void)snprintf(job->person, sizeof job->person, "%s", row->person);
	(void)snprintf(job->number, sizeof job->number, "%s", row->number);
	(void)snprintf(job->text, sizeof job->text, "%s", row->text);
	job->at = row->at;
	if (line_add(g->line, job, pass, passed))
		g->replies++;
	else
		free(job);
	return 0;
}

/* Old rows of what is done go, a few at each look. */
static int forget(struct gateway *g)
{
	struct outbox_key at;
	ProtobufCMessage *row;
	bool old;
	int r = outbox_next(g->outbox, OUTBOX_REPLY, BYTES("d", 1), &at);

	if (r < 0 || at.size == 0 || at.bytes[0] != 'd')
		return r;
	r = outbox_get_row(g->outbox, OUTBOX_REPLY, BYTES(at.bytes, at.size),
			   &outbox__reply__descriptor, &row);
	if (r < 0 || !row)
		return r;
	old = ((const Outbox__Reply *)row)->at + REPLY_SAME_SEC * USEC_PER_SEC < gateway_now();
	protobuf_c_message_free_unpacked(row, NULL);
	return old ? outbox_delete(g->outbox, OUTBOX_REPLY, BYTES(at.bytes, at.size)) : 0;
}

/* One at a time: replies of a person keep their order as far as it is known. */
int replies_pump(struct gateway *g, uint64_t *until)
{
	struct outbox_key at;
	ProtobufCMessage *row;
	int r;

	if (g->replies > 0 || outbox_book(g->outbox)->replies_waiting == 0)
		return 0;
	if (gateway_monotonic() < g->report_after) {
		gateway_sleep(g, until, g->report_after);
		return 0;
	}
	r = forget(g);
	r = r ? r : outbox_next(g->outbox, OUTBOX_REPLY, BYTES("p", 1), &at);
	if (r < 0 || at.size == 0 || at.bytes[0] != 'p')
		return r;
	r = outbox_get_row(g->outbox, OUTBOX_REPLY, BYTES(at.bytes, at.size),
			   &outbox__reply__descriptor, &row);
	if (r < 0 || !row)
		return r;
	r = begin(g, (const Outbox__Reply *)row);
	protobuf_c_message_free_unpacked(row, NULL);
	return r;
}
