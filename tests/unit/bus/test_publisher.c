/* The feed. What changed rules alone lit is for the office, which reads it by FETCH: subscribers of
 * the feed cannot be told apart, so none of them gets it. Heartbeats come at their time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "bus/round/publisher.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "lib/world/world.h"
#include "line.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

struct feed {
	struct world *w;
	sd_event *event;
	struct denials *denials;
	struct publisher *publisher;
	struct line listener;
};

static void open_feed(struct feed *f, struct world *w)
{
	struct publisher_config c = {.engine = w->engine, .peers_max = 8};

	f->w = w;
	assert_int_equal(sd_event_new(&f->event), 0);
	assert_int_equal(denials_new(&f->denials, f->event), 0);
	c.event = f->event;
	c.denials = f->denials;
	/* within one process, without CURVE */
	assert_int_equal(publisher_new(&f->publisher, &c), 0);
	line_open(&f->listener, publisher_server(f->publisher), f->event, "SUB");
	line_frame(&f->listener, "\1", 1, 0);
	line_run(f->event);
}

static void close_feed(struct feed *f)
{
	line_close(&f->listener);
	publisher_free(f->publisher);
	denials_free(f->denials);
	sd_event_unref(f->event);
}

/* A lamp of P1 is recorded and published; returns the event's seq. */
static uint64_t light(struct feed *f, uint32_t rule, Duban__ChangeCause by)
{
	struct world *w = f->w;
	Duban__Event ev = DUBAN__EVENT__INIT, *events[] = {&ev};
	Duban__WarningRaised b = DUBAN__WARNING_RAISED__INIT;
	Duban__Warning v = DUBAN__WARNING__INIT;
	Duban__Subject s = DUBAN__SUBJECT__INIT;
	Duban__Inputs in = DUBAN__INPUTS__INIT;

	ev.project = s.project = project_by_code(engine_txn(w->engine), "P1");
	v.rule = rule;
	v.subject = &s;
	v.occurrence = 1;
	v.level = LEVEL(RED);
	v.state = WARNING_STATE(OPEN);
	v.since_at = v.lit_at = engine_now(w->engine);
	v.raised_by = by;
	v.inputs = &in;
	b.warning = &v;
	ev.body_case = DUBAN__EVENT__BODY_WARNING_RAISED;
	ev.warning_raised = &b;
	assert_int_equal(group_write(w->engine, events, 1, &author_system), 0);
	assert_int_equal(engine_sync(w->engine), 0);
	assert_int_equal(publisher_publish(f->publisher), 0);
	return engine_seq(w->engine);
}

/* The topic of the next event on the feed; "": none. */
static const char *topic(struct feed *f)
{
	static char text[256];
	struct zmtp_frame head, body;

	while (line_message(&f->listener, &head)) {
		assert_true(head.more && head.body.size < sizeof text);
		memcpy(text, head.body.data, head.body.size);
		text[head.body.size] = '\0';
		assert_true(line_message(&f->listener, &body));
		if (strcmp(text, WIRE_HEARTBEAT_TOPIC) != 0)
			return text;
	}
	return "";
}

static void what_changed_rules_alone_lit_is_not_on_the_feed(void **state)
{
	struct world *w = *state;
	uint64_t before;
	struct feed f;

	world_city(w);
	w->check = false; /* the rules know of no such lamps */
	open_feed(&f, w);
	before = engine_seq(w->engine);
	(void)light(&f, 6, DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED);
	assert_string_equal(topic(&f), "");
	assert_int_equal(light(&f, 7, DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_INVALID), before + 2);
	assert_string_equal(topic(&f), "warning_raised/red//P1/");
	(void)light(&f, 8, DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED);
	assert_string_equal(topic(&f), "");
	close_feed(&f);
}

static bool heartbeat(struct feed *f)
{
	struct zmtp_frame head;

	while (line_message(&f->listener, &head))
		if (head.more && head.body.size == strlen(WIRE_HEARTBEAT_TOPIC) &&
		    memcmp(head.body.data, WIRE_HEARTBEAT_TOPIC, head.body.size) == 0)
			return true;
	memmove(f->listener.in, f->listener.in + f->listener.taken,
		f->listener.n - f->listener.taken);
	f->listener.n -= f->listener.taken;
	f->listener.taken = 0;
	return false;
}

/* A subscriber of a few topics only knows by it that it missed nothing. */
static void heartbeats_come_while_events_never_pause(void **state)
{
	struct world *w = *state;
	usec_t until;
	struct feed f;
	bool heard = false;

	world_city(w);
	w->check = false;
	open_feed(&f, w);
	until = clock_monotonic() + 20 * HEARTBEAT_MS * USEC_PER_MSEC;
	for (uint32_t i = 0; !heard && clock_monotonic() < until; i++) {
		(void)light(&f, 6 + i % 2, DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_INVALID);
		assert_true(sd_event_run(f.event, 0) >= 0);
		heard = heartbeat(&f);
	}
	assert_true(heard);
	close_feed(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_changed_rules_alone_lit_is_not_on_the_feed,
					    world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(heartbeats_come_while_events_never_pause, world_setup,
					    world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
