/* Which unit a template's department is: by the mapping (审批部门), else the only department of the
 * city with that word in its name. What is neither is told, not guessed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/world/world.h"

#define KIND(x) DUBAN__IMPORT_KIND__IMPORT_KIND_##x

static char *loose(const char *s)
{
	return (char *)(uintptr_t)s;
}

static void city(struct world *w)
{
	world_city(w);
	world_import(w, KIND(UNITS),
		     "id,name,kind,parent\nfgw,市发展和改革委员会,行业主管部门,office\n"
		     "zrzy,市自然资源局,行业主管部门,office\n"
		     "zrzy2,市自然资源和规划中心,市直单位,office\n"
		     "qfgj,东湖区财政局,county,east\n"
		     "czj,市财政局,市直单位,office\nzj,市建设委,行业主管部门,office\n");
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,sector,stage,total,plan,year,planned_start,planned_finish\n"
		     "G1,滨江大道,east,zj,前期,500000000,100000000,2020,2020-09,2021-11\n");
}

static Duban__ChainNewReply *made(struct world *w)
{
	Duban__ChainNewRequest b = DUBAN__CHAIN_NEW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = loose("G1");
	b.template_ = loose("T-GOV");
	b.start_date = 20200106;
	b.allow_gaps = true;
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_NEW;
	q.chain_new = &b;
	return world_ok(w, &q)->chain_new;
}

static const char *service_of(struct world *w, uint32_t no)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ChainShowReply *c;

	b.project = loose("G1");
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	c = world_ok(w, &q)->chain_show;
	for (size_t i = 0; i < c->n_link; i++)
		if (c->link[i]->no == no)
			return c->link[i]->service_unit;
	return "?";
}

static bool tells(const Duban__ChainNewReply *b, const char *department)
{
	for (size_t i = 0; i < b->n_unknown_department; i++)
		if (strcmp(b->unknown_department[i], department) == 0)
			return true;
	return false;
}

static void several_or_none_are_told_not_guessed(void **state)
{
	struct world *w = *state;
	Duban__ChainNewReply *b;

	city(w);
	b = made(w);
	assert_int_equal(b->n_unknown_department, 4);
	assert_true(tells(b, "自然资源")); /* two */
	assert_true(tells(b, "生态环境")); /* none */
	assert_true(tells(b, "住房和城乡建设/住建"));
	assert_true(tells(b, "统计"));
	assert_string_equal(service_of(w, 1), "fgw"); /* the only one */
	assert_string_equal(service_of(w, 3), "czj"); /* a county's is none of the city's */
	assert_string_equal(service_of(w, 2), "");
	assert_string_equal(service_of(w, 15), "");   /* 业主: the unit itself */
	assert_string_equal(service_of(w, 20), "zj"); /* 行业主管 is the project's sector */
}

static void the_mapping_comes_first(void **state)
{
	struct world *w = *state;
	Duban__ChainNewReply *b;

	city(w);
	world_import(w, KIND(DEPARTMENTS),
		     "name,unit\n自然资源,zrzy\n住建,市建设委\n生态环境,west\n财政,fgw\n");
	b = made(w);
	assert_int_equal(b->n_unknown_department, 1);
	assert_true(tells(b, "统计"));
	assert_string_equal(service_of(w, 2), "zrzy");
	assert_string_equal(service_of(w, 11), "zj");
	assert_string_equal(service_of(w, 6), "west");
	assert_string_equal(service_of(w, 3), "fgw");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    T(several_or_none_are_told_not_guessed),
	    T(the_mapping_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
