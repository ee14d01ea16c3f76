/* A caller with a scope sees and changes nothing outside it. A county next to the west, a unit of
 * the east, a department of another sector and a key without a unit send every kind of request,
 * each with every name of the west. All texts of the west contain a mark, which must not be in any
 * reply, and the west's rows must be unchanged afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/records/kind.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/any/any.h"
#include "lib/any/any_import.h"
#include "lib/any/any_request.h"
#include "lib/world/world.h"
#include "model/office/unit.h"
#include "proto/wire_name.h"
#include "store/db/db.h"

#define MARK "密档"
#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

enum { ASKED_EACH = 30 };

static const char *const projects[] = {"P2", "P2", "P1", "P3", NULL};
static const char *const units[] = {"west", "east", "trade", "site", "office", NULL};

static void city(struct world *w)
{
	world_city(w);
	world_import(w, K(UNITS),
		     "id,name,kind,parent\ntrade,市交通局,sector,\n"
		     "site,东湖城投,owner,east\nroads,西湖路桥,owner,west\n");
	world_import(w, K(PEOPLE), "id,name,unit,post,phone\nli,李四,east,局长,\n");
	world_import(w, K(LISTS), "name,authority,elsewhere\n省重点,省发改委,是\n");
	world_import(w, K(PROJECTS),
		     "code,name,unit,place,content,leader_city,team,plan,year,stage,total,sector\n"
		     "P2,西湖" MARK ",west," MARK "," MARK "," MARK "," MARK ",100,2020,,,\n"
		     "P3,三号,site,,,,,100,2020,在建,1000,trade\n");
	world_import(w, K(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,evidence\n"
		     "P1,1,立项,审批,east,,张三,,5wd,\n"
		     "P2,1,立项" MARK ",审批,roads,,张三" MARK ",,5wd," MARK "\n");
}

/* Its digests are requested. A caller that has uploaded the same bytes itself may see their
 * record. */
static void evidence(struct world *w)
{
	static const char *const west_only[] = {"P2", NULL};
	struct any y = {.w = w, .project = west_only, .unit = units, .seed = 7, .mark = MARK};

	assert_int_equal(arena_new(&y.arena, 1024 * 1024), 0);
	for (int i = 0; i < 20; i++)
		assert_int_equal(any_evidence(&y)->status, DUBAN__STATUS__STATUS_OK);
	arena_free(y.arena);
}

/* Texts that the west wrote, or that were written about it. */
static void secrets(struct world *w)
{
	world_import(w, K(MEMBERS),
		     "project,list,joined,join_reason\nP2,省重点,2019-01-02," MARK "\n");
	world_import(w, K(PLANS),
		     "project,year,kind,amount(元),document,adopted,goal\n"
		     "P2,2020,adjusted,1000," MARK ",2020-01-02," MARK "\n");
	world_import(w, K(ACCEPTANCES),
		     "project,organiser,accepted,open_defect\n"
		     "P2," MARK ",2020-01-02," MARK "\n");
	world_import(w, K(PAPERS), "project,paper,filed,note\nP2,filing,2020-01-02," MARK "\n");
	world_import(w, K(GATHERINGS),
		     "id,project,held,name,venue,place,leader\n"
		     "2020Q1,P2,2020-01-02,一季度,主会场," MARK "," MARK "\n"
		     "2020Q1,P1,2020-01-02,一季度,主会场,东湖,李四\n");
	world_import(w, K(COLLECTIONS), "year,state,round,opened\n2021,frozen,1,2019-10-08\n");
	world_import(w, K(CANDIDATES),
		     "year,code,name,unit,stage,total(元),content,goal\n"
		     "2021,W9,西湖" MARK ",west,前期,1000," MARK "," MARK "\n"
		     "2021,P1,一号项目,east,在建,1000,,\n");
	world_import(w, K(COMMENTS), "year,code,unit,round,text\n2021,W9,west,1," MARK "\n");
	world_until(w, "2020-02-03T09:00");
	world_import(w, K(REPORTS), "project,period,invested(元),text\nP2,2020-01,100," MARK "\n");
	evidence(w);
}

/* All rows of every kind that concern the west. The caller frees the text. */
static char *west(struct world *w)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	IMPORT_KINDS_FOREACH(it)
	{
		Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
		Duban__Request q = DUBAN__REQUEST__INIT;
		const Duban__SheetReply *s;

		b.kind = (*it)->record->kind;
		q.body_case = DUBAN__REQUEST__BODY_SHEET;
		q.sheet = &b;
		if (!import_kind_listed(*it))
			continue;
		s = world_ok(w, &q)->sheet;
		for (size_t i = 0; i < s->n_row; i++)
			for (size_t k = 0; k < s->row[i]->n_cell; k++)
				if (strcmp(s->row[i]->cell[0], "P2") == 0 ||
				    strcmp(s->row[i]->cell[1], "W9") == 0)
					(void)fprintf(f, "%s|", s->row[i]->cell[k]);
	}
	assert_int_equal(fclose(f), 0);
	assert_non_null(strstr(text, MARK));
	return text;
}

static void shows_nothing(const Duban__Reply *p, const char *asked, const char *who)
{
	size_t size = duban__reply__get_packed_size(p);
	uint8_t *bytes = malloc(size + 1);

	assert_non_null(bytes);
	duban__reply__pack(p, bytes);
	if (memmem(bytes, size, MARK, strlen(MARK)))
		fail_msg("%s sees a text of the west in the reply to %s", who, asked);
	free(bytes);
}

static void everything(struct any *y, const char *who,
		       void (*look)(const Duban__Reply *p, const char *asked, const char *who))
{
	const ProtobufCMessageDescriptor *d = &duban__request__descriptor;

	for (unsigned i = 0; i < d->n_fields * ASKED_EACH; i++) {
		const ProtobufCFieldDescriptor *f = &d->fields[i % d->n_fields];

		if (!(f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) || !any_sent(f->name))
			continue;
		arena_reset(y->arena);
		y->mad = i % 3 ? 0 : 10;
		look(world_ask(y->w, any_request(y, f)), f->name, who);
	}
	IMPORT_KINDS_FOREACH(it)
	for (int i = 0; i < ASKED_EACH; i++) {
		arena_reset(y->arena);
		look(any_import(y, *it),
		     wire_enum_name(&duban__import_kind__descriptor, (int)(*it)->record->kind),
		     who);
	}
}

static void nobody_sees_or_changes_what_is_anothers(void **state)
{
	static const struct {
		int role;
		const char *unit;
	} callers[] = {
	    {DUBAN__ROLE__ROLE_COUNTY, "east"},	 {DUBAN__ROLE__ROLE_UNIT, "site"},
	    {DUBAN__ROLE__ROLE_SECTOR, "trade"}, {DUBAN__ROLE__ROLE_COUNTY, ""},
	    {DUBAN__ROLE__ROLE_UNIT, ""},	 {DUBAN__ROLE__ROLE_SECTOR, ""},
	    {DUBAN__ROLE__ROLE_SECURITY, ""},
	};
	struct world *w = *state;
	struct any y = {.w = w, .project = projects, .unit = units, .seed = 20200203};
	char *before, *after;

	w->check = false;
	assert_int_equal(arena_new(&y.arena, 256 * 1024 * 1024), 0);
	city(w);
	secrets(w);
	before = west(w);
	for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
		const char *role = wire_enum_name(&duban__role__descriptor, callers[i].role);

		w->caller =
		    (struct caller){.principal = 20 + (uint32_t)i,
				    .role = callers[i].role,
				    .unit = unit_by_id(engine_txn(w->engine), callers[i].unit),
				    .name = "beside"};
		everything(&y, role, shows_nothing);
		w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
		after = west(w);
		if (strcmp(before, after) != 0)
			fail_msg("the %s changed rows of the west:\n%s\n%s", role, before, after);
		free(after);
	}
	free(before);
	arena_free(y.arena);
}

static void writes_nothing(const Duban__Reply *p, const char *asked, const char *who)
{
	if (p->last_seq)
		fail_msg("%s may only read, but wrote by %s", who, asked);
}

/* A revoked key cannot even connect: see e2e/doors. */
static void who_only_reads_writes_nothing(void **state)
{
	static const int readers[] = {DUBAN__ROLE__ROLE_AUDITOR, DUBAN__ROLE__ROLE_INVALID};
	struct world *w = *state;
	struct any y = {.w = w, .project = projects, .unit = units, .seed = 20200204};
	uint64_t before;

	w->check = false;
	assert_int_equal(arena_new(&y.arena, 256 * 1024 * 1024), 0);
	city(w);
	secrets(w);
	before = engine_seq(w->engine);
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		w->caller = (struct caller){.principal = 40, .role = readers[i], .name = "reader"};
		everything(&y, wire_enum_name(&duban__role__descriptor, readers[i]),
			   writes_nothing);
	}
	assert_int_equal(engine_seq(w->engine), before);
	arena_free(y.arena);
}

/* Who acts but runs no project: by these, and by nothing else, does the role write. The records
 * stand as kinds, whether they came in a file or by a command. */
static const struct {
	int role;
	const char *by;
} acts[] = {
    {DUBAN__ROLE__ROLE_SUPERVISION,
     " warning_clear warning_reopen link_return proposal_accept proposal_refuse order_issue "
     "order_accept order_return order_reassign order_extend order_withdraw supervision_finding "
     "problem_raise problem_clear problem_return problem_reopen problem_move record_set "
     "import_commit talks circulars referrals orders parts series voids supervisions findings "},
    {DUBAN__ROLE__ROLE_LEADER, " order_issue problem_raise "},
    {DUBAN__ROLE__ROLE_GATEWAY, " notice_receipt notice_reply "},
};
static const char *allowed;

static void writes_what_it_may(const Duban__Reply *p, const char *asked, const char *who)
{
	char word[80];

	(void)snprintf(word, sizeof word, " %s ", asked);
	if (p->last_seq && !strstr(allowed, word))
		fail_msg("%s wrote by %s", who, asked);
}

static void who_acts_writes_nothing_else(void **state)
{
	struct world *w = *state;
	struct any y = {.w = w, .project = projects, .unit = units, .seed = 20200205};

	w->check = false;
	assert_int_equal(arena_new(&y.arena, 256 * 1024 * 1024), 0);
	city(w);
	secrets(w);
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		w->caller =
		    (struct caller){.principal = 40, .role = acts[i].role, .name = "who acts"};
		allowed = acts[i].by;
		everything(&y, wire_enum_name(&duban__role__descriptor, acts[i].role),
			   writes_what_it_may);
	}
	arena_free(y.arena);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(nobody_sees_or_changes_what_is_anothers),
	    TEST(who_only_reads_writes_nothing),
	    TEST(who_acts_writes_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
