/* 年度链条图: one row per link. On the left what it is and who is responsible; on the right its bar
 * over the months, a mark for the deadline, and a heavy outline for links on the critical path. */
#include "client/cli/chart/chart.h"

#include <string.h>

#include "client/cli/chart/page.h"
#include "client/cli/frame/messages.h"
#include "proto/cleanup.h"
#include "text/date.h"
#include "text/room.h"
#include "text/utf8.h"
#include "text/width.h"

/* Hundredths of a millimetre, as in page.c. */
enum {
	WIDTH = 42000,
	HEIGHT = 29700,
	MARGIN = 1000,
	TOP = 3300,
	LEFT = 19000,
	ROW_MAX = 700,
	HEAD_SIZE = 300
};

#define CHART_RED "#c62828"

struct axis {
	const struct chart *chart;
	long from, to;	     /* days, counted as by day_of() */
	long height, bottom; /* height of one row; y below the last row */
	FILE *out;
};

/* Days since 0000-03-01 of a date yyyymmdd. */
static long day_of(uint32_t ymd)
{
	long y = ymd / 10000, m = ymd / 100 % 100, d = ymd % 100;

	y -= m <= 2;
	m += m <= 2 ? 9 : -3;
	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d - 1;
}

static uint32_t next_month(uint32_t month)
{
	return month % 100 == 12 ? month + 89 : month + 1;
}

static long x_of(const struct axis *a, long day)
{
	if (day < a->from)
		day = a->from;
	if (day > a->to)
		day = a->to;
	return LEFT + (day - a->from) * (WIDTH - MARGIN - LEFT) / (a->to - a->from);
}

/* The axis begins and ends with whole months and covers all bars and marks. */
static struct axis axis_of(const struct chart *c)
{
	uint32_t first = c->start_date, last = c->finish_date;

	for (size_t i = 0; i < c->n; i++) {
		const Duban__LinkRow *l = c->link[i];
		uint32_t late = l->deadline_date > l->earliest_finish_date
				    ? l->deadline_date
				    : l->earliest_finish_date;

		if (l->started_date && l->started_date < first)
			first = l->started_date;
		if (late > last)
			last = late;
	}
	if (last < first)
		last = first;
	return (struct axis){.from = day_of(first / 100 * 100 + 1),
			     .to = day_of(next_month(last / 100) * 100 + 1)};
}

static void text_at(long x, long y, long size, const char *s, FILE *out)
{
	(void)fprintf(out, "<text x=\"%ld\" y=\"%ld\" font-size=\"%ld\">", x, y, size);
	page_text(s, out);
	(void)fputs("</text>\n", out);
}

/* Copies as much of the text as fits in `places`, and "…" if something is cut off. */
static void fitted(const char *s, size_t places, char *buf, size_t size)
{
	size_t n = strlen(s);

	(void)snprintf(buf, size, "%s", s);
	while (n > 0 && text_width(buf) > places) {
		n = utf8_cut(s, n - 1);
		(void)snprintf(buf, size, "%.*s…", (int)n, s);
	}
}

static void told(long y, const char *attributes, const char *code, const char *const *arg,
		 FILE *out)
{
	_cleanup_free_ char *line = message_text(code, arg, 5);

	(void)fprintf(out, "<text x=\"%d\" y=\"%ld\" %s>", MARGIN, y, attributes);
	page_text(line ? line : "", out);
	(void)fputs("</text>\n", out);
}

static void heading(const struct chart *c, FILE *out)
{
	char start[TEXT_ROOM], finish[TEXT_ROOM], today[TEXT_ROOM], year[16], look[64];
	const char *title[5] = {c->name, year, "", "", ""};
	const char *facts[5] = {c->project, c->unit, ymd_text(c->start_date, start),
				ymd_text(c->finish_date, finish), ymd_text(c->today_date, today)};

	(void)snprintf(year, sizeof year, "%u", c->year);
	_cleanup_free_ char *line = message_text("chart.title", title, 5);
	/* A Chinese character takes two places, so a place is about half as wide as the font is
	 * high. Bold text is a little wider: two places are added. */
	long places = (long)text_width(line ? line : "") + 2,
	     size = 2 * (WIDTH - 2 * MARGIN) / places;

	(void)snprintf(look, sizeof look, "font-size=\"%ld\" font-weight=\"bold\"",
		       size < 720 ? size : 720);
	told(1500, look, "chart.title", title, out);
	told(2200, "font-size=\"400\"", "chart.facts", facts, out);
}

static void line(const struct axis *a, long x, const char *look)
{
	(void)fprintf(a->out, "<line x1=\"%ld\" y1=\"%d\" x2=\"%ld\" y2=\"%ld\" %s/>\n", x,
		      TOP - 600, x, a->bottom, look);
}

/* A line and a label for each month; a long chain has labels for some months only. */
static void months(const struct axis *a)
{
	uint32_t month = a->chart->start_date / 100;
	size_t n = (size_t)((a->to - a->from) / 30) + 1, every = n / 18 + 1, i = 0;
	char text[16];

	while (day_of(month * 100 + 1) > a->from)
		month = month % 100 == 1 ? month - 89 : month - 1;
	for (; day_of(month * 100 + 1) <= a->to; month = next_month(month), i++) {
		long x = x_of(a, day_of(month * 100 + 1));

		line(a, x, "stroke=\"#ddd\" stroke-width=\"20\"");
		(void)snprintf(text, sizeof text, "%u-%02u", month / 100, month % 100);
		if (i % every == 0 && day_of(month * 100 + 1) < a->to)
			text_at(x + 60, TOP - 250, HEAD_SIZE, text, a->out);
	}
}

static const char *colour_of(const Duban__LinkRow *l)
{
	if (l->state == DUBAN__LINK_STATE__LINK_STATE_DONE)
		return "#2e7d32";
	if (l->state == DUBAN__LINK_STATE__LINK_STATE_CANCELLED ||
	    l->state == DUBAN__LINK_STATE__LINK_STATE_CARRIED)
		return "#ccc";
	if (l->level == DUBAN__LEVEL__LEVEL_RED)
		return CHART_RED;
	if (l->level == DUBAN__LEVEL__LEVEL_YELLOW)
		return "#f9a825";
	return l->state == DUBAN__LINK_STATE__LINK_STATE_ACTIVE ? "#1565c0" : "#90a4ae";
}

/* The day a link began; if it has not, the earliest day that its prerequisites allow. */
static long begin_of(const struct chart *c, const Duban__LinkRow *l)
{
	uint32_t begin = c->start_date;

	if (l->started_date)
		return day_of(l->started_date);
	for (size_t k = 0; k < l->n_after; k++)
		for (size_t i = 0; i < c->n; i++)
			if (c->link[i]->no == l->after[k] &&
			    c->link[i]->earliest_finish_date > begin)
				begin = c->link[i]->earliest_finish_date;
	if (l->begin_date > begin)
		begin = l->begin_date;
	return day_of(begin);
}

static void milestone(const struct axis *a, long x, long y, const char *colour)
{
	long r = a->height * 7 / 20;

	(void)fprintf(a->out, "<path d=\"M%ld %ldl%ld %ldl%ld %ldl%ld %ldz\" fill=\"%s\"/>\n", x,
		      y - r, r, r, -r, r, -r, -r, colour);
}

static void bar(const struct axis *a, const Duban__LinkRow *l, long y)
{
	uint32_t end = l->finished_date ? l->finished_date : l->earliest_finish_date;
	long x = x_of(a, begin_of(a->chart, l)), to = end ? x_of(a, day_of(end)) : x;
	long h = a->height;

	const char *edge = l->unknown	 ? " stroke=\"#000\" stroke-width=\"30\" "
					   "stroke-dasharray=\"120 80\""
			   : l->critical ? " stroke=\"#000\" stroke-width=\"50\""
					 : "";

	if (l->class_ == DUBAN__LINK_CLASS__LINK_CLASS_MILESTONE) {
		milestone(a, to, y, colour_of(l));
	} else {
		(void)fprintf(a->out,
			      "<rect x=\"%ld\" y=\"%ld\" width=\"%ld\" height=\"%ld\" "
			      "fill=\"%s\" fill-opacity=\"%s\"%s/>\n",
			      x, y - h / 4, to - x > 80 ? to - x : 80, h / 2, colour_of(l),
			      l->projected ? "0.45" : "1", edge);
	}
	if (l->deadline_date) {
		long d = x_of(a, day_of(l->deadline_date));

		(void)fprintf(a->out,
			      "<line x1=\"%ld\" y1=\"%ld\" x2=\"%ld\" y2=\"%ld\" stroke=\"%s\" "
			      "stroke-width=\"%d\"/>\n",
			      d, y - h * 2 / 5, d, y + h * 2 / 5,
			      l->late_after ? CHART_RED : "#000", l->late_after ? 80 : 40);
	}
}

static const Duban__LinkRow *link_no(const struct chart *c, uint32_t no)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->link[i]->no == no)
			return c->link[i];
	return NULL;
}

/* Below the rows, one line: the dates that lie before the end of a prerequisite. */
static void dates_before(const struct axis *a)
{
	const struct chart *c = a->chart;
	char all[1024] = "", cut[1100], date[TEXT_ROOM], finish[TEXT_ROOM], no[16], before[16];

	for (size_t i = 0; i < c->n && strlen(all) < sizeof all - 1; i++) {
		const Duban__LinkRow *l = c->link[i], *b = link_no(c, l->late_after);
		size_t at = strlen(all);

		if (!l->late_after || !b)
			continue;
		(void)snprintf(no, sizeof no, "%u", l->no);
		(void)snprintf(before, sizeof before, "%u", b->no);
		_cleanup_free_ char *one =
		    message_text("chart.date_before",
				 (const char *const[]){no, ymd_text(l->deadline_date, date), before,
						       ymd_text(b->earliest_finish_date, finish)},
				 4);
		(void)snprintf(all + at, sizeof all - at, "%s%s", at ? "  " : "", one ? one : "");
	}
	all[utf8_cut(all, sizeof all - 1)] = '\0';
	if (!*all)
		return;
	fitted(all, (WIDTH - 2 * MARGIN) / 170, cut, sizeof cut);
	(void)fputs("<g fill=\"" CHART_RED "\">\n", a->out);
	text_at(MARGIN, HEIGHT - 980, 320, cut, a->out);
	(void)fputs("</g>\n", a->out);
}

/* The columns to the left of the months. */
static const struct chart_column {
	int x, places;
	const char *head;
} columns[] = {{MARGIN, 5, "head.no"},	   {1900, 34, "head.link"},
	       {8600, 20, "head.unit"},	   {12500, 10, "head.leader"},
	       {14400, 10, "head.person"}, {16300, 12, "head.deadline"}};

enum { COLUMNS = sizeof columns / sizeof *columns };

static void heads(FILE *out)
{
	for (size_t k = 0; k < COLUMNS; k++)
		text_at(columns[k].x, TOP - 250, HEAD_SIZE, message(columns[k].head), out);
}

static void words(const struct axis *a, const Duban__LinkRow *l, long y)
{
	char text[TEXT_ROOM], no[16], cell[256];
	const char *unit = *l->unit_name ? l->unit_name : l->unit;
	const char *cells[COLUMNS] = {no, l->name, unit, l->leader, l->person, text};
	long size = a->height / 2 > 360 ? 360 : a->height / 2;

	(void)snprintf(no, sizeof no, "%u", l->no);
	ymd_text(l->deadline_date, text);
	if (!l->deadline_date)
		(void)snprintf(text, sizeof text, "%s", l->limit);
	for (size_t k = 0; k < COLUMNS; k++) {
		fitted(cells[k], (size_t)columns[k].places, cell, sizeof cell);
		text_at(columns[k].x, y + size * 7 / 20, size, cell, a->out);
	}
}

void page_chart(const struct chart *c, FILE *out)
{
	struct axis a = axis_of(c);
	long today = day_of(c->today_date);

	a.chart = c;
	a.out = out;
	a.height = (HEIGHT - TOP - 2 * MARGIN) / (long)(c->n ? c->n : 1);
	a.height = a.height > ROW_MAX ? ROW_MAX : a.height;
	a.bottom = TOP + a.height * (long)c->n;
	page_svg_begin(out);
	heading(c, out);
	heads(out);
	months(&a);
	for (size_t i = 0; i < c->n; i++) {
		long y = TOP + a.height * (long)i + a.height / 2;

		(void)fprintf(out,
			      "<line x1=\"%d\" y1=\"%ld\" x2=\"%d\" y2=\"%ld\" stroke=\"#eee\" "
			      "stroke-width=\"20\"/>\n",
			      MARGIN, y + a.height / 2, WIDTH - MARGIN, y + a.height / 2);
		words(&a, c->link[i], y);
		bar(&a, c->link[i], y);
	}
	if (today >= a.from && today <= a.to)
		line(&a, x_of(&a, today),
		     "stroke=\"#c62828\" stroke-width=\"40\" stroke-dasharray=\"160 120\"");
	dates_before(&a);
	text_at(MARGIN, HEIGHT - 600, 320, message("chart.legend"), out);
	(void)fputs("</svg>\n", out);
}
