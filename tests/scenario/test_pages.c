/* Every list is whole: read in pages of a row or two it is the same as in one page. Walks the
 * replies of the api: each that repeats something is paged, or stands below with what bounds it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/dispatch.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"
#include "proto/wire_name.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define ASK(member) DUBAN__REQUEST__BODY_##member
#define TEXT(s) ((char *)(uintptr_t)(s))

enum { MANY = 24, YEAR = 2021, PAGES_MAX = 4000 };

/* ---- a store with more than a few of everything */

/* "HEAD\n" and for each number a row in which % stands for it. */
static void import_many(struct world *w, Duban__ImportKind kind, const char *head, const char *row)
{
	char *csv = NULL;
	size_t size;
	FILE *f = open_memstream(&csv, &size);

	(void)fprintf(f, "%s\n", head);
	for (int i = 1; i <= MANY; i++) {
		for (const char *s = row; *s; s++)
			if (*s == '%')
				(void)fprintf(f, "%d", i);
			else
				(void)fputc(*s, f);
		(void)fputc('\n', f);
	}
	assert_int_equal(fclose(f), 0);
	world_import(w, kind, csv);
	free(csv);
}

static void add_principals(struct world *w)
{
	for (int i = 1; i <= MANY; i++) {
		Duban__PrincipalAddRequest b = DUBAN__PRINCIPAL_ADD_REQUEST__INIT;
		Duban__Request q = DUBAN__REQUEST__INIT;
		uint8_t key[CURVE_KEY_SIZE] = {(uint8_t)i};
		char name[16];

		(void)snprintf(name, sizeof name, "k%d", i);
		b.name = name;
		b.role = DUBAN__ROLE__ROLE_GATEWAY;
		b.public_key = (ProtobufCBinaryData){sizeof key, key};
		q.body_case = ASK(PRINCIPAL_ADD);
		q.principal_add = &b;
		world_ok(w, &q);
	}
}

/* One parameter is set again and again: its history is longer than a page. */
static void set_parameters(struct world *w)
{
	import_many(w, K(PARAMETERS), "key,scope,of,value", "W01.y_before_wd,project,Q%,3");
	for (int i = 1; i <= MANY; i++) {
		Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
		Duban__Request q = DUBAN__REQUEST__INIT;
		char value[16];

		(void)snprintf(value, sizeof value, "%d", 1 + i % 9);
		b.key = TEXT("W01.y_before_wd");
		b.value = value;
		b.scope = i % 2 ? DUBAN__SCOPE_KIND__SCOPE_KIND_LIST
				: DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
		b.scope_name = TEXT(i % 2 ? "甲" : "");
		q.body_case = ASK(PARAM_SET);
		q.param_set = &b;
		world_ok(w, &q);
	}
}

static void collect(struct world *w)
{
	Duban__CollectionOpenRequest open = DUBAN__COLLECTION_OPEN_REQUEST__INIT;
	Duban__CollectionFreezeRequest freeze = DUBAN__COLLECTION_FREEZE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	open.year = freeze.year = YEAR;
	open.until_date = 20201231;
	open.document = TEXT("通知1号");
	q.body_case = ASK(COLLECTION_OPEN);
	q.collection_open = &open;
	world_ok(w, &q);
	import_many(w, K(CANDIDATES), "year,code,name,unit,stage,total,plan",
		    "2021,N%,新厂%,u%,计划新开工,50000000元,800万元");
	import_many(w, K(CANDIDATES), "year,code,name,unit,stage,total,plan",
		    "2021,M%,旧厂%,u%,计划新开工,50000000元,800万元");
	duban__request__init(&q);
	q.body_case = ASK(COLLECTION_FREEZE);
	q.collection_freeze = &freeze;
	world_ok(w, &q);
	import_many(w, K(CANDIDATES), "year,code,total,plan", "2021,N%,60000000元,900万元");
	import_many(w, K(CANDIDATES), "year,code,name,unit,stage,total,plan",
		    "2021,A%,再一厂%,u%,计划新开工,50000000元,800万元");
}

static void fill(struct world *w)
{
	w->check = false;
	world_city(w);
	import_many(w, K(UNITS), "id,name,kind,parent", "u%,第%街道,county,");
	import_many(w, K(PEOPLE), "id,name,unit,phone", "p%,某人%,u%,1380000000%");
	import_many(w, K(PROJECTS), "code,name,unit,category,stage,total,plan,year,list",
		    "Q%,项目%,u%,工业,在建,100000000,20000000,2020,甲");
	import_many(w, K(CHAINS),
		    "project,no,name,class,unit,leader,person,after,limit,chain_start",
		    "Q%,1,立项,审批,u%,李四,张三,,5wd,2020-01-02");
	import_many(w, K(CHAINS),
		    "project,no,name,class,unit,leader,person,after,limit,chain_start",
		    "P1,%,环节%,审批,east,李四,张三,,5wd,2020-01-02");
	import_many(w, K(POSTS), "person,unit,title,kind", "p1,u%,主任,head");
	import_many(w, K(ORDERS), "number,kind,project,unit,person,title,issued,due",
		    "督%,督办函,Q%,u%,某人1,事项%,2020-01-02,2020-01-20");
	import_many(w, K(PROBLEMS), "id,project,tier,unit,title,raised,state",
		    "Q%P,Q%,L1,u%,难题%,2020-01-02,交办");
	import_many(w, K(CAMPAIGNS), "id,name,kind,from,until",
		    "K%,百个问题%,问题攻坚,2020-01-06,2020-03-31");
	import_many(w, K(CAMPAIGN_ITEMS), "campaign,subject,leader", "K1,Q%P,李四");
	import_many(w, K(DUTIES), "unit,form,no,period,title,due",
		    "u%,one_off,%,2020-01-02,报送计划,2020-02-10");
	import_many(w, K(GATHERINGS), "id,project,held,name,venue",
		    "2020Q1,Q%,2020-01-02,开工,主会场");
	for (int i = 1; i <= MANY; i++) {
		char code[16];

		(void)snprintf(code, sizeof code, "Q%d", i);
		life_report(w, code, 202001, 100 * i);
	}
	add_principals(w);
	set_parameters(w);
	collect(w);
	world_until(w, "2020-02-20T09:00");
	world_import(w, K(EXEMPTIONS),
		     "id,kind,list,rules,from,until,reason,document,approver,approver_unit\n"
		     "E1,洪水,甲,W02,2020-02-17,2020-03-31,洪水,1号,领导,office\n");
	world_until(w, "2020-02-21T09:00");
}

/* ---- reading a list */

static const ProtobufCFieldDescriptor *field(const ProtobufCMessage *m, const char *name)
{
	return protobuf_c_message_descriptor_get_field_by_name(m->descriptor, name);
}

/* A list, as a request with its body filled in, and the field of the reply that has its rows. */
struct list {
	int body;
	const char *rows;
	void (*set)(void *body);
	enum {
		MANY_ROWS,
		FEW_ROWS,    /* this store may have no rows of it */
		PAGE_SORTED, /* the worst first on each page */
	} how;
};

static void of_project(void *body)
{
	const ProtobufCFieldDescriptor *f = field(body, "project");

	*(char **)((char *)body + f->offset) = TEXT("P1");
}

static void of_list(void *body)
{
	((Duban__ListCheckRequest *)body)->list = TEXT("甲");
}

static void of_gathering(void *body)
{
	((Duban__GatheringShowRequest *)body)->id = TEXT("2020Q1");
}

static void of_kind(void *body)
{
	((Duban__SheetRequest *)body)->kind = K(PROJECTS);
}

static void with_history(void *body)
{
	((Duban__ParamListRequest *)body)->history = true;
}

static void of_year(void *body)
{
	((Duban__CollectionShowRequest *)body)->year = YEAR;
}

static void of_rounds(void *body)
{
	Duban__CollectionDiffRequest *b = body;

	b->year = YEAR;
	b->from_round = 1;
}

/* From the present back to the round: what is new now is missing there. */
static void of_rounds_back(void *body)
{
	Duban__CollectionDiffRequest *b = body;

	b->year = YEAR;
	b->to_round = 1;
}

static void to_do_of_person(void *body)
{
	((Duban__TodoListRequest *)body)->person = TEXT("p1");
}

/* A duty of the city's, then what its project waits for. */
static void to_do_of_unit(void *body)
{
	((Duban__TodoListRequest *)body)->unit = TEXT("u1");
}

static void of_person(void *body)
{
	((Duban__PersonHandoverRequest *)body)->person = TEXT("p1");
}

static void of_exemption(void *body)
{
	((Duban__ExemptionShowRequest *)body)->exemption = TEXT("E1");
}

static void of_campaign(void *body)
{
	((Duban__CampaignShowRequest *)body)->id = TEXT("K1");
}

static const struct list lists[] = {
    {ASK(UNIT_LIST), "unit", NULL, MANY_ROWS},
    {ASK(PROJECT_LIST), "project", NULL, MANY_ROWS},
    {ASK(LINK_LIST), "row", NULL, MANY_ROWS},
    {ASK(LINK_LIST), "row", of_project, MANY_ROWS},
    {ASK(CHAIN_SHOW), "link", of_project, MANY_ROWS},
    {ASK(CHAIN_CHECK), "row", NULL, FEW_ROWS},
    {ASK(WARNING_LIST), "warning", NULL, MANY_ROWS},
    {ASK(REPORT_LIST), "report", NULL, MANY_ROWS},
    {ASK(PROJECT_HISTORY), "row", of_project, MANY_ROWS},
    {ASK(SHEET), "row", of_kind, MANY_ROWS},
    {ASK(LIST_CHECK), "row", of_list, MANY_ROWS},
    {ASK(GATHERING_SHOW), "row", of_gathering, MANY_ROWS},
    {ASK(PARAM_LIST), "param", NULL, MANY_ROWS},
    {ASK(PARAM_LIST), "param", with_history, MANY_ROWS},
    {ASK(PARAM_LIST), "param", of_project, MANY_ROWS},
    {ASK(PRINCIPAL_LIST), "principal", NULL, MANY_ROWS},
    {ASK(CONTACT_LIST), "contact", NULL, MANY_ROWS},
    {ASK(COLLECTION_SHOW), "unit", of_year, MANY_ROWS},
    {ASK(COLLECTION_DIFF), "change", of_rounds, MANY_ROWS},
    {ASK(COLLECTION_DIFF), "change", of_rounds_back, MANY_ROWS},
    {ASK(TODO_LIST), "row", to_do_of_person, MANY_ROWS},
    {ASK(TODO_LIST), "row", to_do_of_unit, FEW_ROWS},
    {ASK(NOTICE_LIST), "notice", NULL, MANY_ROWS},
    {ASK(PROPOSAL_LIST), "proposal", NULL, FEW_ROWS},
    {ASK(PROBLEM_LIST), "problem", NULL, MANY_ROWS},
    {ASK(ORDER_LIST), "order", NULL, MANY_ROWS},
    {ASK(DUTY_LIST), "duty", NULL, MANY_ROWS},
    {ASK(MEETING_PROPOSE), "project", NULL, PAGE_SORTED},
    {ASK(PERSON_HANDOVER), "row", of_person, MANY_ROWS},
    {ASK(EXEMPTION_SHOW), "stopped", of_exemption, MANY_ROWS},
    {ASK(EXEMPTION_SHOW), "warning", of_exemption, FEW_ROWS},
    {ASK(CAMPAIGN_SHOW), "item", of_campaign, MANY_ROWS},
};

/* Copies the reply's `next` into the request's `after`; false: it is the last page. */
static bool turn(ProtobufCMessage *request, const ProtobufCMessage *reply)
{
	const ProtobufCFieldDescriptor *after = field(request, "after"),
				       *next = field(reply, "next");
	static char token[CODE_MAX * 4];
	static uint8_t bytes[1024];
	const void *from = (const char *)reply + next->offset;
	void *to = (char *)request + after->offset;

	assert_int_equal(after->type, next->type);
	if (next->type == PROTOBUF_C_TYPE_STRING) {
		(void)snprintf(token, sizeof token, "%s", *(char *const *)from);
		*(char **)to = token;
		return *token;
	}
	if (next->type == PROTOBUF_C_TYPE_BYTES) {
		ProtobufCBinaryData b = *(const ProtobufCBinaryData *)from;

		assert_true(b.len <= sizeof bytes);
		if (b.len)
			memcpy(bytes, b.data, b.len);
		*(ProtobufCBinaryData *)to = (ProtobufCBinaryData){b.len, bytes};
		return b.len > 0;
	}
	if (next->type == PROTOBUF_C_TYPE_UINT64)
		return (*(uint64_t *)to = *(const uint64_t *)from) != 0;
	return (*(uint32_t *)to = *(const uint32_t *)from) != 0;
}

struct read {
	uint8_t *bytes; /* all rows, packed */
	size_t size, rows, pages;
};

static void add_rows(struct read *r, const ProtobufCMessage *reply, const char *rows)
{
	const ProtobufCFieldDescriptor *f = field(reply, rows);
	size_t n = *(const size_t *)(const void *)((const char *)reply + f->quantifier_offset);
	const ProtobufCMessage *const *row = *(
	    const ProtobufCMessage *const *const *)(const void *)((const char *)reply + f->offset);

	for (size_t i = 0; i < n; i++) {
		size_t size = protobuf_c_message_get_packed_size(row[i]);

		r->bytes = realloc(r->bytes, r->size + size + 1);
		assert_non_null(r->bytes);
		r->size += protobuf_c_message_pack(row[i], r->bytes + r->size);
	}
	r->rows += n;
	r->pages++;
}

static struct read read_list(struct world *w, const struct list *l)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field(&duban__request__descriptor, (unsigned)l->body);
	const ProtobufCMessageDescriptor *d = f->descriptor;
	ProtobufCMessage *body = calloc(1, d->sizeof_message);
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct read r = {.rows = 0};
	ProtobufCMessage *reply;

	assert_non_null(body);
	protobuf_c_message_init(d, body);
	if (l->set)
		l->set(body);
	q.body_case = (Duban__Request__BodyCase)l->body;
	*(ProtobufCMessage **)((char *)&q + f->offset) = body;
	do {
		q.request_id = (ProtobufCBinaryData){0, NULL};
		assert_true(wire_body(&world_ok(w, &q)->base, &reply));
		add_rows(&r, reply, l->rows);
		if (r.pages > PAGES_MAX)
			fail_msg("%s never ends", f->name);
	} while (turn(body, reply));
	free(body);
	return r;
}

static void a_list_is_the_same_in_many_pages_as_in_one(void **state)
{
	struct world *w = *state;

	fill(w);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const char *name = protobuf_c_message_descriptor_get_field(
				       &duban__request__descriptor, (unsigned)lists[i].body)
				       ->name;
		struct read whole, paged;

		api_set_page(w->api, 0);
		whole = read_list(w, &lists[i]);
		api_set_page(w->api, 1);
		paged = read_list(w, &lists[i]);
		if (whole.pages != 1 || (whole.rows < MANY && lists[i].how != FEW_ROWS))
			fail_msg("row %zu, %s: %zu rows in %zu pages", i, name, whole.rows,
				 whole.pages);
		if (paged.pages < whole.rows / 4)
			fail_msg("row %zu, %s: %zu rows came in %zu pages", i, name, whole.rows,
				 paged.pages);
		if (paged.rows != whole.rows || paged.size != whole.size ||
		    (lists[i].how != PAGE_SORTED && whole.size &&
		     memcmp(paged.bytes, whole.bytes, whole.size) != 0))
			fail_msg("row %zu, %s: %zu rows, but %zu in pages", i, name, whole.rows,
				 paged.rows);
		free(whole.bytes);
		free(paged.bytes);
	}
}

/* ---- every reply */

/* What bounds a reply that repeats something and has no `next`, or a paged one that is read
 * elsewhere. */
static const struct {
	const char *reply, *bound;
} others[] = {
    {"ImportReply", "IMPORT_CHANGES_MAX changes; `changes` tells how many there are"},
    {"ImportRevertReply", "counts"},
    {"PrincipalAddReply", "ENDPOINTS_MAX hosts"},
    {"PendingReply", "one command; of its dry run an ImportReply or IMPORT_PROBLEMS_MAX"},
    {"ConfirmListReply", "read by scenario/confirm"},
    {"StatusReply", "DAMAGES_MAX places; `damages` tells how many there are"},
    {"ClockRepairReply", "counts by rule"},
    {"ProjectMoveReply", "the defects of one acceptance, a record of VALUE_MAX bytes"},
    {"ProjectShowReply", "the worst lamps, newest reports, plans; their lists are paged"},
    {"LibraryShowReply", "the papers that duban knows"},
    {"PublicationListReply", "read by scenario/publication"},
    {"PublicationShowReply", "one publication, which has to fit into a record"},
    {"RankingShowReply", "units of a board, RANKING_LINES_MAX"},
    {"RankingListReply", "a page's rankings; read by scenario/tallies"},
    {"ScoreShowReply", "units of both boards; a unit is to be named if they are too many"},
    {"ScoreExportReply", "units of both boards, RANKING_LINES_MAX each"},
    {"TargetStatusReply", "targets of a year; a unit is to be named if they are too many"},
    {"CloseShowReply", "a page's units; read by scenario/tallies"},
    {"ListFiguresReply", "twelve months, or the groups of one"},
    {"PlanShowReply", "the first plan and the one in force; twelve months"},
    {"ListJoinReply", "what a project can lack"},
    {"ListTotalsReply", "counts"},
    {"AdjustmentReply", "ADJUSTMENT_ITEMS_MAX items with ADJUSTMENT_GROUNDS_MAX grounds each"},
    {"ClearingRateReply", "a page's groups, which the client adds up; read by scenario/quzhou"},
    {"CadenceListReply", "the forms of duties"},
    {"DutyShowReply", "LACKS_SHOWN projects; the others are counted"},
    {"EscalationShowReply", "LADDER_STEPS_MAX steps of one ladder, as kept in one lamp"},
    {"LadderShowReply", "the shipped ladders, then as many as fit; `ladder list` is paged"},
    {"MeetingShowReply", "who is named by one meeting, a record of VALUE_MAX bytes"},
    {"NoticeReplyReply", "NOTICE_ITEMS_MAX matters of one notice"},
    {"OrderShowReply", "as many parts as fit; `part list` is paged"},
    {"PersonReplaceReply", "a count for each kind of record"},
    {"PostCheckReply", "PROJECTS_READ_MAX projects, as many as fit; a post once a page"},
    {"ProblemRateReply", "GROUPS_MAX groups; more are refused"},
    {"ProblemShowReply", "EVIDENCE_MAX files; the first CAMPAIGNS_TOLD_MAX campaigns"},
    {"SeriesShowReply", "GAPS_MAX gaps, of these as many as fit; `void list` is paged"},
    {"SupervisionShowReply", "as many findings as fit; `finding list` is paged"},
    {"TalkShowReply", "the sources of one talk, a record of VALUE_MAX bytes"},
    {"ReportReply", "one report; remarks on its amounts"},
    {"ReportReviewReply", "counts"},
    {"TemplateListReply", "the templates that duban ships"},
    {"UnitColourReply", "COLOUR_GROUPS_MAX groups a page, which the client adds up"},
    {"UnitShowReply", "the first posts and groups; `post list` and `group list` are paged"},
    {"WarningShowReply", "the inputs of one lamp"},
    {"YearShowReply", "one year"},
    {"WarningAheadReply", "the rules; read by scenario/ahead"},
    {"YearCloseReply", "counts; read by scenario/year"},
    {"FetchReply", "read by client/watch and e2e/gapfree"},
    {"ChainNewReply", "read by scenario/chain_new"},
    {"EvidenceGetReply", "a file in parts; read by scenario/evidence"},
    {"EvidenceCheckReply", "read by scenario/evidence"},
    {"AccessListReply", "read by scenario/access"},
};

static bool is_read_here(const ProtobufCMessageDescriptor *reply)
{
	/* NameRequest is answered by NameReply */
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const ProtobufCFieldDescriptor *f = protobuf_c_message_descriptor_get_field(
		    &duban__request__descriptor, (unsigned)lists[i].body);
		const ProtobufCMessageDescriptor *request = f->descriptor;
		size_t n = strlen(request->short_name) - strlen("Request");

		if (strncmp(request->short_name, reply->short_name, n) == 0 &&
		    strcmp(reply->short_name + n, "Reply") == 0)
			return true;
	}
	return false;
}

static void every_reply_that_repeats_is_paged_or_bounded(void **state)
{
	const ProtobufCMessageDescriptor *d = &duban__reply__descriptor;

	(void)state;
	for (unsigned i = 0; i < d->n_fields; i++) {
		const ProtobufCMessageDescriptor *reply = d->fields[i].descriptor;
		bool repeats = false, bound = false;

		if (!(d->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
			continue;
		for (unsigned k = 0; k < reply->n_fields; k++)
			repeats |= reply->fields[k].label == PROTOBUF_C_LABEL_REPEATED ||
				   strcmp(reply->fields[k].name, "next") == 0;
		for (size_t k = 0; k < sizeof others / sizeof *others; k++)
			bound |= strcmp(others[k].reply, reply->short_name) == 0;
		if (repeats && !bound && !is_read_here(reply))
			fail_msg("%s can grow: page it and read it here, or say what bounds it",
				 reply->short_name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_list_is_the_same_in_many_pages_as_in_one, world_setup,
					    world_teardown),
	    cmocka_unit_test(every_reply_that_repeats_is_paged_or_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
