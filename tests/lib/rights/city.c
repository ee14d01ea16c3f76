#include "lib/rights/city.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "base/hash.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine.h"
#include "lib/rights/table.h"
#include "lib/ttemp.h"
#include "lib/world/world.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "text/hex.h"

#define M RIGHTS_MARK
#define START "2020-03-02T09:00"

/* P1 is of a unit below the county and of the department's trade; P3 is led by the department; P5
 * and P6 have no sector, so that the county and the unit review their reports. P7 is another's, but
 * a unit below the county is the service department of its links. P2 is another's. */
static const char units[] =
    "id,name,kind,parent\n"
    "office,市重点办,office,\neast,东湖区,county,\nwest,西湖区,county,\n"
    "trade,市交通局,sector,\nworks,市住建局,sector,\nsite,东湖城投,owner,east\n"
    "crew,东湖一队,owner,site\nroads,西湖路桥,owner,west\n";
static const char people[] =
    "id,name,unit,post,phone\nzhang,张三,site,经理,13800000000\ntong,童四,trade,科长,\n"
    "wang,王五,west,副区长,13900000000\n";
static const char projects[] =
    "code,name,unit,sector,category,stage,total,plan,year,list,content\n"
    "P1,一号项目,site,trade,工业,前期,100000000,20000000,2020,甲,\n"
    "P2,西湖隧道,roads,works,工业,前期,100000000,20000000,2020,甲," M "\n"
    "P3,三号项目,trade,trade,工业,前期,100000000,20000000,2020,甲,\n"
    "P5,五号项目,site,,工业,在建,100000000,20000000,2020,甲,\n"
    "P6,六号项目,crew,,工业,在建,100000000,20000000,2020,甲,\n"
    "P7,七号项目,roads,works,工业,前期,100000000,20000000,2020,甲,\n";
static const struct {
	Duban__ImportKind kind;
	const char *csv;
} files[] = {
    {IMPORT_KIND(UNITS), units},
    {IMPORT_KIND(PEOPLE), people},
    {IMPORT_KIND(POSTS),
     "person,unit,title,kind\nzhang,site,经理,staff\nwang,west,副区长,deputy\n"},
    {IMPORT_KIND(GROUPS), "id,name,kind,person\nlead,专班,工作专班,张三\n"},
    {IMPORT_KIND(LISTS), "name,authority,elsewhere\n甲,,\n乙,,\n省重点,省发改委,是\n"},
    {IMPORT_KIND(PROJECTS), projects},
    {IMPORT_KIND(PLANS),
     "project,year,kind,amount(元),adopted,goal\nP2,2020,adjusted,1000,2020-01-02," M "\n"
     "P1,2020,adjusted,1000,2020-01-02,封顶\n"},
    {IMPORT_KIND(PAPERS),
     "project,paper,filed,note\nP2,filing,2020-01-02," M "\nP1,filing,2020-01-02,\n"},
    {IMPORT_KIND(ACCEPTANCES),
     "project,organiser,accepted,open_defect\nP2," M ",2020-01-02," M "\n"},
    {IMPORT_KIND(GATHERINGS), "id,project,held,name,venue,place,leader\n"
			      "2020Q1,P2,2020-01-02,一季度,主会场," M "," M "\n"
			      "2020Q1,P1,2020-01-02,一季度,主会场,东湖,李四\n"},
    {IMPORT_KIND(TARGETS),
     "year,indicator,unit,kind,value,source\n2020,完成投资,west,amount,3亿元," M "\n"
     "2020,完成投资,east,amount,2亿元,\n2020,完成投资,,amount,9亿元,\n"},
    {IMPORT_KIND(COLLECTIONS), "year,state,round,opened\n2021,open,2,2019-10-08\n"},
    {IMPORT_KIND(CANDIDATES), "year,code,name,unit,sector,stage,total(元),content\n"
			      "2021,W9,西湖" M ",roads,works,前期,1000," M "\n"
			      "2021,N1,东湖新项目,site,trade,前期,1000,\n"
			      "2021,N3,交通新项目,trade,trade,前期,1000,\n"},
    {IMPORT_KIND(COMMENTS),
     "year,code,unit,round,text\n2021,W9,roads,1," M "\n2021,N1,site,1,补充\n"},
    {IMPORT_KIND(MATCHES), "year,code,element,unit\n2021,W9,用地" M ",works\n2021,N1,用地,site\n"
			   "2021,N3,用地,trade\n"},
    {IMPORT_KIND(CADENCES), "profile,form,when\nnanchang2020,brief,week tue 17:00\n"},
    {IMPORT_KIND(DUTIES), "unit,form,no,period,title,due\n"
			  "site,one_off,1,2020-01-02,报送计划,2020-12-31\n"
			  "trade,one_off,2,2020-01-02,报送计划,2020-12-31\n"
			  "roads,one_off,3,2020-01-02," M ",2020-12-31\n"},
    {IMPORT_KIND(MEETINGS), "series,number,tier,unit,agenda\nsite,1,unit,site,进度\n"
			    "trade,1,sector,trade,进度\nroads,1,unit,roads," M "\n"},
    {IMPORT_KIND(ACTIONS), "project,no,leader,kind,date,text\nP2,1," M ",研究,2020-01-02," M "\n"
			   "P1,1,李四,研究,2020-01-02,现场\n"},
    /* for days to come: it keeps nothing dark */
    {IMPORT_KIND(EXEMPTIONS), "id,kind,list,from,until,reason,document,approver,approver_unit\n"
			      "E1,洪水,甲,2030-06-01,2030-06-30,洪水,1号,领导,office\n"},
    {IMPORT_KIND(ORDERS), "number,kind,project,unit,title,issued,due,text\n"
			  "督1,督办函,P1,site,一号,2020-01-02,2020-04-01,\n"
			  "督2,督办函,P2,roads,二号" M ",2020-01-02,2020-04-01," M "\n"
			  "督3,督办函,P3,trade,三号,2020-01-02,2020-04-01,\n"
			  "督5,督办函,P5,site,五号,2020-01-02,2020-04-01,\n"},
    {IMPORT_KIND(PARTS), "order,no,unit,text\n督2,1,works," M "\n督1,1,trade,配合\n"},
    {IMPORT_KIND(SERIES), "name,text\n督办,督办〔{year}〕{n}号\n"},
    {IMPORT_KIND(SUPERVISIONS), "id,means,form,held,person,project,text\n"
				"D1,现场督办,随机,2020-01-02,张三,P1,\n"
				"D2,现场督办,随机,2020-01-02," M ",P2," M "\n"
				"D3,现场督办,随机,2020-01-02,张三,P3,\n"
				"D5,现场督办,随机,2020-01-02,张三,P5,\n"},
    {IMPORT_KIND(FINDINGS), "supervision,no,project,text\nD2,1,P2," M "\nD1,1,P1,停工\n"},
    {IMPORT_KIND(PARAMETERS), "scope,of,key,value,source\n项目,P2,W01.grace_cd,1," M "\n"},
};

/* Links: 1 untouched and late, 2 begun, 3 done, 4 suspended, 5 waits for its department. */
static void chains(struct world *w)
{
	static const char *const of[][3] = {{"P1", "site", "trade"},
					    {"P2", "roads", "works"},
					    {"P3", "trade", "trade"},
					    {"P5", "site", "crew"},
					    {"P7", "roads", "crew"}};
	char csv[4000];
	int n =
	    snprintf(csv, sizeof csv,
		     "project,no,name,class,unit,leader,person,limit,chain_start,service_unit\n");

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		for (int no = 1; no <= 5; no++)
			n += snprintf(csv + n, sizeof csv - (size_t)n,
				      "%s,%d,%s环节%d,审批,%s,,张三,5wd,2020-02-03,%s\n", of[i][0],
				      no, i == 1 ? M : "", no, of[i][1],
				      no == 5		  ? of[i][2]
				      : i == 0 && no == 3 ? "trade"
							  : "");
	world_import(w, IMPORT_KIND(CHAINS), csv);
}

static void ask(struct world *w, struct arena *a, const char *request, const char *text)
{
	static const struct body_word none[] = {{NULL, NULL}};
	Duban__Reply *p = world_ask(w, body_request(a, request, text, none));

	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s %s: %s", request, text, p->n_problem ? p->problem[0]->code : "");
}

static void move_links(struct world *w, struct arena *a)
{
	static const char *const of[] = {"P1", "P2", "P3", "P5"};

	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		ask(w, a, "link_start", arena_printf(a, "link{project=%s no=2}", of[i]));
		ask(w, a, "link_start", arena_printf(a, "link{project=%s no=3}", of[i]));
		ask(w, a, "link_finish", arena_printf(a, "link{project=%s no=3}", of[i]));
		ask(w, a, "link_start", arena_printf(a, "link{project=%s no=4}", of[i]));
		ask(w, a, "link_suspend",
		    arena_printf(a, "link{project=%s no=4} reason=%s document=1号 ground=hearing",
				 of[i], i == 1 ? M : "原因"));
	}
}

static const uint8_t bytes_of[] = {'1', '2', '3', '5'};

/* The digest of the file of P1, P2, P3 or P5. */
static char *digest_of(struct arena *a, char project)
{
	uint8_t hash[HASH_SIZE];
	char *hex = arena_alloc(a, 2 * HASH_SIZE + 1);

	assert_int_equal(sm3_of(BYTES(&project, 1), BYTES("", 0), hash), 0);
	return hex_text(BYTES(hash, HASH_SIZE), hex);
}

static void files_of(struct world *w, struct arena *a)
{
	for (size_t i = 0; i < sizeof bytes_of; i++) {
		ask(w, a, "evidence_part",
		    arena_printf(a, "upload_id=0102030405060708090a0b0c0d0e0f10 content=%02x",
				 bytes_of[i]));
		ask(w, a, "evidence_commit",
		    arena_printf(a,
				 "upload_id=0102030405060708090a0b0c0d0e0f10 parts=1 project=P%c "
				 "evidence{name=%s.jpg verifier=%s}",
				 bytes_of[i], i == 1 ? M : "现场", i == 1 ? M : "核验人"));
	}
}

/* Report n is of the n-th of these projects. */
static const char *const reported[] = {"P1", "P2", "P3", "P5", "P6"};

static void reports(struct world *w, struct arena *a)
{
	for (size_t i = 0; i < sizeof reported / sizeof *reported; i++)
		ask(w, a, "report_submit",
		    arena_printf(a, "project=%s period_month=202001 invested{fen=100} text=%s",
				 reported[i], i == 1 ? M : "进度"));
}

static void principals(struct world *w, struct arena *a)
{
	for (int i = 1; i <= 2; i++)
		ask(w, a, "principal_add",
		    arena_printf(a, "name=%s role=office public_key=%032d%032d",
				 i == 1 ? "one" : "two", i, i));
}

/* Q is with its handler, R waits for the office, A is answered, C is cleared. Of A and C the sender
 * is another hand than the handler. */
static void problems(struct world *w)
{
	static const struct {
		const char *id, *project, *raiser, *unit;
	} of[] = {{"1", "P1", "site", "site"},	 {"3", "P3", "trade", "trade"},
		  {"5", "P5", "site", "site"},	 {"2", "P2", "roads", "roads"},
		  {"14", "P1", "east", "site"},	 {"15", "P1", "site", "crew"},
		  {"16", "P3", "trade", "site"}, {"17", "P5", "office", "site"},
		  {"12", "P2", "west", "roads"}};
	static const char *const state[][2] = {
	    {"Q", "assigned"}, {"R", "raised"}, {"A", "answered"}, {"C", "cleared"}};
	char csv[8000];
	int n = snprintf(csv, sizeof csv,
			 "id,project,tier,unit,raiser_unit,title,raised,state,cleared,answer\n");

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		for (size_t k = 0; k < sizeof state / sizeof *state; k++)
			n += snprintf(csv + n, sizeof csv - (size_t)n,
				      "%s%s,%s,L1,%s,%s,%s难题,2020-03-02,%s,%s,%s\n", state[k][0],
				      of[i].id, of[i].project, of[i].unit, of[i].raiser,
				      strcmp(of[i].project, "P2") == 0 ? M : "", state[k][1],
				      k == 3 ? "2020-03-02" : "", k > 1 ? "已解决" : "");
	world_import(w, IMPORT_KIND(PROBLEMS), csv);
	world_import(w, IMPORT_KIND(CAMPAIGNS),
		     "id,name,kind,from,until\nK1,百个问题,问题攻坚,2020-04-01,2020-06-30\n");
	world_import(w, IMPORT_KIND(CAMPAIGN_ITEMS),
		     "campaign,subject,leader\nK1,Q1,李四\nK1,Q2," M "\nK1,Q3,李四\n");
}

/* Built once a process: a hundred rows of the table each take a copy of it. */
static struct {
	char *dir;
	uint64_t requests;
} city;

static void forget_city(void)
{
	city.dir = ttemp_remove(city.dir);
}

static void build_city(void)
{
	struct world *w;
	struct arena *a;

	city.dir = ttemp_new();
	assert_int_equal(atexit(forget_city), 0);
	w = world_new_at(city.dir, "2020-01-02T09:00");
	w->check = false;
	assert_int_equal(arena_new(&a, 1024 * 1024), 0);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		world_import(w, files[i].kind, files[i].csv);
	chains(w);
	world_until(w, START);
	move_links(w, a);
	files_of(w, a);
	reports(w, a);
	principals(w, a);
	problems(w);
	arena_free(a);
	assert_int_equal(engine_checkpoint(w->engine), 0);
	city.requests = w->requests;
	world_free(w);
}

struct world *rights_city(void)
{
	char *copy = ttemp_new();
	struct world *w;

	if (!city.dir)
		build_city();
	ttemp_copy(city.dir, copy);
	w = world_new_at(copy, START);
	w->foreign = false; /* it goes with the world */
	free(copy);
	w->check = false;
	w->requests = city.requests;
	return w;
}

void rights_become(struct world *w, int column)
{
	static const char *const unit[] = {"east", "site", "trade"};

	w->caller = (struct caller){
	    .principal = 50 + (uint32_t)column, .role = rights_roles[column], .name = "somebody"};
	if (column <= RIGHTS_SECTOR)
		w->caller.unit = unit_by_id(engine_txn(w->engine), unit[column]);
	if (column == RIGHTS_SOCKET)
		w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
}

/* ---- words */

enum { OF_COUNTY, OF_UNIT, OF_SECTOR, OF_CITY, FOREIGN, UNKNOWN, FOREIGN_NAME, UNKNOWN_NAME };

static const struct {
	const char *name, *text[UNKNOWN_NAME + 1];
} fixed[] = {
    {"project", {"P1", "P1", "P3", "P5", "P2", "P0", "西湖隧道", "东湖隧道"}},
    {"reviewed", {"P1", "P1", "P1", "P5", "P2", "P0", "西湖隧道", "东湖隧道"}},
    {"accepted", {"P7", "P7", "P1", "P5", "P2", "P0", "西湖隧道", "东湖隧道"}},
    {"code", {"N1", "N1", "N3", "N1", "W9", "N0"}},
    {"unit", {"site", "site", "trade", "site", "roads", "nobody"}},
    {"person", {"zhang", "zhang", "tong", "zhang", "wang", "nobody"}},
    {"report", {"4", "5", "1", "4", "2", "9999"}},
    {"duty",
     {"site/one_off/1", "site/one_off/1", "trade/one_off/2", "site/one_off/1", "roads/one_off/3",
      "site/one_off/9"}},
    {"meeting", {"site", "site", "trade", "site", "roads", "nobody"}},
    {"principal", {"one", "one", "one", "one", "two", "zero"}},
    {"problem", {"Q1", "Q1", "Q3", "Q5", "Q2", "Q0"}},
    {"posed", {"R1", "R1", "R3", "R5", "R2", "R0"}},
    {"answered", {"A14", "A15", "A16", "A17", "A12", "A0"}},
    {"solved", {"C14", "C15", "C16", "C17", "C12", "C0"}},
    {"order", {"督1", "督1", "督3", "督5", "督2", "督0"}},
    {"supervision", {"D1", "D1", "D3", "D5", "D2", "D0"}},
    {"mine", {"site", "site", "trade", "site", "site", "site"}},
};
enum { FIXED = sizeof fixed / sizeof *fixed, WORDS = FIXED + 4 };

static int column_of(int column, enum rights_whose whose)
{
	static const int of[] = {[RIGHTS_WHOSE_FOREIGN] = FOREIGN,
				 [RIGHTS_WHOSE_UNKNOWN] = UNKNOWN,
				 [RIGHTS_WHOSE_FOREIGN_NAME] = FOREIGN_NAME,
				 [RIGHTS_WHOSE_UNKNOWN_NAME] = UNKNOWN_NAME};

	if (whose == RIGHTS_WHOSE_OWN)
		return column <= RIGHTS_SECTOR ? column : OF_CITY;
	return of[whose];
}

const struct body_word *rights_words(struct world *w, struct arena *a, int column,
				     enum rights_whose whose)
{
	int of = column_of(column, whose), by_code = of > UNKNOWN ? of - 2 : of;
	struct body_word *word = arena_alloc(a, WORDS * sizeof *word);
	const char *code = fixed[0].text[by_code];
	uint32_t num = project_by_code(engine_txn(w->engine), code);

	for (size_t i = 0; i < FIXED; i++)
		word[i] = (struct body_word){fixed[i].name,
					     fixed[i].text[fixed[i].text[of] ? of : by_code]};
	word[FIXED - 1].text = column == RIGHTS_SECTOR ? "trade" : "site"; /* always its own */
	word[FIXED] =
	    (struct body_word){"warning", arena_printf(a, "W01-%u-2020-1-1", num ? num : 9999)};
	word[FIXED + 1] = (struct body_word){"digest", digest_of(a, code[1])};
	word[FIXED + 2] = (struct body_word){"folder", arena_printf(a, "%s/backup.rights", w->dir)};
	return word;
}
