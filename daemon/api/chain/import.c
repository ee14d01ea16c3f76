/* Import of chains. The rows of a project may be in any order; each chain is checked as a whole,
 * including stored links that the file does not contain. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/cell/find.h"
#include "api/chain/chain.h"
#include "api/core/checks.h"
#include "api/core/remark.h"
#include "api/core/request.h"
#include "api/link/ease.h"
#include "api/link/import.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/chain/limit.h"
#include "model/chain/schedule.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/year/year.h"
#include "proto/limits.h"

enum {
	CHAIN_PROJECT,
	CHAIN_NO,
	CHAIN_START,
	CHAIN_LINK, /* + enum link_column */
	CHAIN_YEAR = CHAIN_LINK + LINK_COLUMNS_,
	CHAIN_TEMPLATE,
	CHAIN_CARRIED_YEAR,
	CHAIN_CARRIED_NO,
	CHAIN_CARRIED_CLOCK,
	CHAIN_COLUMNS_,
};

/* The rows of one project and year. */
struct group {
	const char *code;
	uint32_t year;
	Duban__Project *project;
	uint32_t start, start_line;
	uint32_t first, last; /* rows, +1 */
	size_t n;
};

struct chains {
	struct import *im;
	struct import_map seen, code; /* "CODE/YEAR/NO"; "CODE/YEAR" -> group */
	struct group *group;
	size_t n_group;
	uint32_t *next; /* row -> the group's next row, +1 */
	uint32_t *no;
	struct intake_names unextended;
};

static struct group *group_add(struct chains *c, uint32_t project, const char *key)
{
	struct arena *a = c->im->in.rq->arena;
	uint32_t *at = import_map_put(&c->code, arena_str(a, key), NULL);
	struct group *g;

	c->group = arena_grow(a, c->group, c->n_group, sizeof *c->group);
	if (!at || !c->group) {
		c->im->in.full = true;
		return NULL;
	}
	*at = (uint32_t)c->n_group;
	g = &c->group[c->n_group++];
	*g = (struct group){.project = project_get(c->im->in.rq->txn, a, project)};
	if (!g->project) {
		c->im->in.full = true;
		return NULL;
	}
	g->code = g->project->code;
	return g;
}

/* NULL: no such project, or an invalid year; the problem was reported. */
static struct group *group_of(struct chains *c, const struct cell *project)
{
	struct txn *t = c->im->in.rq->txn;
	struct arena *scratch = c->im->in.scratch;
	struct cell year_cell = import_cell(c->im, CHAIN_YEAR);
	uint32_t num = 0, year, *at;
	const char *key;
	struct group *g;
	Duban__Project *p;

	if (!cell_project(project, &num))
		return NULL;
	p = project_get(t, scratch, num);
	year = p ? p->year : 0;
	if (!p || !cell_year(&year_cell, &year))
		return NULL;
	key = arena_printf(scratch, "%s/%u", p->code, year);
	at = key ? import_map_get(&c->code, key) : NULL;
	g = at ? &c->group[*at] : NULL;
	if (!g && key)
		g = group_add(c, num, key);
	if (g)
		g->year = year;
	c->im->in.full = c->im->in.full || !g;
	return g;
}

static bool read_start(struct chains *c, struct group *g)
{
	struct cell start = import_cell(c->im, CHAIN_START);
	uint32_t date = 0;

	if (!cell_date(&start, &date))
		return false;
	if (date == 0)
		return true;
	if (g->start && g->start != date)
		return cell_refuse(&start, "chain.two_starts",
				   arena_printf(c->im->in.scratch, "%u", g->start_line));
	if (!g->start)
		g->start_line = c->im->row->line;
	g->start = date;
	return true;
}

/* What a row says of a link that is not known. */
static void check_cells(struct chains *c)
{
	struct intake *in = &c->im->in;
	Duban__Link link = DUBAN__LINK__INIT;
	struct cell cell[LINK_COLUMNS_];

	for (size_t k = 0; k < LINK_COLUMNS_; k++)
		cell[k] = import_cell(c->im, CHAIN_LINK + k);
	in->unnamed = true;
	(void)link_read(in, cell, &link);
	in->unnamed = false;
}

/* Finds the project, year and link of a row, and adds the row to its group. False: refused. */
static bool sort_row(struct chains *c, uint32_t i)
{
	struct cell project = import_cell(c->im, CHAIN_PROJECT), no = import_cell(c->im, CHAIN_NO);
	struct checks all = {0};
	struct group *g;
	const char *key;

	checks_fine(&all, cell_required(&project));
	checks_fine(&all, cell_required(&no));
	checks_fine(&all, cell_number(&no, 1, LINK_NO_MAX, &c->no[i]));
	g = group_of(c, &project);
	if (!g || !checks_passed(&all))
		return false;
	key = arena_printf(c->im->in.rq->arena, "%s/%u/%u", g->code, g->year, c->no[i]);
	if (!key) {
		c->im->in.full = true;
		return true;
	}
	if (!import_key(c->im, &c->seen, &no, key) || !read_start(c, g))
		return false;
	if (g->last)
		c->next[g->last - 1] = i + 1;
	else
		g->first = i + 1;
	g->last = i + 1;
	g->n++;
	return true;
}

/* The stored link with that number, by bisection: chain_load sorts by number. */
static Duban__Link *stored_link(const struct chain *stored, uint32_t no,
				const Duban__LinkProgress **ret_progress)
{
	size_t low = 0, high = stored->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (stored->link[mid]->no < no)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == stored->n || stored->link[low]->no != no)
		return NULL;
	*ret_progress = stored->progress[low];
	return stored->link[low];
}

/* Refuses what puts a lit link off without a reason or too often; in an import the office gives the
 * reason in the row. */
static bool ease_one(struct chains *c, const struct group *g, const struct link_easing *one,
		     const struct link_row *row)
{
	struct import *im = c->im;
	char *reason = (char *)(uintptr_t)protobuf_c_empty_string;
	struct cell cell;
	Duban__Event *ev;
	int64_t max;

	/* a link that the file does not contain is moved by the chain's start: its first row's
	 * reason */
	import_row(im, row->touched ? (size_t)row->at : g->first - 1);
	cell = import_cell(im, CHAIN_LINK + LINK_REASON);
	if (!cell_text(&cell, REASON_MAX, &reason))
		return false;
	if (parameter_number(im->in.rq->txn, im->in.rq->arena, g->project, "extension.max", &max))
		return false;
	if ((int64_t)one->extensions >= max)
		return cell_refuse(&cell, "import.extended_enough",
				   arena_printf(im->in.scratch, "%u", one->no));
	if (!*reason)
		return cell_refuse(&cell, "import.ease_unreasoned",
				   arena_printf(im->in.scratch, "%u", one->no));
	ev = link_easing_event(im->in.rq, g->project, g->year, one, reason);
	if (ev)
		import_drafted(im, ev, 0);
	im->in.full = im->in.full || !ev;
	return true;
}

static const struct link_row *row_of(const struct link_row *row, size_t n, uint32_t no)
{
	for (size_t i = 0; i < n; i++)
		if (row[i].link->no == no)
			return &row[i];
	return &row[0];
}

static int ease(struct chains *c, const struct group *g, struct chain *stored,
		const struct link_row *row, size_t n)
{
	struct link_terms t = {.project = g->project, .before = stored, .row = row, .n = n};
	struct link_easing *all;
	size_t k;
	int r;

	t.start = g->start ? date_from_ymd(g->start) : stored->schedule.start;
	r = link_easings(c->im->in.rq, &t, &all, &k);
	for (size_t i = 0; i < k && !r && !c->im->in.full; i++)
		(void)ease_one(c, g, &all[i], row_of(row, n, all[i].no));
	return r;
}

/* Remarks that a new limit replaces an extension (see fold_link_put). */
static void note_unextended(struct chains *c, const Duban__Link *now, const Duban__Link *was,
			    const Duban__LinkProgress *progress)
{
	const char *key = import_cell(c->im, CHAIN_PROJECT).text;

	if (!progress || !progress->extended_date || !now->limit ||
	    link_same_limit(now->limit, was->limit))
		return;
	key = arena_printf(c->im->in.scratch, "%s/%u", key, now->no);
	if (key)
		intake_note(&c->im->in, &c->unextended, key);
}

static bool read_link(struct chains *c, const struct group *g, const struct chain *stored,
		      struct link_row *ret)
{
	struct import *im = c->im;
	struct cell cell[LINK_COLUMNS_], template = import_cell(im, CHAIN_TEMPLATE);
	struct cell carried_year = import_cell(im, CHAIN_CARRIED_YEAR);
	struct cell carried_no = import_cell(im, CHAIN_CARRIED_NO);
	struct cell carried_clock = import_cell(im, CHAIN_CARRIED_CLOCK);
	const Duban__LinkProgress *progress = NULL;
	uint32_t no = c->no[im->row - im->rows.row];
	struct checks all = {0};

	for (size_t k = 0; k < LINK_COLUMNS_; k++)
		cell[k] = import_cell(im, CHAIN_LINK + k);
	*ret = (struct link_row){.touched = true,
				 .after = cell[LINK_AFTER],
				 .is = cell[LINK_IS],
				 .line = im->row->line,
				 .at = (uint32_t)(im->row - im->rows.row)};
	ret->was = stored_link(stored, no, &progress);
	ret->link = arena_alloc(im->in.scratch, sizeof *ret->link);
	if (!ret->link) {
		im->in.full = true;
		return false;
	}
	duban__link__init(ret->link);
	if (ret->was)
		*ret->link = *ret->was;
	ret->link->project = g->project->num;
	ret->link->year = g->year;
	ret->link->no = no;
	checks_fine(&all, link_read(&im->in, cell, ret->link));
	checks_fine(&all, cell_text(&template, NAME_MAX_BYTES, &ret->link->template_));
	checks_fine(&all, cell_year(&carried_year, &ret->link->carried_year));
	checks_fine(&all, cell_number(&carried_no, 1, LINK_NO_MAX, &ret->link->carried_no));
	checks_fine(&all, cell_date(&carried_clock, &ret->link->carried_clock_date));
	if (!checks_passed(&all))
		return false;
	if (ret->was)
		note_unextended(c, ret->link, ret->was, progress);
	return true;
}

/* Appends the stored links that the file does not contain to the file's rows. */
static size_t add_absent(struct chains *c, const struct group *g, const struct chain *stored,
			 struct link_row *row, size_t n)
{
	for (size_t i = 0; i < stored->n; i++) {
		const char *key = arena_printf(c->im->in.scratch, "%s/%u/%u", g->code, g->year,
					       stored->link[i]->no);
		const char *told =
		    arena_printf(c->im->in.scratch, "%s/%u", g->code, stored->link[i]->no);

		if (!key || !told) {
			c->im->in.full = true;
			return n;
		}
		if (import_map_get(&c->seen, key))
			continue;
		row[n++] = (struct link_row){.link = stored->link[i], .was = stored->link[i]};
		import_absent_one(c->im, told);
	}
	return n;
}

static void put_chain(struct chains *c, const struct group *g, const struct chain *stored,
		      const struct link_row *row, size_t n)
{
	const Duban__Project *p = g->project;
	Duban__Chain now = DUBAN__CHAIN__INIT;
	struct import_put put = {.project = p->num, .project_unit = p->unit};

	now.project = p->num;
	now.year = g->year;
	now.start_date = g->year * 10000 + 101;
	if (stored->record)
		now = *stored->record;
	if (g->start)
		now.start_date = g->start;
	put.body = DUBAN__EVENT__BODY_CHAIN_PUT;
	put.now = &now;
	put.was = stored->record;
	import_put(c->im, &put);
	put.body = DUBAN__EVENT__BODY_LINK_PUT;
	for (size_t i = 0; i < n && row[i].touched; i++) {
		put.now = row[i].link;
		put.was = row[i].was;
		put.line = row[i].line;
		import_put(c->im, &put);
	}
}

/* In a closed year only rows that change nothing are accepted. */
static void check_year(struct chains *c, const struct group *g, size_t drafted_before)
{
	struct request *rq = c->im->in.rq;
	struct cell project;

	if (rq->n_event == drafted_before || !year_closed(rq->txn, c->im->in.scratch, g->year))
		return;
	import_row(c->im, g->first - 1);
	project = import_cell(c->im, CHAIN_PROJECT);
	(void)cell_refuse(&project, "year.closed", NULL);
}

/* Remarks what is wrong with the dates of the chain as the file makes it. */
static int remark(struct chains *c, const struct group *g, const struct chain *stored,
		  const struct link_row *row, size_t n)
{
	struct request *rq = c->im->in.rq;
	struct remark_list to = {rq->arena, &c->im->done->remark, &c->im->done->n_remark};
	Duban__Link **link = arena_alloc(c->im->in.scratch, (n + 1) * sizeof *link);
	struct chain now;
	int r;

	for (size_t i = 0; link && i < n; i++)
		link[i] = row[i].link;
	r = link ? chain_with(c->im->in.scratch, stored, link, n, &now) : -ENOMEM;
	if (r)
		return r;
	if (g->start)
		now.schedule.start = date_from_ymd(g->start);
	else if (!stored->record)
		now.schedule.start = date_of((int)g->year, 1, 1);
	return chain_remarks(rq, g->project, &now, &to);
}

static int read_group(struct chains *c, const struct group *g)
{
	struct import *im = c->im;
	struct link_row *row;
	struct chain stored;
	bool fine = true;
	size_t n = 0;
	int r = chain_load(im->in.rq->txn, im->in.scratch, g->project->num, g->year, &stored);

	if (r)
		return r;
	row = arena_alloc(im->in.scratch, (g->n + stored.n + 1) * sizeof *row);
	if (!row) {
		im->in.full = true;
		return 0;
	}
	for (uint32_t i = g->first; i && !im->in.full; i = c->next[i - 1]) {
		import_row(im, i - 1);
		fine = read_link(c, g, &stored, &row[n++]) && fine;
	}
	n = add_absent(c, g, &stored, row, n);
	if (fine && !im->in.full && link_rows_check(&im->in, row, n)) {
		size_t before = im->in.rq->n_event;

		put_chain(c, g, &stored, row, n);
		check_year(c, g, before);
		if (im->in.rq->n_event > before && stored.n)
			r = ease(c, g, &stored, row, n);
		if (!r)
			r = remark(c, g, &stored, row, n);
	}
	return r;
}

static void refuse_group(struct chains *c, const struct group *g)
{
	struct cell no;

	import_row(c->im, g->first - 1);
	no = import_cell(c->im, CHAIN_NO);
	(void)cell_refuse(&no, "chain.too_many_links",
			  arena_printf(c->im->in.scratch, "%d", LINKS_MAX));
}

static int read_groups(struct chains *c)
{
	for (size_t i = 0; i < c->n_group && !c->im->in.full; i++) {
		const struct group *g = &c->group[i];
		int r = 0;

		if (g->n > LINKS_MAX)
			refuse_group(c, g);
		else if (g->n)
			r = read_group(c, g);
		if (r)
			return r;
		arena_reset(c->im->in.scratch);
	}
	return 0;
}

static int read_chains(struct import *im)
{
	struct arena *a = im->in.rq->arena;
	struct import_map map = {.arena = a};
	struct chains c = {.im = im, .seen = map, .code = map, .unextended = {.seen = map}};
	int r;

	c.next = arena_alloc(a, (im->rows.n + 1) * sizeof *c.next);
	c.no = arena_alloc(a, (im->rows.n + 1) * sizeof *c.no);
	if (!c.next || !c.no) {
		im->in.full = true;
		return 0;
	}
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		if (!sort_row(&c, (uint32_t)i))
			check_cells(&c);
		arena_reset(im->in.scratch);
	}
	r = read_groups(&c);
	import_remark(im, "import.extension_ended", &c.unextended);
	return r;
}

static uint32_t chain_start(struct rows_out *s, const Duban__Link *l)
{
	struct key *k = key_u32(key_u32(KEY(), l->project), l->year);
	Duban__Chain *c = record_get(s->rq->txn, TABLE_chain, key_bytes(k),
				     &duban__chain__descriptor, s->scratch);

	return c ? c->start_date : 0;
}

static void write_link(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Link *l = out_record(s, value, &duban__link__descriptor);
	char text[LIMIT_TEXT_MAX];

	(void)key;
	if (!l || !out_shown(s, l))
		return;
	out_row(s);
	out_fields(s, l);
	out_date(s, CHAIN_START, chain_start(s, l));
	out_text(s, CHAIN_LINK + LINK_LIMIT,
		 limit_text((int)l->limit->kind, l->limit->n, l->limit->fixed_date, text));
}

RECORD_KIND(CHAINS, .read = read_chains, .write = write_link);
