/* What the transport says: answers to submissions, and receipts. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/gateway/private.h"
#include "proto/wire.h"
#include "text/utf8.h"

/* ---- the transport's state */

static void note_state(struct gateway *g, const struct submit_answer *a)
{
	uint64_t mono = gateway_monotonic();

	if (!a->down) {
		if (g->down)
			say_info("%s takes texts again", g->transport->name);
		g->down = false;
		g->back_off_ms = 0;
		return;
	}
	if (g->down && mono < g->down_until)
		return; /* of the same breakdown */
	if (!g->down)
		say_warning("%s takes no texts; it is tried again: %s", g->transport->name,
			    a->detail ? a->detail : "no reason was given");
	g->down = true;
	g->back_off_ms = g->back_off_ms ? g->back_off_ms * 2 : BACK_OFF_FIRST_MS;
	if (g->back_off_ms > BACK_OFF_MAX_MS)
		g->back_off_ms = BACK_OFF_MAX_MS;
	g->down_until = mono + (uint64_t)g->back_off_ms * USEC_PER_MSEC;
}

/* ---- words of a carrier */

/* Into a field of our rows and of the daemon's: cut, and free of what no text may have. */
static bool set_words(char **at, const char *words, size_t most)
{
	char clean[CARRIER_WORD_BYTES + 1];
	size_t n;

	if (!words)
		return true;
	n = utf8_cut(words, most < CARRIER_WORD_BYTES ? most : CARRIER_WORD_BYTES);
	memcpy(clean, words, n);
	clean[n] = '\0';
	for (char *s = clean; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = ' ';
	if (wire_check_text(BYTES_STR(clean)) != WIRE_FINE)
		for (char *s = clean; *s; s++)
			if ((unsigned char)*s >= 0x80)
				*s = '?';
	return row_text(at, clean);
}

/* ---- submissions */

static void put_off(Outbox__Part *p, bool down)
{
	usec_t now = gateway_now();
	unsigned wait = LATER_FIRST_SEC;

	/* If the carrier is down it is not the message's fault: it goes first when it is up. */
	if (down) {
		p->tries--;
		part_set(p, PART_IS(QUEUED), now);
		p->next_at = now;
		return;
	}
	if (p->tries >= TRIES_MAX) {
		part_set(p, PART_IS(FAILED), now);
		return;
	}
	for (unsigned i = 1; i < p->tries && wait < LATER_MAX_SEC; i++)
		wait *= 2;
	part_set(p, PART_IS(QUEUED), now);
	p->next_at = now + (wait < LATER_MAX_SEC ? wait : LATER_MAX_SEC) * USEC_PER_SEC;
}

static void apply(struct gateway *g, Outbox__Part *p, const struct submit_answer *a)
{
	usec_t now = gateway_now();

	switch (a->state) {
	case SUBMIT_TAKEN:
		part_set(p, a->delivered ? PART_IS(DELIVERED) : PART_IS(SUBMITTED), now);
		break;
	case SUBMIT_REFUSED:
		/* a second time it may be refused because the first one went */
		part_set(p, p->doubts ? PART_IS(UNKNOWN) : PART_IS(FAILED), now);
		break;
	case SUBMIT_LATER:
		put_off(p, a->down);
		break;
	case SUBMIT_DOUBT:
		sender_doubt(g, p);
		break;
	}
}

/* Takes the flight out of the list. */
static struct flight *land(struct gateway *g, const char *ref)
{
	for (struct flight **at = &g->flights; *at; at = &(*at)->next) {
		struct flight *f = *at;

		if (strcmp(f->ref, ref) != 0)
			continue;
		*at = f->next;
		if (g->flights_end == &f->next)
			g->flights_end = at;
		g->in_flight--;
		return f;
	}
	return NULL;
}

static int answered(struct gateway *g, const char *ref, const struct submit_answer *a)
{
	Outbox__Message *m;
	size_t i;
	int r = message_by_ref(g->outbox, ref, &m, &i);

	if (r < 0 || !m)
		return r;
	Outbox__Part *p = m->part[i];
	/* a receipt may have come before */
	if (p->state == PART_IS(SENDING))
		apply(g, p, a);
	if (!set_words(&p->detail, a->detail, CARRIER_WORD_BYTES) ||
	    !set_words(&p->id, a->id, CARRIER_ID_BYTES - 1))
		r = -ENOMEM;
	r = r ? r : gateway_store(g, m);
	message_free(m);
	return r;
}

void answers_answered(void *userdata, const char *ref, const struct submit_answer *answer)
{
	struct gateway *g = userdata;
	struct flight *f = land(g, ref);
	int r;

	if (!f) {
		say_warning("%s answered for a text that it does not have", g->transport->name);
		return;
	}
	note_state(g, answer);
	r = answered(g, f->ref, answer);
	f = flight_free(f);
	gateway_stored(g, r);
}

/* ---- receipts */

/* Refs of ours are hex digits; others are cut, and name nothing. */
static void key_of(const char *ref, char ret[MESSAGE_REF_BYTES])
{
	size_t n = 0;

	for (; ref[n] && n < MESSAGE_REF_BYTES - 1; n++)
		ret[n] = ref[n] >= '!' && ref[n] <= '~' ? ref[n] : '?';
	ret[n] = '\0';
}

static int keep_orphan(struct gateway *g, const char *ref, const struct transport_receipt *receipt)
{
	Outbox__Book *book = outbox_book(g->outbox);
	struct bytes key = BYTES_STR(ref);
	ProtobufCMessage *row = NULL;
	Outbox__Orphan fresh = OUTBOX__ORPHAN__INIT, *o = &fresh;
	int r;

	book->orphans++;
	outbox_touch(g->outbox);
	if (key.size == 0)
		return 0;
	r = outbox_get_row(g->outbox, OUTBOX_ORPHAN, key, &outbox__orphan__descriptor, &row);
	if (r < 0 || (!row && book->orphans_kept >= OUTBOX_ORPHANS_MAX))
		return r;
	if (row)
		o = (Outbox__Orphan *)row;
	else
		book->orphans_kept++;
	o->receipts |= receipt->kind;
	o->at = gateway_now();
	o->times++;
	r = set_words(&o->detail, receipt->detail, CARRIER_WORD_BYTES) ? 0 : -ENOMEM;
	r = r ? r : outbox_put_row(g->outbox, OUTBOX_ORPHAN, key, &o->base);
	if (row)
		protobuf_c_message_free_unpacked(row, NULL);
	else if (fresh.detail != (const char *)protobuf_c_empty_string)
		free(fresh.detail);
	return r;
}

static int receipt_of(struct gateway *g, const struct transport_receipt *receipt)
{
	char ref[MESSAGE_REF_BYTES];
	Outbox__Message *m = NULL;
	size_t i;
	int r = 0;

	key_of(receipt->ref, ref);
	if (*ref)
		r = message_by_ref(g->outbox, ref, &m, &i);
	if (r < 0)
		return r;
	if (!m)
		return keep_orphan(g, ref, receipt);
	Outbox__Part *p = m->part[i];
	part_receipt(p, receipt->kind, gateway_now());
	if (receipt->kind != RECEIPT_BUFFERED)
		p->happened_at = receipt->happened_at;
	if (receipt->kind != RECEIPT_BUFFERED &&
	    !set_words(&p->detail, receipt->detail, CARRIER_WORD_BYTES))
		r = -ENOMEM;
	r = r ? r : gateway_store(g, m);
	message_free(m);
	return r;
}

void answers_receipt(void *userdata, const struct transport_receipt *receipt)
{
	struct gateway *g = userdata;
	int r = receipt_of(g, receipt);

	answers_call(g, receipt->call);
	gateway_stored(g, r);
}

/* ---- confirming */

void answers_call(struct gateway *g, void *call)
{
	struct gateway_call *one = call ? calloc(1, sizeof *one) : NULL;

	if (!call)
		return;
	if (!one) {
		gateway_fail(g, -ENOMEM, "a receipt cannot be confirmed");
		return;
	}
	one->call = call;
	one->next = g->calls;
	g->calls = one;
}

void answers_stored(struct gateway *g)
{
	struct gateway_call *one;

	while ((one = g->calls)) {
		g->calls = one->next;
		g->transport->stored(g->carrier, one->call);
		free(one);
	}
}
