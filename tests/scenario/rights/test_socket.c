/* The admin socket of a real store: it reads the status and does what keys, backups, verify and the
 * clock need, and makes a security officer's key where there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/rights/body.h"
#include "lib/world/world.h"
#include "model/principal/principal.h"

struct socket_world {
	struct world *w;
	struct arena *arena;
};

static int setup(void **state)
{
	struct socket_world *s = calloc(1, sizeof *s);

	s->w = world_new("2026-01-05T09:00", false);
	assert_int_equal(arena_new(&s->arena, 1024 * 1024), 0);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct socket_world *s = *state;

	arena_free(s->arena);
	world_free(s->w);
	free(s);
	return 0;
}

static Duban__Reply *ask(struct socket_world *s, const char *request, const char *text)
{
	static const struct body_word none[] = {{NULL, NULL}};

	return world_ask(s->w, body_request(s->arena, request, text, none));
}

static Duban__Reply *taken(struct socket_world *s, const char *request, const char *text)
{
	Duban__Reply *p = ask(s, request, text);

	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s %s: %s", request, text, p->n_problem ? p->problem[0]->code : "");
	return p;
}

static void refused(struct socket_world *s, const char *request, const char *text, const char *code)
{
	uint64_t before = engine_seq(s->w->engine);
	Duban__Reply *p = ask(s, request, text);

	assert_int_equal(p->n_problem, 1);
	assert_string_equal(p->problem[0]->code, code);
	assert_int_equal(engine_seq(s->w->engine), before);
}

#define KEY(d) " public_key=" d d d d d d d d d d d d d d d d d d d d d d d d d d d d d d d d
#define OFFICER "name=officer role=security" KEY("01")
#define SECOND "name=second role=security" KEY("02")
#define OFFICE "name=office role=office" KEY("03")

static void socket_again(struct socket_world *s)
{
	s->w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
}

static void as_officer(struct socket_world *s)
{
	s->w->caller =
	    (struct caller){.principal = 1, .role = DUBAN__ROLE__ROLE_SECURITY, .name = "officer"};
}

static void it_makes_a_security_officer_and_nobody_else(void **state)
{
	struct socket_world *s = *state;

	refused(s, "principal_add", OFFICE, "principal.local_only_security");
	taken(s, "principal_add", OFFICER);
	refused(s, "principal_add", SECOND, "principal.officer_exists");
	refused(s, "principal_add", OFFICE, "principal.local_only_security");
	as_officer(s);
	taken(s, "principal_add", OFFICE);
	taken(s, "principal_add", SECOND);
	assert_int_equal(taken(s, "principal_list", "")->principal_list->n_principal, 3);
}

/* Of other keys it does not even learn that they are there. */
static void it_lists_and_ends_security_officers_only(void **state)
{
	struct socket_world *s = *state;
	const Duban__PrincipalListReply *b;

	taken(s, "principal_add", OFFICER);
	as_officer(s);
	taken(s, "principal_add", OFFICE);
	socket_again(s);
	b = taken(s, "principal_list", "")->principal_list;
	assert_int_equal(b->n_principal, 1);
	assert_string_equal(b->principal[0]->name, "officer");
	refused(s, "principal_revoke", "name=office", "principal.unknown");
	refused(s, "principal_revoke", "name=nobody", "principal.unknown");
}

static const Duban__Principal *of_number(struct socket_world *s, uint32_t num)
{
	return principal_get(engine_txn(s->w->engine), s->arena, num);
}

static void a_lost_key_ends_after_the_days_in_which_its_holder_may_object(void **state)
{
	struct socket_world *s = *state;
	const Duban__StatusReply *b;
	usec_t now = engine_now(s->w->engine);

	taken(s, "principal_add", OFFICER);
	assert_int_equal(taken(s, "status", "")->status_reply->security_ends_at, 0);
	taken(s, "principal_revoke", "name=officer");
	b = taken(s, "status", "")->status_reply;
	assert_string_equal(b->security_ends, "officer");
	assert_int_equal(b->security_ends_at, now + 3 * USEC_PER_DAY);
	refused(s, "principal_revoke", "name=officer", "principal.ends_already");
	refused(s, "principal_add", SECOND, "principal.officer_exists");
	as_officer(s);
	assert_int_equal(taken(s, "status", "")->status_reply->security_ends_at,
			 now + 3 * USEC_PER_DAY);
	socket_again(s);
	world_reopen(s->w, true, "2026-01-08T08:59");
	assert_true(principal_valid(of_number(s, 1), engine_now(s->w->engine)));
	refused(s, "principal_add", SECOND, "principal.officer_exists");
	world_reopen(s->w, true, "2026-01-08T09:01");
	assert_false(principal_valid(of_number(s, 1), engine_now(s->w->engine)));
	assert_int_equal(taken(s, "status", "")->status_reply->security_ends_at, 0);
	taken(s, "principal_add", SECOND);
	refused(s, "principal_add", "name=third role=security" KEY("04"),
		"principal.officer_exists");
}

/* The officer still has the key, so somebody else has the machine. */
static void an_officer_who_is_there_keeps_the_socket_out(void **state)
{
	struct socket_world *s = *state;

	taken(s, "principal_add", OFFICER);
	taken(s, "principal_revoke", "name=officer");
	as_officer(s);
	taken(s, "principal_add", SECOND);
	socket_again(s);
	world_reopen(s->w, true, "2026-01-09T09:00");
	refused(s, "principal_add", "name=third role=security" KEY("04"),
		"principal.officer_exists");
}

/* On a simulated store nothing waits: demos and rehearsals have one hand. */
static void a_simulated_store_has_one_hand(void **state)
{
	struct socket_world *s = *state;

	world_free(s->w);
	s->w = world_new("2026-01-05T09:00", true);
	taken(s, "principal_add", OFFICER);
	taken(s, "principal_add", OFFICE);
	taken(s, "principal_add", SECOND);
	taken(s, "principal_revoke", "name=officer");
	assert_false(principal_valid(of_number(s, 1), engine_now(s->w->engine)));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_makes_a_security_officer_and_nobody_else),
	    TEST(it_lists_and_ends_security_officers_only),
	    TEST(a_lost_key_ends_after_the_days_in_which_its_holder_may_object),
	    TEST(an_officer_who_is_there_keeps_the_socket_out),
	    TEST(a_simulated_store_has_one_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
