#include "unit/notify/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ttemp.h"

static void submit(void *self, const struct transport_message *m)
{
	struct world *w = self;

	assert_true(w->sent < 16);
	assert_string_equal(m->address, "13800138000");
	(void)snprintf(w->ref[w->sent], sizeof w->ref[0], "%s", m->ref);
	(void)snprintf(w->text[w->sent], sizeof w->text[0], "%s", m->text);
	w->again[w->sent++] = m->again;
}

static void stored(void *self, void *call)
{
	struct world *w = self;

	(void)call;
	w->confirmed++;
}

static int no_round(sd_event_source *source, void *userdata)
{
	(void)source;
	(void)userdata;
	return 0;
}

int world_setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	struct gateway *g = &w->g;
	char *fault = NULL;

	w->dir = ttemp_new();
	w->config = (struct notify_config){
	    .rate = RATE_MAX, .window = 2, .doubt_sec = 0, .start = (char *)(uintptr_t) "first"};
	w->transport = (struct transport){.name = "scripted",
					  .shape = {SMS_WHOLE_UNITS, SMS_PART_UNITS},
					  .submit = submit,
					  .stored = stored};
	assert_int_equal(texts_load(NULL, &w->texts, &fault), 0);
	assert_int_equal(outbox_open(w->dir, false, &g->outbox, &fault), 0);
	assert_true(sd_event_new(&g->parts.event) >= 0);
	assert_true(sd_event_add_defer(g->parts.event, &g->round, no_round, g) >= 0);
	g->parts.texts = w->texts;
	g->config = &w->config;
	g->transport = &w->transport;
	g->carrier = w;
	g->flights_end = &g->flights;
	g->times = (struct outbox_times){.receipt_wait = HOUR, .kept = 24 * HOUR};
	g->known = true;
	*state = w;
	return 0;
}

/* All that is in memory is gone, as after SIGKILL. */
void world_forget(struct gateway *g)
{
	while (g->flights) {
		struct flight *f = g->flights;

		g->flights = f->next;
		f = flight_free(f);
	}
	g->flights_end = &g->flights;
	g->in_flight = 0;
}

int world_teardown(void **state)
{
	struct world *w = *state;

	world_forget(&w->g);
	w->texts = texts_free(w->texts);
	w->g.outbox = outbox_close(w->g.outbox);
	w->g.round = sd_event_source_disable_unref(w->g.round);
	w->g.parts.event = sd_event_unref(w->g.parts.event);
	w->dir = ttemp_remove(w->dir);
	free(w);
	return 0;
}

/* ---- notices */

Outbox__Message *notice_get(struct world *w, const char *key)
{
	Outbox__Message *m;

	assert_int_equal(message_get(w->g.outbox, key, &m), 0);
	assert_non_null(m);
	return m;
}

/* A notice for somebody whose number is known; `after`: of one that it names, or NULL. */
void notice_add(struct world *w, const char *key, usec_t valid_for, const char *after)
{
	Outbox__Message *m = malloc(sizeof *m);

	outbox__message__init(m);
	assert_true(row_text(&m->key, key) && row_text(&m->template_name, "order_over") &&
		    row_text(&m->person, "wang") && row_text(&m->address, "13800138000"));
	m->field = calloc(1, sizeof(char *));
	assert_true(asprintf(&m->field[0], "what=%s", key) > 0);
	m->n_field = 1;
	m->address_at = gateway_now();
	m->valid_until_at = gateway_now() + valid_for;
	if (after) {
		m->after = calloc(1, sizeof(char *));
		m->after[0] = strdup(after);
		m->n_after = 1;
	}
	assert_int_equal(gateway_store(&w->g, m), 0);
	message_free(m);
}

/* A round; returns the number of texts that the transport has got in all. */
size_t world_run(struct world *w)
{
	uint64_t until = UINT64_MAX;

	w->g.slot = 0;
	assert_int_equal(sender_due(&w->g, &until), 0);
	assert_int_equal(sender_pump(&w->g, &until), 0);
	assert_int_equal(outbox_commit(w->g.outbox), 0);
	sender_hand_over(&w->g);
	answers_stored(&w->g);
	return w->sent;
}

void world_answer(struct world *w, size_t i, enum submit_state state, bool down)
{
	answers_answered(&w->g, w->ref[i],
			 &(struct submit_answer){.state = state, .detail = "words", .down = down});
}

void world_send(struct world *w, const char *key, enum submit_state state)
{
	size_t i = w->sent;

	notice_add(w, key, HOUR, NULL);
	assert_int_equal(world_run(w), i + 1);
	world_answer(w, i, state, false);
}

Outbox__PartState notice_state_of(struct world *w, const char *key)
{
	Outbox__Message *m = notice_get(w, key);
	Outbox__PartState s = m->n_part ? m->part[0]->state : PART_IS(INVALID);

	message_free(m);
	return s;
}

unsigned notice_result_of(struct world *w, const char *key)
{
	Outbox__Message *m = notice_get(w, key);
	unsigned result = m->result;

	message_free(m);
	return result;
}

/* As if it had been put off or taken so long ago. */
void notice_age(struct world *w, const char *key, usec_t by)
{
	Outbox__Message *m = notice_get(w, key);

	m->wait_at -= by;
	for (size_t i = 0; i < m->n_part; i++) {
		m->part[i]->next_at -= by;
		m->part[i]->since_at -= by;
	}
	assert_int_equal(gateway_store(&w->g, m), 0);
	message_free(m);
}
