#include "client/notify/outbox/message.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "client/notify/limits.h"
#include "client/notify/outbox/words.h"
#include "client/notify/transport/transport.h"
#include "duban.h"
#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "text/hex.h"

bool row_text(char **at, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return false;
	if (*at != (const char *)protobuf_c_empty_string)
		free(*at);
	*at = copy;
	return true;
}

int message_get(struct notify_outbox *o, const char *key, Outbox__Message **ret)
{
	ProtobufCMessage *row;
	int r =
	    outbox_get_row(o, OUTBOX_MESSAGE, BYTES_STR(key), &outbox__message__descriptor, &row);

	if (r == 0)
		*ret = (Outbox__Message *)row;
	return r;
}

void message_free(Outbox__Message *m)
{
	if (m)
		outbox__message__free_unpacked(m, NULL);
}

DEFINE_CLEANUP(Outbox__Message *, message_free)

/* ---- parts */

void part_set(Outbox__Part *p, Outbox__PartState state, usec_t now)
{
	if (p->state != state)
		p->since_at = now;
	p->state = state;
}

static int part_new(Outbox__Part **ret, usec_t now)
{
	_cleanup_free_ Outbox__Part *p = malloc(sizeof *p);
	uint8_t random[(MESSAGE_REF_BYTES - 1) / 2];
	char ref[MESSAGE_REF_BYTES];

	if (!p)
		return -ENOMEM;
	outbox__part__init(p);
	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		return -EIO;
	(void)hex_text(BYTES(random, sizeof random), ref);
	part_set(p, PART_IS(QUEUED), now);
	if (!row_text(&p->ref, ref))
		return -ENOMEM;
	*ret = TAKE_PTR(p);
	return 0;
}

int message_parts(Outbox__Message *m, size_t n, usec_t now)
{
	int r = 0;

	m->part = calloc(n, sizeof(Outbox__Part *));
	if (!m->part)
		return -ENOMEM;
	for (size_t i = 0; i < n && r == 0; i++) {
		r = part_new(&m->part[i], now);
		m->n_part += r == 0;
	}
	return r;
}

void part_receipt(Outbox__Part *p, unsigned kinds, usec_t now)
{
	p->receipts |= kinds;
	if (p->state == PART_IS(EXPIRED))
		return;
	/* the one that says it never arrives holds, before or after the other */
	if (p->receipts & RECEIPT_FAILED)
		part_set(p, PART_IS(FAILED), now);
	else if (p->receipts & RECEIPT_DELIVERED)
		part_set(p, PART_IS(DELIVERED), now);
	else if (p->state == PART_IS(SENDING) || p->state == PART_IS(QUEUED))
		part_set(p, PART_IS(SUBMITTED), now);
}

bool message_went(const Outbox__Message *m)
{
	for (size_t i = 0; i < m->n_part; i++) {
		const Outbox__Part *p = m->part[i];

		if (p->state == PART_IS(SENDING) || p->state == PART_IS(SUBMITTED) ||
		    p->state == PART_IS(DELIVERED) || p->state == PART_IS(UNKNOWN) || p->doubts > 0)
			return true;
	}
	return false;
}

void message_end(Outbox__Message *m, unsigned result, usec_t now)
{
	for (size_t i = 0; i < m->n_part; i++)
		if (m->part[i]->state == PART_IS(QUEUED))
			part_set(m->part[i],
				 m->part[i]->doubts		? PART_IS(UNKNOWN)
				 : result == NOTICE_GOT(FAILED) ? PART_IS(FAILED)
								: PART_IS(EXPIRED),
				 now);
	if (m->n_part == 0) {
		m->result = result;
		m->ended_at = now;
	}
}

/* ---- the whole */

static unsigned count(const Outbox__Message *m, Outbox__PartState state)
{
	unsigned n = 0;

	for (size_t i = 0; i < m->n_part; i++)
		n += m->part[i]->state == state;
	return n;
}

/* 0: nothing is known yet. */
static unsigned result_of(const Outbox__Message *m)
{
	unsigned taken = count(m, PART_IS(SUBMITTED)) + count(m, PART_IS(DELIVERED)) +
			 count(m, PART_IS(UNKNOWN));

	if (count(m, PART_IS(FAILED)))
		return NOTICE_GOT(FAILED);
	if (count(m, PART_IS(DELIVERED)) == m->n_part)
		return NOTICE_GOT(DELIVERED);
	if (count(m, PART_IS(EXPIRED)) == m->n_part)
		return NOTICE_GOT(EXPIRED);
	return taken == m->n_part && count(m, PART_IS(UNKNOWN)) < m->n_part ? NOTICE_GOT(ACCEPTED)
									    : 0;
}

static int new_report_id(Outbox__Message *m)
{
	uint8_t *id = malloc(DUBAN_REQUEST_ID);

	if (!id)
		return -ENOMEM;
	if (duban_request_id_new(id) < 0) {
		free(id);
		return -EIO;
	}
	free(m->report_id.data);
	m->report_id = (ProtobufCBinaryData){DUBAN_REQUEST_ID, id};
	return 0;
}

/* The words of the part that decides, else of the last one that has any. */
static int derive(Outbox__Message *m, const Outbox__Message *old, usec_t now)
{
	const char *detail = "";

	/* nobody can read a text of which a part never comes */
	if (count(m, PART_IS(FAILED)))
		message_end(m, NOTICE_GOT(EXPIRED), now);
	if (m->n_part > 0) {
		unsigned open = count(m, PART_IS(QUEUED)) + count(m, PART_IS(SENDING)) +
				count(m, PART_IS(SUBMITTED));
		unsigned result = result_of(m);

		m->result = result ? result : m->result;
		m->ended_at = open ? 0 : m->ended_at ? m->ended_at : now;
		for (size_t i = 0; i < m->n_part; i++)
			if (*m->part[i]->detail && (m->part[i]->state == PART_IS(FAILED) ||
						    m->result != NOTICE_GOT(FAILED)))
				detail = m->part[i]->detail;
		if (*detail && !row_text(&m->detail, detail))
			return -ENOMEM;
	}
	m->reporting = m->result != 0 && m->result != m->told && !m->refused;
	if (m->reporting && (m->report_id.len == 0 || !old || old->result != m->result))
		return new_report_id(m);
	return 0;
}

static usec_t max_of(usec_t a, usec_t b)
{
	return a > b ? a : b;
}

/* 0: nothing of it is to be sent. */
static usec_t send_time(const Outbox__Message *m, const struct outbox_times *times)
{
	usec_t next = USEC_NEVER;

	if (m->ended_at)
		return 0;
	for (size_t i = 0; i < m->n_part; i++)
		if (m->part[i]->state == PART_IS(QUEUED) && m->part[i]->next_at < next)
			next = m->part[i]->next_at;
	if (m->n_part == 0)
		next = 0;
	if (next == USEC_NEVER)
		return 0;
	return max_of(max_of(m->not_before_at - times->ahead, m->wait_at), max_of(next, 1));
}

static usec_t due_time(const Outbox__Message *m, const struct outbox_times *times)
{
	usec_t due = m->valid_until_at ? m->valid_until_at - times->ahead : USEC_NEVER;

	if (m->ended_at)
		return m->ended_at + times->kept;
	if (send_time(m, times) == 0)
		due = USEC_NEVER;
	for (size_t i = 0; i < m->n_part; i++) {
		usec_t wait = m->part[i]->state == PART_IS(SUBMITTED) ? times->receipt_wait
			      : m->part[i]->state == PART_IS(SENDING)
				  ? SENDING_MAX_SEC * USEC_PER_SEC
				  : 0;

		if (wait && m->part[i]->since_at + wait < due)
			due = m->part[i]->since_at + wait;
	}
	return max_of(due, 1);
}

/* ---- filing */

static int refile(struct notify_outbox *o, enum outbox_table table, const char *key, usec_t was,
		  usec_t now)
{
	struct outbox_key k;
	int r = 0;

	if (was == now)
		return 0;
	if (was) {
		outbox_time_key(was, key, &k);
		r = outbox_delete(o, table, BYTES(k.bytes, k.size));
	}
	if (r == 0 && now) {
		outbox_time_key(now, key, &k);
		r = outbox_put(o, table, BYTES(k.bytes, k.size), BYTES("", 0));
	}
	return r;
}

static int file_refs(struct notify_outbox *o, const Outbox__Message *m, size_t from)
{
	uint8_t value[NOTICE_KEY_BYTES + 2];
	size_t n = strlen(m->key);
	int r = 0;

	if (n > NOTICE_KEY_BYTES)
		return -EINVAL;
	memcpy(value, m->key, n + 1);
	for (size_t i = from; i < m->n_part && r == 0; i++) {
		value[n + 1] = (uint8_t)i;
		r = outbox_put(o, OUTBOX_REF, BYTES_STR(m->part[i]->ref), BYTES(value, n + 2));
	}
	return r;
}

/* The counter of the book that a notice belongs to now, or NULL. */
static uint64_t *total_of(Outbox__Book *b, const Outbox__Message *m)
{
	if (!m->ended_at)
		return m->n_part == 0 ? &b->waiting : NULL;
	switch (m->result) {
	case NOTICE_GOT(DELIVERED):
		return &b->delivered;
	case NOTICE_GOT(FAILED):
		return &b->failed;
	case NOTICE_GOT(EXPIRED):
		return &b->expired;
	default:
		return &b->unknown;
	}
}

/* `by` 1: it is there now; -1: no longer so. */
static void tally(Outbox__Book *b, const Outbox__Message *m, int by)
{
	uint64_t *total = total_of(b, m);

	if (total)
		*total += (uint64_t)(int64_t)by;
	for (size_t i = 0; i < m->n_part; i++)
		b->state[m->part[i]->state] += (uint64_t)(int64_t)by;
}

static int file_under(struct notify_outbox *o, Outbox__Message *m, const Outbox__Message *old)
{
	int r = refile(o, OUTBOX_SEND, m->key, old ? old->send_at : 0, m->send_at);

	r = r ? r : refile(o, OUTBOX_DUE, m->key, old ? old->due_at : 0, m->due_at);
	r = r ? r : file_refs(o, m, old ? old->n_part : 0);
	if (r == 0 && m->reporting != (old && old->reporting))
		r = m->reporting ? outbox_put(o, OUTBOX_REPORT, BYTES_STR(m->key), BYTES("", 0))
				 : outbox_delete(o, OUTBOX_REPORT, BYTES_STR(m->key));
	return r;
}

int message_put(struct notify_outbox *o, Outbox__Message *m, const struct outbox_times *times,
		usec_t now)
{
	_cleanup_(message_freep) Outbox__Message *old = NULL;
	int r = message_get(o, m->key, &old);

	r = r ? r : derive(m, old, now);
	if (r < 0)
		return r;
	m->send_at = send_time(m, times);
	m->due_at = due_time(m, times);
	if (old)
		tally(outbox_book(o), old, -1);
	tally(outbox_book(o), m, 1);
	r = file_under(o, m, old);
	return r ? r : outbox_put_row(o, OUTBOX_MESSAGE, BYTES_STR(m->key), &m->base);
}

int message_delete(struct notify_outbox *o, Outbox__Message *m)
{
	int r = refile(o, OUTBOX_SEND, m->key, m->send_at, 0);

	r = r ? r : refile(o, OUTBOX_DUE, m->key, m->due_at, 0);
	for (size_t i = 0; i < m->n_part && r == 0; i++)
		r = outbox_delete(o, OUTBOX_REF, BYTES_STR(m->part[i]->ref));
	r = r ? r : outbox_delete(o, OUTBOX_REPORT, BYTES_STR(m->key));
	for (size_t i = 0; i < m->n_part; i++)
		outbox_book(o)->state[m->part[i]->state]--;
	return r ? r : outbox_delete(o, OUTBOX_MESSAGE, BYTES_STR(m->key));
}

int message_by_ref(struct notify_outbox *o, const char *ref, Outbox__Message **ret,
		   size_t *ret_part)
{
	char key[NOTICE_KEY_BYTES + 2];
	struct bytes value;
	int r = outbox_get(o, OUTBOX_REF, BYTES_STR(ref), &value);

	*ret = NULL;
	if (r < 0 || value.size == 0)
		return r;
	if (value.size > sizeof key || value.size < 2)
		return -EBADMSG;
	memcpy(key, value.data, value.size);
	if (key[value.size - 2] != '\0')
		return -EBADMSG;
	*ret_part = (uint8_t)key[value.size - 1];
	r = message_get(o, key, ret);
	if (r == 0 && *ret && *ret_part >= (*ret)->n_part) {
		message_free(TAKE_PTR(*ret));
		return -EBADMSG;
	}
	return r;
}

int message_next(struct notify_outbox *o, struct outbox_key *at, Outbox__Message **ret)
{
	uint8_t from[OUTBOX_KEY_MAX + 1];
	char key[OUTBOX_KEY_MAX + 1];
	size_t size = at->size;
	int r;

	memcpy(from, at->bytes, size);
	from[size] = 0; /* the first key behind that one */
	*ret = NULL;
	r = outbox_next(o, OUTBOX_MESSAGE, size ? BYTES(from, size + 1) : BYTES(NULL, 0), at);
	if (r < 0 || at->size == 0)
		return r;
	(void)snprintf(key, sizeof key, "%.*s", (int)at->size, (const char *)at->bytes);
	r = message_get(o, key, ret);
	return r == 0 && !*ret ? -EBADMSG : r;
}
