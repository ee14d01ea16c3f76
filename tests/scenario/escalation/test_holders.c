/* Steps name recipients; whoever holds the post on the day is told: over changes of posts, leave
 * and substitutes. A post without a holder goes to the next step and onto the office's daily list.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "proto/wire_name.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

/* East is a county, its projects' trade is 住建局. Link 1 of P1 is late from 01-17 on, red on
 * 01-31. */
static void city(struct world *w)
{
	world_city(w);
	world_import(w, K(UNITS), "id,name,kind\nzhujian,住建局,sector\n");
	world_import(w, K(PEOPLE),
		     "id,name,unit,phone\n"
		     "li,李四,east,13800000001\n"
		     "wang,王五,east,13800000002\n"
		     "zhao,赵六,east,13800000003\n"
		     "qian,钱七,zhujian,13800000004\n"
		     "sun,孙八,office,13800000005\n"
		     "zhou,周九,office,13800000006\n"
		     "wu,吴十,office,\n");
	world_import(w, K(POSTS),
		     "person,unit,title,kind,from,until\n"
		     "li,east,联络员,reporter,,\n"
		     "wang,east,副区长,deputy,,2020-02-03\n"
		     "zhao,east,副区长,deputy,2020-02-04,\n"
		     "wu,east,区长,head,,\n"
		     "qian,zhujian,局长,head,,\n");
	world_import(w, K(GROUPS),
		     "id,name,kind,person,role,unit\n"
		     "du,督查问责办,supervision,sun,主任,office\n"
		     "ban,领导小组办公室,office,zhou,主任,office\n"
		     "tf,东湖专班,task-force,zhao,组长,east\n");
	world_import(w, K(PROJECTS), "code,sector,leader_city\nP1,zhujian,罗市长\n");
	world_import(w, K(CHAINS),
		     HEADER "P1,1,主体封顶,实施,east,,zhang,,2020-01-16,2020-01-02\n");
	world_do(w, "start P1 1");
}

static const char *shown(const Duban__EscalationStep *s)
{
	static char text[512];
	size_t n = 0;

	*text = '\0';
	for (size_t i = 0; i < s->n_holder && n < sizeof text; i++) {
		const Duban__HolderRow *h = s->holder[i];

		n += (size_t)snprintf(
		    text + n, sizeof text - n, "%s%s:%s%s%s%s%s", i ? " " : "",
		    wire_enum_name(&duban__recipient__descriptor, (int)h->recipient), h->name,
		    *h->instead_of ? "/" : "", h->instead_of, h->gap ? "!" : "",
		    wire_enum_name(&duban__holder_gap__descriptor, (int)h->gap));
		if (h->from_step && n < sizeof text)
			n += (size_t)snprintf(text + n, sizeof text - n, "@%u", h->from_step);
	}
	return text;
}

static const Duban__EscalationShowReply *show(struct world *w)
{
	Duban__EscalationShowRequest b = DUBAN__ESCALATION_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_ESCALATION_SHOW;
	q.escalation_show = &b;
	b.id = (char *)(uintptr_t) "W02-1-2020-1-1";
	return world_ok(w, &q)->escalation_show;
}

/* The next step, 2, tells the 分管领导: 王五 until 02-03, 赵六 from 02-04 on; while 赵六 is away
 * his substitute; without one nobody can be, and the next step's people hear of it. */
static void who_holds_the_post_that_day_is_told(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, K(PARAMETERS), "key,scope,of,value\nW02.r_after_cd,default,,300\n");
	world_until(w, "2020-02-03T09:00");
	assert_string_equal(show(w)->taken[0]->tier, "提醒责任人");
	assert_string_equal(shown(show(w)->taken[0]), "responsible:张三 contact:李四");
	assert_int_equal(show(w)->next_step->step, 2);
	assert_string_equal(shown(show(w)->next_step), "deputy:王五");
	world_until(w, "2020-02-04T09:00");
	assert_string_equal(shown(show(w)->next_step), "deputy:赵六");
	world_import(w, K(LEAVES), "person,from,until,substitute\nzhao,2020-02-05,2020-02-06,li\n");
	assert_string_equal(shown(show(w)->next_step), "deputy:赵六");
	world_until(w, "2020-02-05T09:00");
	assert_string_equal(shown(show(w)->next_step), "deputy:李四/赵六");
	world_import(w, K(LEAVES), "person,from,until\nli,2020-02-05,2020-02-05\n");
	assert_string_equal(shown(show(w)->next_step),
			    "deputy:赵六!leave head:吴十!number@3 sector_head:钱七@3 "
			    "county_team:赵六!leave@3 county_executive:!empty@3");
	world_until(w, "2020-02-06T09:00");
	assert_string_equal(shown(show(w)->next_step), "deputy:李四/赵六");
}

/* What is asked of a county is not missing where the city itself is responsible. */
static void each_recipient_is_found_where_it_stands(void **state)
{
	struct world *w = *state;
	const Duban__EscalationShowReply *b;

	city(w);
	world_until(w, "2020-02-10T09:00");
	b = show(w);
	assert_int_equal(b->n_taken, 5);
	assert_string_equal(shown(b->taken[1]), "deputy:赵六");
	assert_string_equal(shown(b->taken[2]),
			    "head:吴十!number sector_head:钱七 county_team:赵六 "
			    "county_executive:!empty");
	assert_string_equal(shown(b->taken[3]),
			    "supervision:孙八 linked_leader:罗市长!unregistered");
	assert_int_equal(b->taken[3]->action, DUBAN__STEP_ACTION__STEP_ACTION_ORDER);
	assert_int_equal(b->next_step->step, 6);
	assert_string_equal(shown(b->next_step), "office:周九 supervision:孙八");
	assert_string_equal(b->unless, "W02");
	/* due with the 督办函 that nobody issued, on the working day after 02-14 */
	assert_int_equal(b->next_step->n_condition, 3);
	assert_int_equal(b->next_step->condition[0]->when, DUBAN__STEP_WHEN__STEP_WHEN_REDS);
	assert_int_equal(b->next_step->condition[0]->at, 0);
	assert_true(b->next_step->at == b->next_step->condition[1]->at);
	world_import(w, K(UNITS), "id,kind\neast,municipal\n");
	assert_string_equal(shown(show(w)->taken[2]), "head:吴十!number sector_head:钱七");
}

static const char *gaps_after(struct world *w, const char *project, uint32_t after)
{
	static char text[1024];
	Duban__PostCheckRequest b = DUBAN__POST_CHECK_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__PostCheckReply *r;
	size_t n = 0;

	q.body_case = DUBAN__REQUEST__BODY_POST_CHECK;
	q.post_check = &b;
	b.project = (char *)(uintptr_t)project;
	b.after = after;
	r = world_ok(w, &q)->post_check;
	*text = '\0';
	for (size_t i = 0; i < r->n_row && n < sizeof text; i++)
		n += (size_t)snprintf(
		    text + n, sizeof text - n, "%s %s %s %s %s\n",
		    wire_enum_name(&duban__recipient__descriptor, (int)r->row[i]->recipient),
		    wire_enum_name(&duban__holder_gap__descriptor, (int)r->row[i]->gap),
		    r->row[i]->unit, r->row[i]->project, r->row[i]->name);
	return text;
}

static const char *gaps(struct world *w, const char *project)
{
	return gaps_after(w, project, 0);
}

/* A page after P2: the posts of the city, of the county east and of the unit east were told with
 * P1, those of west with P2; P4's own people, and the unit zhen below east, were not. */
static void what_an_earlier_page_listed_is_not_listed_again(void **state)
{
	struct world *w = *state;
	const char *text;

	world_city(w);
	world_import(w, K(UNITS), "id,name,kind,parent\nzhen,某镇,owner,east\n");
	world_import(w, K(PROJECTS),
		     "code,name,unit,stage,year\nP3,三号项目,west,在建,2020\n"
		     "P4,四号项目,east,在建,2020\nP5,五号项目,zhen,在建,2020\n");
	text = gaps(w, "");
	assert_non_null(strstr(text, "office empty  P1 \n"));
	assert_non_null(strstr(text, "county_executive empty west P2 \n"));
	assert_null(strstr(text, "office empty  P2 \n"));
	assert_string_equal(gaps_after(w, "", 2), "responsible empty west P3 \n"
						  "linked_leader empty west P3 \n"
						  "responsible empty east P4 \n"
						  "linked_leader empty east P4 \n"
						  "responsible empty zhen P5 \n"
						  "contact empty zhen P5 \n"
						  "deputy empty zhen P5 \n"
						  "head empty zhen P5 \n"
						  "linked_leader empty zhen P5 \n");
	/* P1 tells nobody: then the city's and east's are first missed by P4, west's by P2 */
	world_import(w, K(PARAMETERS),
		     "key,scope,of,value\nescalation.ladder,project,P1,none\n"
		     "escalation.ladder,project,P2,none\n");
	assert_non_null(strstr(gaps_after(w, "", 2), "office empty  P3 \n"));
	assert_non_null(strstr(gaps_after(w, "", 2), "county_executive empty east P4 \n"));
	assert_null(strstr(gaps_after(w, "", 3), "office empty"));
}

static void who_is_missing_is_listed_each_day(void **state)
{
	struct world *w = *state;

	city(w);
	/* P2 of the west has nobody at all; the city's own posts are listed once */
	assert_string_equal(gaps(w, ""), "responsible empty east P1 \n"
					 "head number east P1 吴十\n"
					 "county_executive empty east P1 \n"
					 "linked_leader unregistered  P1 罗市长\n"
					 "responsible empty west P2 \n"
					 "contact empty west P2 \n"
					 "deputy empty west P2 \n"
					 "head empty west P2 \n"
					 "sector_head empty  P2 \n"
					 "county_team empty west P2 \n"
					 "county_executive empty west P2 \n"
					 "linked_leader empty west P2 \n");
	world_import(w, K(POSTS), "person,unit,title,kind\nli,east,常务副区长,常务副区长\n");
	world_import(w, K(PEOPLE), "id,name,phone\nwu,吴十,13800000007\nluo,罗市长,13800000008\n");
	world_import(w, K(PROJECTS), "code,responsible_direct\nP1,张三\n");
	assert_string_equal(gaps(w, "P1"), "");
	/* told of nothing, nobody is missing */
	world_import(w, K(PARAMETERS), "key,scope,of,value\nescalation.ladder,default,,none\n");
	assert_string_equal(gaps(w, ""), "");
}

static void a_leave_must_make_sense(void **state)
{
	struct world *w = *state;
	Duban__Reply *r;

	city(w);
	r = world_import_ask(w, K(LEAVES), "person,from,until\nli,2020-02-05,2020-02-04\n");
	assert_string_equal(r->problem[0]->code, "leave.until_before_from");
	r = world_import_ask(w, K(LEAVES),
			     "person,from,until,substitute\nli,2020-02-05,2020-02-06,li\n");
	assert_string_equal(r->problem[0]->code, "leave.own_substitute");
}

/* Who leaves the office stands in for nobody any more. */
static void a_substitute_who_is_replaced_hands_that_over_too(void **state)
{
	struct world *w = *state;
	Duban__PersonReplaceRequest b = DUBAN__PERSON_REPLACE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	city(w);
	world_import(w, K(PARAMETERS), "key,scope,of,value\nW02.r_after_cd,default,,300\n");
	world_import(w, K(LEAVES), "person,from,until,substitute\nwang,2020-01-20,2020-01-23,li\n");
	world_until(w, "2020-01-20T09:00");
	assert_string_equal(shown(show(w)->next_step), "deputy:李四/王五");
	q.body_case = DUBAN__REQUEST__BODY_PERSON_REPLACE;
	q.person_replace = &b;
	b.old_person = (char *)(uintptr_t) "li";
	b.new_person = (char *)(uintptr_t) "zhang";
	(void)world_ok(w, &q);
	assert_string_equal(shown(show(w)->next_step), "deputy:张三/王五");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(who_holds_the_post_that_day_is_told),
	    TEST(each_recipient_is_found_where_it_stands),
	    TEST(who_is_missing_is_listed_each_day),
	    TEST(what_an_earlier_page_listed_is_not_listed_again),
	    TEST(a_leave_must_make_sense),
	    TEST(a_substitute_who_is_replaced_hands_that_over_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
