/* Sends what is to be sent, and looks at what waits too long. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/gateway/private.h"

struct flight *flight_free(struct flight *f)
{
	if (f)
		free(f->text);
	free(f);
	return NULL;
}

/* ---- the transport's state */

/* While it is down, one submission finds out whether it still is. */
static bool is_open(const struct gateway *g, uint64_t *until)
{
	uint64_t mono = gateway_monotonic();

	if (g->down && mono < g->down_until) {
		*until = g->down_until < *until ? g->down_until : *until;
		return false;
	}
	if (g->in_flight >= (g->down ? 1 : g->config->window))
		return false; /* an answer wakes us */
	if (mono < g->slot) {
		*until = g->slot < *until ? g->slot : *until;
		return false;
	}
	return true;
}

/* What was not used up is kept for a tenth of a second only. */
static void use_slot(struct gateway *g)
{
	uint64_t least = gateway_monotonic() - USEC_PER_SEC / 10;
	uint64_t step = (uint64_t)USEC_PER_SEC / g->config->rate;
	uint64_t gap = g->transport->gap ? g->transport->gap(g->config->own) : 0;

	if (g->slot < least)
		g->slot = least;
	g->slot += gap > step ? gap : step;
}

/* ---- one notice */

enum after { AFTER_SEND, AFTER_WAIT, AFTER_DROP };

/* If none of the earlier ones was sent, this one is not either; while one is still to be sent, it
 * waits. One that the outbox does not know may have been sent. */
static int after_of(struct gateway *g, const Outbox__Message *m, enum after *ret)
{
	bool went = m->n_after == 0, waits = false;

	for (size_t i = 0; i < m->n_after; i++) {
		Outbox__Message *earlier = NULL;
		int r = message_get(g->outbox, m->after[i], &earlier);

		if (r < 0)
			return r;
		if (!earlier)
			went = true;
		else if (message_went(earlier))
			went = true;
		else if (!earlier->ended_at)
			waits = true;
		message_free(earlier);
	}
	*ret = waits ? AFTER_WAIT : went ? AFTER_SEND : AFTER_DROP;
	return 0;
}

static int fail(Outbox__Message *m, const char *why)
{
	if (!row_text(&m->detail, why))
		return -ENOMEM;
	message_end(m, NOTICE_GOT(FAILED), gateway_now());
	return 0;
}

/* Fills the text and cuts it. */
static int make_parts(struct gateway *g, Outbox__Message *m)
{
	struct text_part part[MESSAGE_PARTS_MAX];
	_cleanup_free_ char *text = NULL;
	size_t n;
	int r = texts_fill(g->parts.texts, m->template_name, m->field, m->n_field, &text);

	if (r == STATUS_NOT_FOUND) /* one of the gateway's own */
		r = texts_answer(m->template_name, m->field, m->n_field, &text);
	if (r < 0)
		return r;
	if (r == STATUS_NOT_FOUND) {
		say_warning("notice %s: there is no text %s", m->key, m->template_name);
		return fail(m, "no such text");
	}
	if (r > 0 || !text_split(text, &g->transport->shape, part, &n)) {
		say_warning("notice %s: the text is too long", m->key);
		return fail(m, "the text is too long");
	}
	if (!row_text(&m->text, text))
		return -ENOMEM;
	return message_parts(m, n, gateway_now());
}

static int take_off(struct gateway *g, Outbox__Message *m, size_t i, const struct text_part *part)
{
	_cleanup_free_ struct flight *f = calloc(1, sizeof *f);
	Outbox__Part *p = m->part[i];

	if (!f || !(f->text = strndup(part->text, part->size)))
		return -ENOMEM;
	(void)snprintf(f->ref, sizeof f->ref, "%s", p->ref);
	(void)snprintf(f->key, sizeof f->key, "%s", m->key);
	(void)snprintf(f->address, sizeof f->address, "%s", m->address);
	(void)snprintf(f->template_name, sizeof f->template_name, "%s", m->template_name);
	f->part = (unsigned)i + 1;
	f->parts = (unsigned)m->n_part;
	f->group = m->num;
	f->again = p->doubts > 0;
	f->valid_for = m->valid_until_at - g->times.ahead - gateway_now();
	outbox_book(g->outbox)->submissions++;
	outbox_book(g->outbox)->doubled += f->again;
	p->tries++;
	part_set(p, PART_IS(SENDING), gateway_now());
	*g->flights_end = f;
	g->flights_end = &f->next;
	TAKE_PTR(f);
	g->in_flight++;
	use_slot(g);
	return 0;
}

/* As many parts as there is room for. */
static int submit_parts(struct gateway *g, Outbox__Message *m, uint64_t *until, bool *ret_full)
{
	struct text_part part[MESSAGE_PARTS_MAX];
	usec_t now = gateway_now();
	size_t n;
	int r = 0;

	if (!text_split(m->text, &g->transport->shape, part, &n) || n != m->n_part)
		return fail(m, "the text is cut otherwise now"); /* another transport's outbox */
	for (size_t i = 0; i < n && r == 0; i++) {
		if (m->part[i]->state != PART_IS(QUEUED) || m->part[i]->next_at > now)
			continue;
		if (!is_open(g, until)) {
			*ret_full = true;
			return 0;
		}
		r = take_off(g, m, i, &part[i]);
	}
	return r ? r : replies_number(g, m);
}

/* One notice whose time has come. Leaves it filed under a later time, or sent, or ended;
 * `*ret_full`: not now, as the transport takes no more. */
static int send_one(struct gateway *g, Outbox__Message *m, uint64_t *until, bool *ret_full)
{
	usec_t now = gateway_now();
	enum after after;
	int r;

	if (m->valid_until_at && now + g->times.ahead >= m->valid_until_at) {
		message_end(m, NOTICE_GOT(EXPIRED), now);
		return 0;
	}
	r = after_of(g, m, &after);
	if (r < 0)
		return r;
	if (after == AFTER_DROP) {
		message_end(m, NOTICE_GOT(EXPIRED), now);
		return 0;
	}
	if (after == AFTER_WAIT) {
		m->wait_at = now + AFTER_RETRY_SEC * USEC_PER_SEC;
		return 0;
	}
	if ((!*m->address || m->address_at + CONTACT_FRESH_SEC * USEC_PER_SEC < now) &&
	    !contacts_known(g, m, &r)) {
		*ret_full = !contacts_ask(g, m);
		m->wait_at = *ret_full ? m->wait_at : now + CONTACT_RETRY_SEC * USEC_PER_SEC;
		return 0;
	}
	if (r < 0 || m->ended_at)
		return r;
	if (!is_open(g, until)) {
		*ret_full = true;
		return 0;
	}
	r = m->n_part == 0 ? make_parts(g, m) : 0;
	return r || m->ended_at ? r : submit_parts(g, m, until, ret_full);
}

static void come_back(uint64_t *until, usec_t at)
{
	usec_t wait = at - gateway_now();
	uint64_t when = gateway_monotonic() + (uint64_t)(wait > 0 ? wait : 0);

	*until = when < *until ? when : *until;
}

static int first_of(struct gateway *g, enum outbox_table table, Outbox__Message **ret,
		    uint64_t *until)
{
	struct outbox_key key;
	char name[OUTBOX_KEY_MAX + 1];
	const char *rest;
	int r = outbox_next(g->outbox, table, BYTES(NULL, 0), &key);

	*ret = NULL;
	if (r < 0 || key.size == 0)
		return r;
	usec_t at = outbox_time_of(&key, &rest);
	if (at > gateway_now()) {
		come_back(until, at);
		return 0;
	}
	(void)snprintf(name, sizeof name, "%.*s", (int)(key.size - 8), rest);
	r = message_get(g->outbox, name, ret);
	if (r == 0 && !*ret)
		gateway_wake(g); /* and the next one then */
	if (r == 0 && !*ret)
		return outbox_delete(g->outbox, table, BYTES(key.bytes, key.size));
	return r;
}

int sender_pump(struct gateway *g, uint64_t *until)
{
	if (!g->known) /* its clock is not known either */
		return 0;
	for (int i = 0; i < PUMP_SLICE; i++) {
		unsigned in_flight = g->in_flight;
		Outbox__Message *m;
		bool full = false;
		int r = first_of(g, OUTBOX_SEND, &m, until);

		if (r < 0 || !m)
			return r;
		r = send_one(g, m, until, &full);
		if (r == 0 && (!full || in_flight != g->in_flight))
			r = gateway_store(g, m);
		message_free(m);
		if (r < 0 || full)
			return r;
	}
	gateway_wake(g);
	return 0;
}

/* ---- what is due */

void sender_doubt(struct gateway *g, Outbox__Part *p)
{
	usec_t now = gateway_now();

	if (p->doubts++ >= DOUBTS_MAX) {
		part_set(p, PART_IS(UNKNOWN), now);
		return;
	}
	part_set(p, PART_IS(QUEUED), now);
	p->next_at = now + g->config->doubt_sec * USEC_PER_SEC;
}

static void look(struct gateway *g, Outbox__Message *m)
{
	usec_t now = gateway_now();

	if (m->valid_until_at && now + g->times.ahead >= m->valid_until_at)
		message_end(m, NOTICE_GOT(EXPIRED), now);
	for (size_t i = 0; i < m->n_part; i++) {
		Outbox__Part *p = m->part[i];

		if (p->state == PART_IS(SUBMITTED) && p->since_at + g->times.receipt_wait <= now)
			part_set(p, PART_IS(UNKNOWN), now);
		else if (p->state == PART_IS(SENDING) &&
			 p->since_at + SENDING_MAX_SEC * USEC_PER_SEC <= now)
			sender_doubt(g, p);
	}
}

int sender_due(struct gateway *g, uint64_t *until)
{
	for (int i = 0; g->known && i < PUMP_SLICE; i++) {
		Outbox__Message *m;
		int r = first_of(g, OUTBOX_DUE, &m, until);

		if (r < 0 || !m)
			return r;
		if (m->ended_at && m->ended_at + g->times.kept <= gateway_now()) {
			r = message_delete(g->outbox, m);
		} else {
			look(g, m);
			r = gateway_store(g, m);
		}
		message_free(m);
		if (r < 0)
			return r;
	}
	if (g->known)
		gateway_wake(g);
	return 0;
}

/* ---- around the commit */

/* An answer from within submit() ends a flight, so each is looked for anew. */
static struct flight *flight_to_hand(const struct gateway *g)
{
	struct flight *f = g->flights;

	while (f && f->handed)
		f = f->next;
	return f;
}

void sender_hand_over(struct gateway *g)
{
	for (struct flight *f; (f = flight_to_hand(g));) {
		struct transport_message m = {.ref = f->ref,
					      .address = f->address,
					      .text = f->text,
					      .key = f->key,
					      .template_name = f->template_name,
					      .part = f->part,
					      .parts = f->parts,
					      .group = f->group,
					      .again = f->again,
					      .valid_for = f->valid_for};

		f->handed = true;
		g->transport->submit(g->carrier, &m);
	}
}

int sender_recover(struct gateway *g)
{
	struct outbox_key at = {.size = 0};
	uint64_t n = outbox_book(g->outbox)->state[PART_IS(SENDING)];
	Outbox__Message *m;
	int r = 0;

	if (n > 0)
		say_warning("%llu texts were in flight when the program ended: each is sent again, "
			    "marked, unless a receipt comes within %u s",
			    (unsigned long long)n, g->config->doubt_sec);
	while (n > 0 && (r = message_next(g->outbox, &at, &m)) == 0 && m) {
		uint64_t before = n;

		for (size_t i = 0; i < m->n_part; i++)
			if (m->part[i]->state == PART_IS(SENDING)) {
				sender_doubt(g, m->part[i]);
				n--;
			}
		if (n < before)
			r = gateway_store(g, m);
		message_free(m);
		if (r < 0)
			return r;
	}
	return r;
}
