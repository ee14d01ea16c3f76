/* The life of a publication: drafted with figures that stay, edited, reviewed, issued. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/dispatch.h"
#include "lib/noun/treport.h"
#include "lib/order/torder.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "model/publication/publication.h"

#define MEMBERS "project,list,joined\nA,甲,2020-01-02\nB,甲,2020-01-02\nC,甲,2020-01-02\n"

static void hand(struct world *w, const char *name)
{
	torder_as(w, ROLE(OFFICE), "", name);
}

static void until(struct world *w, const char *when)
{
	as(w, "", 0);
	world_until(w, when);
	hand(w, "zhang");
}

static void reported(struct world *w, const char *project, uint32_t month, int64_t fen)
{
	as(w, strcmp(project, "C") == 0 ? "west" : "site", ROLE(UNIT));
	confirm(w, monthly(w, project, month, fen));
	hand(w, "zhang");
}

static void listed(struct world *w)
{
	city(w);
	world_import(w, IMPORT_KIND(MEMBERS), MEMBERS);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 500000000);
	reported(w, "C", 202001, 700000000);
	until(w, "2020-02-17 09:00");
}

static const Duban__PublicationShowReply *shown(struct world *w, const char *request,
						const char *text)
{
	return torder_ok(w, request, text)->publication;
}

/* The text of a section; "-": it has none of that key. */
static const char *text_of(const Duban__PublicationShowReply *b, const char *key)
{
	for (size_t i = 0; i < b->n_section; i++)
		if (strcmp(b->section[i]->key, key) == 0)
			return b->section[i]->text;
	return "-";
}

static const char *figure_of(const Duban__PublicationShowReply *b, const char *key)
{
	for (size_t i = 0; i < b->n_figure; i++)
		if (strcmp(b->figure[i]->key, key) == 0)
			return b->figure[i]->value;
	return "-";
}

static void assert_says(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in \"%s\"", part, text);
}

static void three_persons_and_then_it_stays(void **state)
{
	struct world *w = *state;
	const Duban__PublicationShowReply *b;

	listed(w);
	b = shown(w, "brief_draft", "list=甲");
	assert_string_equal(b->id, "2020-1");
	assert_int_equal(b->state, PUBLICATION_STATE(DRAFT));
	assert_int_equal(b->until_date, 20200216);
	assert_int_equal(b->from_date, 20200210);
	assert_string_equal(b->drafter, "zhang");
	assert_int_equal(strlen(b->head_hash), 64);
	assert_true(b->head_seq > 0);
	torder_refused(w, "brief_issue", "id=2020-1 person=wang", "publication.state");
	torder_refused(w, "brief_review", "id=2020-1", "publication.same_person");
	torder_refused(w, "brief_review", "id=2020-1 person=zhang", "publication.same_person");
	torder_refused(w, "brief_review", "id=2020-1 back=1", "publication.state");
	hand(w, "li");
	torder_ok(w, "brief_review", "id=2020-1");
	torder_ok(w, "brief_review", "id=2020-1 back=1 text=数据有误");
	b = shown(w, "brief_show", "id=2020-1");
	assert_int_equal(b->state, PUBLICATION_STATE(DRAFT));
	assert_string_equal(b->reviewer, "");
	torder_ok(w, "brief_review", "id=2020-1");
	torder_refused(w, "brief_edit", "id=2020-1 section=overall text=改", "publication.state");
	torder_refused(w, "brief_issue", "id=2020-1 person=zhang", "publication.same_person");
	torder_ok(w, "brief_issue", "id=2020-1 person=王书记");
	b = shown(w, "brief_show", "id=2020-1");
	assert_int_equal(b->state, PUBLICATION_STATE(ISSUED));
	assert_string_equal(b->reviewer, "li");
	assert_string_equal(b->signer, "王书记");
	assert_int_equal(b->issued_date, 20200217);
	assert_true(*b->report_to && *b->send_to && *b->copy_to);
	torder_refused(w, "brief_edit", "id=2020-1 section=overall text=改", "publication.state");
	torder_refused(w, "brief_drop", "id=2020-1 text=重拟", "publication.state");
	torder_refused(w, "brief_review", "id=2020-1 back=1", "publication.state");
	torder_refused(w, "brief_show", "id=2020-2", "publication.unknown");
	clock_verify(w);
}

/* What is corrected, moved or renamed later changes no figure of it. */
static void figures_stay_as_they_were_drafted(void **state)
{
	struct world *w = *state;
	const Duban__PublicationShowReply *b;
	char was[512];

	listed(w);
	b = shown(w, "brief_draft", "list=甲");
	/* of 2000 万元 three times, 500 and 700 万元 are done; January is over */
	assert_says(text_of(b, "overall"), "3个");
	assert_says(text_of(b, "overall"), "年度计划投资0.6亿元");
	assert_says(text_of(b, "overall"), "累计完成投资0.1亿元");
	assert_says(text_of(b, "overall"), "占年度计划投资20%，超序时进度11.7个百分点");
	assert_says(text_of(b, "county"), "|1|西湖区|1|0.2|0.1|35|26.7|0/0|0|");
	assert_says(text_of(b, "county"), "|2|东湖区|2|0.4|0.1|12.5|4.2|0/0|0|");
	(void)snprintf(was, sizeof was, "%s", text_of(b, "county"));
	world_import(w, IMPORT_KIND(PROJECTS), "code,unit,plan\nA,west,3000万元\n");
	world_import(w, IMPORT_KIND(UNITS), "id,name\nwest,西湖新区\n");
	hand(w, "zhang");
	assert_string_equal(text_of(shown(w, "brief_show", "id=2020-1"), "county"), was);
	b = shown(w, "brief_show", "id=2020-1 raw=1");
	assert_string_equal(figure_of(b, "rate"), "20");
	assert_says(text_of(b, "overall"), "占年度计划投资{rate}%");
	assert_says(text_of(shown(w, "brief_draft", "list=甲"), "county"), "西湖新区");
}

static void words_are_edited_and_figures_are_not(void **state)
{
	struct world *w = *state;
	const Duban__PublicationShowReply *b;

	listed(w);
	torder_ok(w, "brief_draft", "list=甲");
	torder_refused(w, "brief_edit", "id=2020-1 section=county text=|1|东湖区|",
		       "publication.fixed");
	torder_refused(w, "brief_edit", "id=2020-1 section=county remove=1", "publication.fixed");
	torder_refused(w, "brief_edit", "id=2020-1 section=overall text=\"完成{rats}%\"",
		       "publication.unknown_place");
	assert_string_equal(w->reply->problem[0]->arg[0], "rats");
	torder_refused(w, "brief_edit", "id=2020-1 section=overall text=\"完成{rate\"",
		       "publication.unknown_place");
	torder_refused(w, "brief_edit", "id=2020-1 section=Overall text=完成",
		       "publication.bad_section");
	torder_refused(w, "brief_edit", "id=2020-1 section=none remove=1",
		       "publication.no_section");
	torder_refused(w, "brief_edit", "id=2020-1 section=overall photo=0a0b",
		       "publication.no_photo");
	torder_ok(w, "brief_edit", "id=2020-1 section=overall text=\"完成率{rate}%。\"");
	torder_ok(
	    w, "brief_edit",
	    "id=2020-1 section=thanks title=十三、致谢 text=感谢。 internal=1 has_internal=1");
	torder_ok(w, "brief_edit", "id=2020-1 section=remarks remove=1");
	b = shown(w, "brief_show", "id=2020-1");
	assert_string_equal(text_of(b, "overall"), "完成率20%。");
	assert_string_equal(text_of(b, "thanks"), "感谢。");
	assert_string_equal(text_of(b, "remarks"), "-");
	clock_verify(w);
}

static void the_public_edition_has_no_persons_and_problems(void **state)
{
	struct world *w = *state;
	const Duban__PublicationShowReply *b;

	listed(w);
	b = shown(w, "brief_draft", "list=甲");
	assert_string_not_equal(text_of(b, "dispatch"), "-");
	assert_says(text_of(b, "reds"), "乙项目·初步设计批复");
	torder_ok(w, "brief_edit",
		  "id=2020-1 section=problems text=问题较多。 internal=1 "
		  "has_internal=1");
	b = shown(w, "brief_show", "id=2020-1 open=1 raw=1");
	assert_string_equal(text_of(b, "dispatch"), "-");
	assert_string_equal(text_of(b, "reds"), "-");
	assert_string_equal(text_of(b, "problems"), "-");
	assert_string_not_equal(text_of(b, "county"), "-");
	assert_string_equal(b->drafter, "");
	assert_int_equal(b->n_figure, 0);
}

static void numbers_run_in_each_series_and_year(void **state)
{
	struct world *w = *state;

	listed(w);
	assert_string_equal(shown(w, "brief_draft", "list=甲")->id, "2020-1");
	torder_ok(w, "brief_drop", "id=2020-1 text=重拟");
	torder_refused(w, "brief_drop", "id=2020-1 text=重拟", "publication.state");
	assert_string_equal(shown(w, "brief_draft", "list=甲")->id, "2020-2");
	assert_string_equal(shown(w, "brief_draft", "list=甲 series=daily")->id, "2020-1");
	assert_string_equal(shown(w, "bulletin_draft", "list=甲 month=202001")->id, "2020-1");
	assert_int_equal(torder_ok(w, "brief_list", "")->publication_list->n_row, 2);
	assert_int_equal(torder_ok(w, "bulletin_list", "")->publication_list->n_row, 1);
	assert_int_equal(torder_ok(w, "brief_list", "series=daily")->publication_list->n_row, 1);
	torder_refused(w, "brief_draft", "", "publication.no_list");
	torder_refused(w, "brief_draft", "list=丁", "publication.empty_list");
	torder_refused(w, "brief_draft", "list=甲 until_date=20200301", "publication.until");
	torder_refused(w, "bulletin_draft", "list=甲 month=202002", "month.not_over");
	until(w, "2020-03-02 09:00");
	torder_refused(w, "bulletin_draft", "list=甲 month=202002", "ranking.not_locked");
	until(w, "2021-01-04 09:00");
	assert_string_equal(shown(w, "brief_draft", "list=甲 until_date=20201231")->id, "2021-1");
}

static void a_year_is_listed_in_pages(void **state)
{
	enum { BRIEFS = 5 };
	struct world *w = *state;
	Duban__PublicationListRequest b = DUBAN__PUBLICATION_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint8_t from[64];
	char id[24];
	size_t n = 0, pages = 0;

	listed(w);
	for (int i = 0; i < BRIEFS; i++)
		torder_ok(w, "brief_draft", "list=甲");
	api_set_page(w->api, 1);
	q.body_case = DUBAN__REQUEST__BODY_BRIEF_LIST;
	q.brief_list = &b;
	do {
		const Duban__PublicationListReply *r = world_ok(w, &q)->publication_list;

		for (size_t i = 0; i < r->n_row; i++) {
			(void)snprintf(id, sizeof id, "2020-%zu", ++n);
			assert_string_equal(r->row[i]->id, id);
		}
		assert_true(++pages <= BRIEFS + 1);
		assert_true(r->next.len <= sizeof from);
		b.after = (ProtobufCBinaryData){.len = r->next.len, .data = from};
		if (r->next.len)
			memcpy(from, r->next.data, r->next.len);
	} while (b.after.len);
	assert_int_equal(n, BRIEFS);
	assert_true(pages > 1);
}

static void issue(struct world *w, const char *noun, const char *id, const char *document)
{
	char request[32], text[96];

	(void)snprintf(request, sizeof request, "%s_review", noun);
	(void)snprintf(text, sizeof text, "id=%s person=李审", id);
	torder_ok(w, request, text);
	(void)snprintf(request, sizeof request, "%s_issue", noun);
	(void)snprintf(text, sizeof text, "id=%s person=王签%s%s", id,
		       *document ? " document=" : "", document);
	torder_ok(w, request, text);
}

/* Since January, as both issues print it. */
static void it_says_what_changed_since_the_last_issue(void **state)
{
	struct world *w = *state;
	const Duban__PublicationShowReply *b;

	listed(w);
	assert_string_equal(text_of(shown(w, "brief_draft", "list=甲"), "changes"), "-");
	issue(w, "brief", "2020-1", "");
	until(w, "2020-03-03 09:00");
	reported(w, "B", 202002, 1200000000);
	until(w, "2020-03-09 09:00");
	b = shown(w, "brief_draft", "list=甲");
	assert_int_equal(b->from_date, 20200217);
	assert_says(text_of(b, "changes"), "与第1期（截至2月16日）相比：完成投资增加0.1亿元，"
					   "完成率提高20个百分点");
	assert_says(text_of(b, "weeks"), "|第1期|2月16日|0.1|20|0|");
	assert_says(text_of(b, "weeks"), "|第2期|3月8日|0.2|40|0|");
}

/* A city of many units: what has no room is left out, and it says how much. */
static void a_large_city_has_fewer_rows(void **state)
{
	enum { UNITS = 190, ROOM = 110 };
	static char units[UNITS * ROOM], projects[UNITS * ROOM], members[UNITS * ROOM];
	struct world *w = *state;
	const Duban__PublicationShowReply *b;
	size_t u = 0, p = 0, m = 0;

	city(w);
	u += (size_t)snprintf(units, sizeof units, "id,name,kind,parent\n");
	p += (size_t)snprintf(projects, sizeof projects, "code,name,unit,stage,plan,year\n");
	m += (size_t)snprintf(members, sizeof members, "project,list,joined\n");
	for (int i = 0; i < UNITS; i++) {
		u += (size_t)snprintf(units + u, sizeof units - u,
				      "u%d,市第%d重大基础设施投资建设开发公司,owner,\n", i, i);
		p += (size_t)snprintf(projects + p, sizeof projects - p,
				      "X%d,项目%d,u%d,在建,%d万元,2020\n", i, i, i, i + 1);
		m += (size_t)snprintf(members + m, sizeof members - m, "X%d,甲,2020-01-02\n", i);
	}
	world_import(w, IMPORT_KIND(UNITS), units);
	world_import(w, IMPORT_KIND(PROJECTS), projects);
	world_import(w, IMPORT_KIND(MEMBERS), members);
	until(w, "2020-02-17 09:00");
	b = shown(w, "brief_draft", "list=甲");
	assert_says(text_of(b, "municipal"), "其余130个单位略。");
	assert_says(text_of(b, "overall"), "190个");
}

static void a_bulletin_has_its_number_and_the_published_ranks(void **state)
{
	struct world *w = *state;
	const Duban__PublicationShowReply *b;

	listed(w);
	torder_ok(w, "ranking_publish",
		  "list=甲 board=county month=202001 document=洪重点办〔2020〕1号 approver=王签");
	world_import(w, IMPORT_KIND(PROJECTS), "code,unit\nC,site\n");
	hand(w, "zhang");
	b = shown(w, "bulletin_draft", "list=甲 month=202001");
	assert_int_equal(b->from_date, 20200101);
	assert_int_equal(b->until_date, 20200131);
	assert_says(text_of(b, "county"), "|1|西湖区|1|0.2|0.1|35|26.7|0/0|—|");
	assert_says(text_of(b, "awards"), "前三的是：西湖区、东湖区。");
	torder_ok(w, "bulletin_review", "id=2020-1 person=李审");
	torder_refused(w, "bulletin_issue", "id=2020-1 person=王签", "text.empty");
	torder_ok(w, "bulletin_issue", "id=2020-1 person=王签 document=洪重点办〔2020〕2号");
	torder_ok(w, "bulletin_draft", "list=甲 month=202001");
	torder_ok(w, "bulletin_review", "id=2020-2 person=李审");
	torder_refused(w, "bulletin_issue", "id=2020-2 person=王签 document=洪重点办〔2020〕2号",
		       "publication.document_taken");
}

/* 更正通报 only if a rank or the first or last three change; to the same recipients. */
static void a_correction_needs_another_rank(void **state)
{
	struct world *w = *state;
	const Duban__PublicationShowReply *b;

	listed(w);
	torder_ok(w, "ranking_publish",
		  "list=甲 board=county month=202001 document=洪重点办〔2020〕1号 approver=王签");
	torder_ok(w, "bulletin_draft", "list=甲 month=202001");
	torder_refused(w, "bulletin_draft", "series=correction bulletin=通报2号 text=漏报",
		       "publication.unknown_bulletin");
	issue(w, "bulletin", "2020-1", "通报2号");
	torder_refused(w, "bulletin_draft", "series=correction bulletin=通报2号", "text.empty");
	torder_refused(w, "bulletin_draft", "series=correction bulletin=通报2号 text=漏报",
		       "publication.no_rank_changed");
	world_import(w, IMPORT_KIND(PROJECTS), "code,unit\nC,site\n");
	hand(w, "zhang");
	b = shown(w, "bulletin_draft",
		  "series=correction bulletin=通报2号 text=丙项目误列西湖区。");
	assert_string_equal(b->bulletin, "通报2号");
	assert_string_equal(text_of(b, "reason"), "丙项目误列西湖区。");
	assert_says(text_of(b, "ranks"), "|县区榜|东湖区|2|1|12.5|20|");
	assert_says(text_of(b, "ranks"), "|县区榜|西湖区|1|—|35||");
	assert_true(*b->report_to != '\0');
	torder_ok(w, "bulletin_review", "series=correction id=2020-1 person=李审");
	torder_refused(w, "bulletin_issue", "series=correction id=2020-1 person=王签",
		       "text.empty");
	torder_ok(w, "bulletin_issue", "series=correction id=2020-1 person=王签 document=通报3号");
	clock_verify(w);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(three_persons_and_then_it_stays),
	    TEST(figures_stay_as_they_were_drafted),
	    TEST(words_are_edited_and_figures_are_not),
	    TEST(the_public_edition_has_no_persons_and_problems),
	    TEST(numbers_run_in_each_series_and_year),
	    TEST(a_year_is_listed_in_pages),
	    TEST(it_says_what_changed_since_the_last_issue),
	    TEST(a_large_city_has_fewer_rows),
	    TEST(a_bulletin_has_its_number_and_the_published_ranks),
	    TEST(a_correction_needs_another_rank),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
