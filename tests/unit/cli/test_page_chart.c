#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/chart/chart.h"
#include "client/cli/chart/page.h"
#include "client/cli/frame/messages.h"
#include "text/width.h"

enum { LINKS_MAX = 60, A3_WIDTH = 42000, A3_HEIGHT = 29700, BARS = 19000 };

#define LONG_NAME "国道G320改建工程（新建段）施工图设计文件审查及质量安全监督手续办理"

struct drawn {
	Duban__LinkRow row[LINKS_MAX], *list[LINKS_MAX];
	struct chart chart;
	char *svg;
};

static char *loose(const char *s)
{
	return (char *)(uintptr_t)s;
}

static void draw(struct drawn *d, size_t links, const char *name)
{
	size_t size;
	FILE *out = open_memstream(&d->svg, &size);

	for (size_t i = 0; i < links; i++) {
		Duban__LinkRow *l = d->list[i] = &d->row[i];

		duban__link_row__init(l);
		l->no = (uint32_t)i + 1;
		l->name = loose(name);
		l->unit = loose("jianshe");
		l->unit_name = loose("市重点项目建设投资集团有限责任公司");
		l->leader = l->person = loose("欧阳至诚");
		l->limit = loose("5wd");
		l->deadline_date = l->earliest_finish_date = 20200301 + (uint32_t)(i % 9) * 100;
	}
	d->chart = (struct chart){.project = "2020-001",
				  .name = name,
				  .unit = "新建区",
				  .year = 2020,
				  .start_date = 20200203,
				  .finish_date = 20201220,
				  .today_date = 20200601,
				  .link = d->list,
				  .n = links};
	page_chart(&d->chart, out);
	assert_int_equal(fclose(out), 0);
}

/* The right end of a text; a place is half as wide as the font is high. */
static long end_of(long x, long size, const char *text, char *buf, size_t room)
{
	size_t n = strcspn(text, "<");

	assert_true(n < room);
	memcpy(buf, text, n);
	buf[n] = 0;
	return x + (long)text_width(buf) * size / 2;
}

/* All texts are within the page, and those on the left do not overlap the bars. */
static void check_texts(const struct drawn *d)
{
	size_t n = 0;

	for (const char *s = strstr(d->svg, "<text "); s; s = strstr(s + 1, "<text "), n++) {
		char text[1024];
		long x, y, size, end;
		const char *body = strchr(s, '>') + 1;

		assert_int_equal(
		    sscanf(s, "<text x=\"%ld\" y=\"%ld\" font-size=\"%ld\"", &x, &y, &size), 3);
		end = end_of(x, size, body, text, sizeof text);
		if (x < 0 || end > A3_WIDTH || y - size < 0 || y > A3_HEIGHT)
			fail_msg("off the sheet: %s from %ld to %ld at %ld", text, x, end, y);
		if (y > 3300 && y < A3_HEIGHT - 1000 && end > BARS)
			fail_msg("over the bars: %s to %ld", text, end);
	}
	assert_true(n > d->chart.n * 6);
}

static void a_chain_of_any_length_stands_on_one_sheet_of_a3(void **state)
{
	static const size_t lengths[] = {1, 14, 40, LINKS_MAX};

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct drawn d;

		draw(&d, lengths[i], LONG_NAME LONG_NAME);
		assert_non_null(strstr(d.svg, "width=\"420mm\" height=\"297mm\""));
		check_texts(&d);
		free(d.svg);
	}
}

static void each_column_says_what_it_is(void **state)
{
	static const char *const heads[] = {"head.no",	   "head.link",	  "head.unit",
					    "head.leader", "head.person", "head.deadline"};
	struct drawn d;

	(void)state;
	draw(&d, 3, "立项批复");
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char cell[128];

		(void)snprintf(cell, sizeof cell, ">%s</text>", message(heads[i]));
		assert_non_null(strstr(d.svg, cell));
	}
	free(d.svg);
}

static void draw_again(struct drawn *d)
{
	size_t size;
	FILE *out;

	free(d->svg);
	out = open_memstream(&d->svg, &size);
	page_chart(&d->chart, out);
	assert_int_equal(fclose(out), 0);
}

static void a_date_before_its_prerequisite_is_named_below_the_rows(void **state)
{
	const char *const args[] = {"2", "2020-04-01", "1", "2020-03-01"};
	struct drawn d;
	char *text;

	(void)state;
	draw(&d, 3, "立项批复");
	assert_null(strstr(d.svg, "stroke=\"#c62828\" stroke-width=\"80\""));
	d.row[1].late_after = 1;
	draw_again(&d);
	text = message_text("chart.date_before", args, 4);
	assert_non_null(strstr(d.svg, text));
	assert_non_null(strstr(d.svg, "stroke=\"#c62828\" stroke-width=\"80\""));
	check_texts(&d);
	free(text);
	free(d.svg);
	/* many: what does not fit is cut */
	draw(&d, LINKS_MAX, LONG_NAME);
	for (size_t i = 1; i < LINKS_MAX; i++)
		d.row[i].late_after = 1;
	draw_again(&d);
	check_texts(&d);
	assert_non_null(strstr(d.svg, "…</text>"));
	free(d.svg);
}

static void what_waits_for_a_suspended_link_has_a_dashed_edge(void **state)
{
	struct drawn d;

	(void)state;
	draw(&d, 3, "立项批复");
	assert_null(strstr(d.svg, "stroke-dasharray=\"120 80\""));
	d.row[1].unknown = true;
	draw_again(&d);
	assert_non_null(strstr(d.svg, "stroke-dasharray=\"120 80\""));
	free(d.svg);
}

static void what_is_xml_to_others_is_text_here(void **state)
{
	struct drawn d;

	(void)state;
	draw(&d, 1, "甲<乙>&\"丙\"");
	assert_null(strstr(d.svg, "甲<"));
	assert_non_null(strstr(d.svg, "甲&lt;乙&gt;&amp;&quot;丙&quot;"));
	free(d.svg);
}

/* The rules of the page's style for `selector`; "" if it has none. */
static const char *rules_of(const char *html, const char *selector, char *buf, size_t room)
{
	char head[64];
	const char *at;

	(void)snprintf(head, sizeof head, "\n%s {", selector);
	at = strstr(html, head);
	*buf = '\0';
	if (at)
		(void)snprintf(buf, room, "%.*s", (int)strcspn(at + strlen(head), "}"),
			       at + strlen(head));
	return buf;
}

/* 61 charts were printed on 122 pages: each was a little higher than the page between its margins.
 * (e2e/printed counts the pages of a browser.) */
static void only_the_page_says_how_large_it_is(void **state)
{
	char *html, rules[256];
	size_t size;
	FILE *out = open_memstream(&html, &size);

	(void)state;
	page_html_begin("甲", out);
	page_html_end(out);
	assert_int_equal(fclose(out), 0);
	assert_non_null(strstr(rules_of(html, "@page", rules, sizeof rules), "size: A3 landscape"));
	assert_string_equal(rules_of(html, "svg", rules, sizeof rules),
			    " display: block; width: 100%; height: auto; max-height: 100vh ");
	assert_string_equal(rules_of(html, "svg + svg", rules, sizeof rules),
			    " break-before: page ");
	assert_string_equal(rules_of(html, "html", rules, sizeof rules), "");
	assert_null(strstr(rules_of(html, "body", rules, sizeof rules), "width"));
	assert_null(strstr(rules_of(html, "body", rules, sizeof rules), "height"));
	assert_null(strstr(html, "break-after"));
	free(html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_chain_of_any_length_stands_on_one_sheet_of_a3),
	    cmocka_unit_test(each_column_says_what_it_is),
	    cmocka_unit_test(a_date_before_its_prerequisite_is_named_below_the_rows),
	    cmocka_unit_test(what_waits_for_a_suspended_link_has_a_dashed_edge),
	    cmocka_unit_test(what_is_xml_to_others_is_text_here),
	    cmocka_unit_test(only_the_page_says_how_large_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
