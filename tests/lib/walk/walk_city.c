/* The small city of the walks: two counties, two departments, four owners, five projects with
 * their chains over the year, and people in every post that a ladder names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/tevidence.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/world.h"
#include "proto/enums.h"

static const struct {
	const char *id;
	Duban__Role role;
} units[] = {
    {"site", ROLE(UNIT)},    {"crew", ROLE(UNIT)},	 {"port", ROLE(UNIT)},
    {"east", ROLE(COUNTY)},  {"west", ROLE(COUNTY)},	 {"works", ROLE(SECTOR)},
    {"trade", ROLE(SECTOR)}, {"dcb", ROLE(SUPERVISION)},
};
enum { UNITS = sizeof units / sizeof *units };

static const char *const people[] = {"zhang", "wang", "chen", "li",   "zhao", "qian", "sun",
				     "zhou",  "wu",   "feng", "shen", "han",  "yang", "zhu"};
enum { PEOPLE = sizeof people / sizeof *people, PROJECTS = 5 };

const char *walk_unit(struct year_walk *x)
{
	return units[walk_pick(x, UNITS)].id;
}

Duban__Role walk_role_of(const char *unit)
{
	for (size_t i = 0; i < UNITS; i++)
		if (strcmp(units[i].id, unit) == 0)
			return units[i].role;
	return ROLE(OFFICE);
}

const char *walk_person(struct year_walk *x)
{
	return people[walk_pick(x, PEOPLE)];
}

const char *walk_project(struct year_walk *x)
{
	static const char *const codes[PROJECTS] = {"P1", "P2", "P3", "P4", "P5"};

	return codes[walk_pick(x, PROJECTS)];
}

static void offices(struct year_walk *x)
{
	world_import(
	    x->w, IMPORT_KIND(UNITS),
	    "id,name,kind,parent\n"
	    "office,市重点办,office,\ndcb,督查问责办,supervision,\n"
	    "east,东湖区,county,\nwest,西湖区,county,\n"
	    "works,市住建局,sector,\ntrade,市交通局,sector,\n"
	    "site,东湖城投,owner,east\ncrew,东湖一队,owner,east\nport,西湖港务,owner,west\n");
	world_import(x->w, IMPORT_KIND(PEOPLE),
		     "id,name,unit,post,phone\n"
		     "zhang,张三,site,经理,13800000001\nwang,王五,site,科长,13800000002\n"
		     "chen,陈七,crew,经理,13800000003\nli,李四,east,副区长,13800000004\n"
		     "zhao,赵六,east,区长,13800000005\nqian,钱七,east,信息员,13800000006\n"
		     "sun,孙八,west,区长,13800000007\nzhou,周九,west,副区长,13800000008\n"
		     "wu,吴十,works,局长,13800000009\nfeng,冯一,works,科长,13800000010\n"
		     "shen,沈二,trade,局长,13800000011\nhan,韩三,dcb,主任,13800000012\n"
		     "yang,杨四,office,主任,13800000013\nzhu,朱五,port,经理,\n");
	world_import(x->w, IMPORT_KIND(POSTS),
		     "person,unit,title,kind,from,until\n"
		     "zhang,site,经理,head,2019-01-01,\nwang,site,联络员,reporter,2019-01-01,\n"
		     "chen,crew,经理,head,2019-01-01,\n"
		     "li,east,副区长,deputy,2019-01-01,\nzhao,east,区长,head,2019-01-01,\n"
		     "qian,east,信息员,reporter,2019-01-01,\n"
		     "sun,west,区长,head,2019-01-01,\nzhou,west,副区长,deputy,2019-01-01,\n"
		     "wu,works,局长,head,2019-01-01,\nfeng,works,科长,staff,2019-01-01,\n"
		     "shen,trade,局长,head,2019-01-01,\nzhu,port,经理,head,2019-01-01,\n");
	world_import(x->w, IMPORT_KIND(GROUPS),
		     "id,name,kind,person,role,unit\n"
		     "du,督查问责办,supervision,han,主任,dcb\n"
		     "ban,领导小组办公室,office,yang,主任,office\n"
		     "tf,东湖专班,task-force,li,组长,east\n");
	world_import(x->w, IMPORT_KIND(SERIES), "name,text\n督办,督办〔{year}〕{n}号\n");
}

static void projects(struct year_walk *x)
{
	world_import(
	    x->w, IMPORT_KIND(PROJECTS),
	    "code,name,unit,sector,category,stage,total,plan,year,planned_start,"
	    "planned_finish,list,leader_city\n"
	    "P1,一号路,site,works,工业,在建,100000000,20000000,2020,2020-01,2021-12,甲,杨四\n"
	    "P2,二号桥,crew,trade,工业,在建,100000000,20000000,2020,2020-01,2021-12,甲,\n"
	    "P3,三号渠,east,works,工业,在建,100000000,20000000,2020,2020-01,2021-12,,\n"
	    "P4,四号港,port,trade,工业,在建,100000000,20000000,2020,2020-01,2021-12,甲,\n"
	    "P5,五号院,west,works,工业,计划新开工,100000000,20000000,2020,2020-05,2021-12,"
	    "甲,\n");
	world_import(x->w, IMPORT_KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "P1,1,环评批复,审批,works,wu,feng,,5wd,2020-01-02\n"
		     "P1,2,用地批复,审批,east,li,qian,1,20wd,\n"
		     "P1,3,主体封顶,节点,site,zhang,wang,2,2020-04-20,\n"
		     "P1,4,竣工备案,审批,site,zhang,wang,3,2m,\n"
		     "P2,1,立项,审批,crew,chen,chen,,10wd,2020-02-03\n"
		     "P2,2,桩基,实施,crew,chen,chen,1,60cd,\n"
		     "P2,3,合龙,节点,crew,chen,wang,2,2020-08-31,\n"
		     "P3,1,征迁,实施,east,zhao,li,,2020-03-10,2020-01-02\n"
		     "P3,2,通水,节点,east,zhao,qian,1,2020-09-30,\n"
		     "P4,1,岸线批复,审批,trade,shen,shen,,30wd,2020-03-02\n"
		     "P4,2,疏浚,实施,port,zhu,zhu,1,3m,\n"
		     "P4,3,吊装,节点,west,zhou,zhou,1,2020-10-20,\n"
		     "P5,1,核准,审批,west,zhou,sun,,15wd,2020-02-10\n"
		     "P5,2,施工许可,审批,works,wu,feng,1,10wd,\n"
		     "P5,3,开挖,节点,west,zhou,sun,2,2020-06-30,\n");
}

void walk_city(struct year_walk *x)
{
	static const char *const tries[] = {"2", "20"};

	walk_as_local(x);
	offices(x);
	projects(x);
	fill(1);
	put(x->w, "P1");
	for (int i = 2; i <= PROJECTS; i++) {
		char code[16];

		(void)snprintf(code, sizeof code, "P%d", i);
		put(x->w, code);
	}
	walk_do(x, "param_set", "key=escalation.ladder scope=default value=%s", x->ladder);
	walk_do(x, "param_set", "key=notice.tries scope=default value=%s", tries[x->seed / 2 % 2]);
	walk_do(x, "param_set", "key=notice.max.other scope=default value=4");
	/* not on the day of its red lamp, whose row would hide that this one is lacking */
	walk_do(x, "param_set", "key=problem.raise_wd scope=default value=8");
	walk_do(x, "param_set", "key=cadence.profile scope=default value=%s", x->cadence);
	world_work(x->w);
}
