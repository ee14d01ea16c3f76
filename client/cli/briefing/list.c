/* A list's figures as a briefing says them (新闻通气会口径). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/briefing/values.h"
#include "client/cli/document/paper.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/rows.h"
#include "proto/cleanup.h"
#include "proto/record/record.h"
#include "text/date.h"
#include "text/rate.h"
#include "text/room.h"

struct briefing_asked {
	struct cli *c;
	const char *name, *list;
	uint32_t month;
	const char *shown_month;
	struct values *io;
};

static int add(const struct briefing_asked *x, const char *figure, char *text)
{
	return values_add(x->io, x->name, figure, text);
}

static char *number(uint32_t n)
{
	char *text = NULL;
	return asprintf(&text, "%u", n) < 0 ? NULL : text;
}

/* In 亿元 with one decimal, half up; 117 and not 117.0. */
static char *yi(const Duban__Money *m)
{
	enum { FEN_PER_TENTH = 1000000000, TENTHS = 10 };
	int64_t fen = m ? m->fen : 0, size = fen < 0 ? -fen : fen;
	int64_t tenths = (size + FEN_PER_TENTH / 2) / FEN_PER_TENTH;
	const char *sign = fen < 0 && tenths ? "-" : "";
	char text[TEXT_ROOM];
	if (tenths % TENTHS)
		(void)snprintf(text, sizeof text, "%s%lld.%lld", sign, (long long)tenths / TENTHS,
			       (long long)tenths % TENTHS);
	else
		(void)snprintf(text, sizeof text, "%s%lld", sign, (long long)tenths / TENTHS);
	return strdup(text);
}

/* "，较上年提升29.4个百分点"; "" if nothing is known of the year before. */
static char *change(const char *points)
{
	if (!*points)
		return strdup("");
	if (strcmp(points, "0") == 0)
		return PAPER_TEXT("briefing.same", "");
	return *points == '-' ? PAPER_TEXT("briefing.down", points + 1)
			      : PAPER_TEXT("briefing.up", points);
}

/* "164个计划新开工项目已开工141个，开工率86%", with the rate rounded or cut off. */
static char *starts(const Duban__ListMonth *m, const char *rate)
{
	char planned[16], started[16];
	if (!m->planned_year)
		return PAPER_TEXT("briefing.no_starts", "");
	(void)snprintf(planned, sizeof planned, "%u", m->planned_year);
	(void)snprintf(started, sizeof started, "%u", m->started);
	return PAPER_TEXT("briefing.starts", planned, started, rate);
}

static int put_figures(const struct briefing_asked *x, const Duban__ListMonth *m)
{
	char cut[RATE_TEXT_MAX];
	rate_cut_text(m->started, m->planned_year, cut);
	const struct {
		const char *figure;
		char *text;
	} all[] = {
	    {"projects", number(m->members)},
	    {"total", yi(m->total)},
	    {"plan", yi(m->plan)},
	    {"completed", yi(m->cumulative)},
	    {"rate", strdup(m->rate)},
	    {"change", change(m->year_on_year)},
	    {"planned", number(m->planned_year)},
	    {"started", number(m->started)},
	    {"start_rate", strdup(m->start_rate)},
	    {"start_rate_cut", strdup(cut)},
	    /* what says why the two differ; "" if they do not */
	    {"cut_differs", strdup(strcmp(cut, m->start_rate) ? "yes" : "")},
	    {"starts", starts(m, m->start_rate)},
	    {"starts_cut", starts(m, cut)},
	    {"start_change", change(m->planned_year ? m->start_year_on_year : "")},
	};
	int r = 0;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (r == 0)
			r = add(x, all[i].figure, all[i].text);
		else
			free(all[i].text);
	return r;
}

static int ask_figures(const struct briefing_asked *x, bool *ret_any)
{
	Duban__ListFiguresRequest q = DUBAN__LIST_FIGURES_REQUEST__INIT;
	const Duban__Reply *r;
	q.list = cli_loose(x->list);
	q.month = x->month;
	int rc = CLI_ASK(x->c, LIST_FIGURES, list_figures, &q, &r);
	*ret_any = false;
	if (rc != 0)
		return rc;
	if (r->list_figures->n_months == 0)
		return cli_fail(x->c, STATUS_CONFLICT, "month.not_over", x->shown_month, NULL);
	*ret_any = r->list_figures->months[0]->members > 0;
	rc = put_figures(x, r->list_figures->months[0]);
	return rc ? rc : add(x, "", strdup(*ret_any ? x->list : ""));
}

/* ---- rankings */

/* "西湖区、高新区和经开区": the last one is joined with 和. */
static char *joined(char *const *name, size_t n)
{
	_cleanup_free_ char *head = n > 1 ? paper_list(name, n - 1) : NULL;
	if (n < 2)
		return strdup(n ? name[0] : "");
	return head ? PAPER_TEXT("briefing.and", head, name[n - 1]) : NULL;
}

/* The units of the first places, up to `last`. */
static char *leading(const Duban__RankingShowReply *b, uint32_t last)
{
	_cleanup_free_ char **name = calloc(b->n_row + 1, sizeof *name);
	size_t n = 0;
	for (size_t i = 0; name && i < b->n_row; i++)
		if (b->row[i]->rank && b->row[i]->rank <= last)
			name[n++] = b->row[i]->name;
	return name ? joined(name, n) : NULL;
}

/* Whether all units with projects have done their plan, or which have not. */
static char *fulfilled(const Duban__RankingShowReply *b)
{
	_cleanup_free_ char **name = calloc(b->n_row + 1, sizeof *name);
	size_t n = 0;
	if (!name)
		return NULL;
	for (size_t i = 0; i < b->n_row; i++)
		if (b->row[i]->rank && b->row[i]->completed->fen < b->row[i]->plan->fen)
			name[n++] = b->row[i]->name;
	if (!n)
		return PAPER_TEXT("briefing.all_fulfilled", "");
	_cleanup_free_ char *names = paper_list(name, n);
	return names ? PAPER_TEXT("briefing.not_fulfilled", names) : NULL;
}

static int ask_board(const struct briefing_asked *x, Duban__Board board, const char *top,
		     const char *first, const char *plans)
{
	enum { TOP = 3 };
	Duban__RankingShowRequest q = DUBAN__RANKING_SHOW_REQUEST__INIT;
	const Duban__Reply *r;
	q.list = cli_loose(x->list);
	q.board = board;
	q.month = x->month;
	q.sort = DUBAN__RANKING_SORT__RANKING_SORT_RATE;
	int rc = CLI_ASK(x->c, RANKING_SHOW, ranking_show, &q, &r);
	if (rc == 0)
		rc = add(x, top, leading(r->ranking_show, TOP));
	if (rc == 0)
		rc = add(x, first, leading(r->ranking_show, 1));
	if (rc == 0)
		rc = add(x, plans, fulfilled(r->ranking_show));
	return rc;
}

/* ---- places outside */

struct outer_place {
	const char *indicator, *rank, *among;
};

static const char *cell(const Duban__SheetReply *b, const Duban__SheetRow *row, const char *column)
{
	for (size_t i = 0; i < b->n_column && i < row->n_cell; i++)
		if (strcmp(b->column[i]->name, column) == 0)
			return row->cell[i];
	return "";
}

static int by_rank(const void *a, const void *b)
{
	const struct outer_place *x = a, *y = b;
	size_t n = strlen(x->rank), k = strlen(y->rank);
	return n != k ? (n > k) - (n < k) : strcmp(x->rank, y->rank);
}

/* "第一" up to ten, "第12" beyond: a message each. */
static char *ordinal(const char *rank)
{
	char code[32];
	(void)snprintf(code, sizeof code, "briefing.rank_%s", rank);
	return message_find(code) ? PAPER_TEXT(code, "") : PAPER_TEXT("briefing.rank", rank);
}

/* Indicators of one rank stand together: "总投资、项目数量位列全省各设区市第一". */
static int put_group(const struct outer_place *p, size_t n, bool begins, FILE *out)
{
	_cleanup_free_ char **name = calloc(n, sizeof *name);
	for (size_t i = 0; name && i < n; i++)
		name[i] = cli_loose(p[i].indicator);
	_cleanup_free_ char *names = name ? paper_list(name, n) : NULL;
	_cleanup_free_ char *rank = ordinal(p->rank);
	_cleanup_free_ char *text =
	    names && rank ? PAPER_TEXT("briefing.outer", names, p->among, rank) : NULL;
	if (!text)
		return -ENOMEM;
	(void)fprintf(out, "%s%s", begins ? "" : "，", text);
	return 0;
}

static char *places(struct outer_place *p, size_t n)
{
	char *text = NULL;
	size_t size, k;
	FILE *out = open_memstream(&text, &size);
	int r = out ? 0 : -ENOMEM;
	if (n)
		qsort(p, n, sizeof *p, by_rank);
	for (size_t i = 0; i < n && r == 0; i += k) {
		for (k = 1; i + k < n && strcmp(p[i].rank, p[i + k].rank) == 0 &&
			    strcmp(p[i].among, p[i + k].among) == 0;)
			k++;
		r = put_group(p + i, k, i == 0, out);
	}
	if (out && fclose(out) == 0 && r == 0)
		return text;
	free(text);
	return NULL;
}

static int gather_places(const struct briefing_asked *x, struct outer_place **io, size_t *n)
{
	Duban__SheetRequest q = DUBAN__SHEET_REQUEST__INIT;
	q.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_OUTER_RANKS;
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(x->c, SHEET, sheet, &q, &r);
		if (rc != 0)
			return rc;
		const Duban__SheetReply *b = r->sheet;
		struct outer_place *grown = realloc(*io, (*n + b->n_row + 1) * sizeof *grown);
		if (!grown)
			return -ENOMEM;
		*io = grown;
		for (size_t i = 0; i < b->n_row; i++)
			if (strcmp(cell(b, b->row[i], "list"), x->list) == 0 &&
			    strcmp(cell(b, b->row[i], "month"), x->shown_month) == 0)
				grown[(*n)++] = (struct outer_place){
				    cell(b, b->row[i], "indicator"), cell(b, b->row[i], "rank"),
				    cell(b, b->row[i], "among")};
		q.after = b->next;
	} while (q.after.len > 0);
	return 0;
}

static int ask_places(const struct briefing_asked *x)
{
	_cleanup_free_ struct outer_place *all = NULL;
	size_t n = 0;
	int rc = gather_places(x, &all, &n);
	return rc ? rc : add(x, "outer", places(all, n));
}

int briefing_list(struct cli *c, const char *name, const char *list, uint32_t month,
		  struct values *io)
{
	char shown[TEXT_ROOM];
	const struct briefing_asked x = {c, name, list, month, month_text(month, shown), io};
	bool any;
	int rc = ask_figures(&x, &any);
	if (rc != 0 || !any)
		return rc;
	rc =
	    ask_board(&x, DUBAN__BOARD__BOARD_COUNTY, "county_top", "county_first", "county_plans");
	if (rc == 0)
		rc = ask_board(&x, DUBAN__BOARD__BOARD_MUNICIPAL, "municipal_top",
			       "municipal_first", "municipal_plans");
	return rc ? rc : ask_places(&x);
}
