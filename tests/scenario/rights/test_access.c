/* Who read personal data is noted before the answer leaves, is kept for `access.months`, and is
 * read by the auditor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/damage.h"
#include "engine/keeper/keeper.h"
#include "lib/rights/body.h"
#include "lib/ttemp.h"
#include "lib/world/world.h"
#include "model/param/defs.h"
#include "store/access/access.h"

#define CONTACTS DUBAN__ACCESS_WHAT__ACCESS_WHAT_CONTACTS
#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

static struct arena *arena;

static int setup(void **state)
{
	struct world *w;

	assert_int_equal(world_setup(state), 0);
	w = *state;
	assert_int_equal(arena_new(&arena, 1024 * 1024), 0);
	world_city(w);
	world_import(w, K(PEOPLE),
		     "id,name,unit,post,phone\nwang,王五,west,副区长,13900000000\n"
		     "li,李四,west,科员,\n");
	return 0;
}

static int teardown(void **state)
{
	arena_free(arena);
	return world_teardown(state);
}

static void as(struct world *w, int role, const char *name)
{
	w->caller = (struct caller){.principal = 7, .role = role, .name = name};
}

static Duban__Reply *ask(struct world *w, const char *request, const char *text)
{
	static const struct body_word none[] = {{NULL, NULL}};

	return world_ask(w, body_request(arena, request, text, none));
}

static Duban__Reply *taken(struct world *w, const char *request, const char *text)
{
	Duban__Reply *p = ask(w, request, text);

	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s: %s", request, p->n_problem ? p->problem[0]->code : "");
	return p;
}

static const Duban__AccessListReply *listed(struct world *w, const char *text)
{
	as(w, DUBAN__ROLE__ROLE_AUDITOR, "audit");
	return taken(w, "access_list", text)->access_list;
}

static void is_row(const Duban__AccessRow *r, const char *who, int what, const char *of,
		   uint32_t persons)
{
	assert_string_equal(r->principal, who);
	assert_int_equal(r->what, what);
	assert_string_equal(r->of, of);
	assert_int_equal(r->persons, persons);
}

static void who_read_what_of_how_many_and_when(void **state)
{
	struct world *w = *state;
	const Duban__AccessListReply *b;
	usec_t now = engine_now(w->engine);

	as(w, DUBAN__ROLE__ROLE_OFFICE, "office-sys");
	taken(w, "contact_list", "");
	taken(w, "contact_list", "unit=west");
	taken(w, "contact_list", "person=li"); /* has no number: nobody was told anything */
	as(w, DUBAN__ROLE__ROLE_GATEWAY, "sms");
	taken(w, "contact_list", "person=zhang");
	as(w, DUBAN__ROLE__ROLE_COUNTY, "east-sys");
	taken(w, "sheet", "kind=people unit=west");
	taken(w, "sheet", "kind=units");
	b = listed(w, "");
	assert_int_equal(b->n_row, 4);
	is_row(b->row[0], "office-sys", CONTACTS, "", 2);
	is_row(b->row[1], "office-sys", CONTACTS, "west", 1);
	is_row(b->row[2], "sms", CONTACTS, "zhang", 1);
	is_row(b->row[3], "east-sys", DUBAN__ACCESS_WHAT__ACCESS_WHAT_PEOPLE, "west", 2);
	assert_int_equal(b->row[0]->at, now);
	assert_int_equal(b->row[2]->role, DUBAN__ROLE__ROLE_GATEWAY);
	assert_int_equal(b->damaged, 0);
	assert_string_equal(b->next, "");
}

static void read_in(struct world *w, const char *when)
{
	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
	world_until(w, when);
	as(w, DUBAN__ROLE__ROLE_OFFICE, "office-sys");
	taken(w, "contact_list", "");
}

/* The shortest that can be set is six months. */
static void it_is_kept_for_months_and_never_less_than_six(void **state)
{
	struct world *w = *state;
	int64_t months;

	assert_int_equal(parameter_def("access.months")->min, 6);
	assert_true(parameter_value(parameter_def("access.months"),
				    parameter_def("access.months")->value, &months) &&
		    months >= 6);
	w->check = false;
	taken(w, "param_set", "key=access.months value=6 scope=default source=test");
	read_in(w, "2020-01-31T09:00");
	read_in(w, "2020-02-01T09:00");
	read_in(w, "2020-07-31T09:00");
	assert_int_equal(listed(w, "")->n_row, 3);
	read_in(w, "2020-08-01T09:00"); /* January is over six months ago */
	assert_int_equal(listed(w, "")->n_row, 3);
	assert_int_equal(listed(w, "month=202001")->n_row, 0);
	assert_int_equal(listed(w, "month=202002")->n_row, 1);
}

static void it_comes_in_pages(void **state)
{
	struct world *w = *state;
	char after[64] = "";
	size_t n = 0, pages = 0;

	w->check = false;
	read_in(w, "2020-01-03T09:00");
	read_in(w, "2020-01-04T09:00");
	read_in(w, "2020-02-04T09:00");
	api_set_page(w->api, 1);
	do {
		const Duban__AccessListReply *b =
		    listed(w, *after ? arena_printf(arena, "after=%s", after) : "");

		n += b->n_row;
		pages++;
		(void)snprintf(after, sizeof after, "%s", b->next);
	} while (*after);
	assert_int_equal(n, 3);
	assert_true(pages >= 3);
	as(w, DUBAN__ROLE__ROLE_AUDITOR, "audit");
	assert_string_equal(ask(w, "access_list", "after=202013:1")->problem[0]->code,
			    "page.bad_after");
}

static char *file_of(const struct world *w, const char *month)
{
	return arena_printf(arena, "%s/access/%s", w->dir, month);
}

/* A line that was changed or cut off is counted, and hides none of the others. */
static void a_damaged_line_is_told(void **state)
{
	struct world *w = *state;
	char *path = file_of(w, "202001"), *text;
	size_t size;

	read_in(w, "2020-01-03T09:00");
	read_in(w, "2020-01-03T10:00");
	text = ttemp_read(path, &size);
	strstr(text, "office-sys")[0] = 'x';
	ttemp_write(path, text, size - 5);
	free(text);
	read_in(w, "2020-01-03T11:00");
	assert_int_equal(listed(w, "")->n_row, 1);
	assert_int_equal(w->reply->access_list->damaged, 2);
}

static void who_cannot_be_noted_is_not_told(void **state)
{
	struct world *w = *state;
	char *folder = arena_printf(arena, "%s/access", w->dir);
	const Duban__Reply *p;

	ttemp_write(folder, "", 0); /* a file stands in its place */
	as(w, DUBAN__ROLE__ROLE_OFFICE, "office-sys");
	p = ask(w, "contact_list", "");
	assert_int_equal(p->status, DUBAN__STATUS__STATUS_UNAVAILABLE);
	assert_string_equal(p->problem[0]->code, "access.not_noted");
	assert_null(p->contact_list);
	assert_int_equal(unlink(folder), 0);
	taken(w, "contact_list", "");
}

static void a_backup_has_it(void **state)
{
	struct world *w = *state;
	char *to = arena_printf(arena, "%s/backup", w->dir);
	struct backup_mark mark;
	struct damage damage;
	uint32_t month = 0;

	read_in(w, "2020-01-03T09:00");
	assert_int_equal(engine_prepare_backup(w->engine, &mark), 0);
	assert_int_equal(engine_backup(w->engine, to, &mark, &damage), 0);
	assert_int_equal(access_month(to, 0, &month), 0);
	assert_int_equal(month, 202001);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(who_read_what_of_how_many_and_when),
	    TEST(it_is_kept_for_months_and_never_less_than_six),
	    TEST(it_comes_in_pages),
	    TEST(a_damaged_line_is_told),
	    TEST(who_cannot_be_noted_is_not_told),
	    TEST(a_backup_has_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
