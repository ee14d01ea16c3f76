/* Import of calendars: a holiday notice, or the city's own days. A file becomes one version for
 * each year that it covers; days that are known already make no event. Days that notices of such a
 * year name and the file does not are named in the answer; with `replace` they no longer apply. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "api/report/days.h"
#include "model/core/counter.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "text/date.h"

/* A year with fewer days in the file is mentioned but not covered: a notice includes days of the
 * December before, and a correction names two or three days. */
#define SETTLES_MIN 7
/* Leaves space for the document and the fields around the days. */
#define VERSION_BYTES (VALUE_MAX - 2048)
#define YEARS (DATE_MAX / 10000 + 1)

enum { DAY_DATE, DAY_KIND, DAY_NAME, DAY_SOURCE, DAY_YEAR, DAY_OVERRIDE };

struct day_row {
	uint32_t ymd, year; /* year: of the version that it goes into, 0 = an override */
	Duban__DayKind kind;
	const char *name, *source;
	bool changed, override;
	bool told; /* the row names the notice that it is from */
};

struct days {
	struct import *im;
	struct import_map seen;
	struct days_known known;
	struct day_row *row;
	size_t n;
	uint32_t of_year[YEARS]; /* rows */
	uint32_t most;		 /* the year with the most rows */
	uint32_t version;
};

/* Is the file an export? There each day names the notice that it is from, and the notices are kept
 * apart. */
static bool tells_year(const struct days *d)
{
	return d->im->place[DAY_YEAR] >= 0;
}

static void count(struct days *d, struct day_row *row, const Duban__CalendarDay *known)
{
	Duban__ImportDone *done = d->im->done;
	bool nothing = !known && row->kind == DUBAN__DAY_KIND__DAY_KIND_REGULAR && !tells_year(d);

	if (known)
		nothing = known->kind == row->kind && strcmp(known->name, row->name) == 0;
	row->changed = !nothing;
	done->unchanged += nothing;
	done->created += !nothing && !known;
	done->updated += !nothing && known;
}

static void read_day(struct days *d)
{
	struct import *im = d->im;
	struct cell date = import_cell(im, DAY_DATE), kind_cell = import_cell(im, DAY_KIND);
	struct cell name = import_cell(im, DAY_NAME), source = import_cell(im, DAY_SOURCE);
	struct day_row *row = &d->row[d->n];
	struct cell year_cell = import_cell(im, DAY_YEAR), own = import_cell(im, DAY_OVERRIDE);
	const Duban__CalendarDay *known;
	struct checks all = {0};
	bool override = im->request->city_override;
	uint32_t year = 0;
	char *text = (char *)protobuf_c_empty_string;
	uint32_t ymd = 0;
	int kind = 0;

	if (!cell_required(&date) || !cell_date(&date, &ymd) ||
	    !import_key(im, &d->seen, &date, date.text))
		return;
	known = days_find(&d->known, ymd);
	if (known) {
		kind = (int)known->kind;
		text = known->name;
	}
	checks_fine(&all, cell_year(&year_cell, &year));
	checks_fine(&all, cell_bool(&own, &override));
	checks_fine(&all, kind != 0 || cell_required(&kind_cell));
	checks_fine(&all, cell_enum(&kind_cell, &duban__day_kind__descriptor, &kind));
	checks_fine(&all, cell_text(&name, NAME_MAX_BYTES, &text));
	if (!checks_passed(&all))
		return;
	*row = (struct day_row){
	    .ymd = ymd, .kind = (Duban__DayKind)kind, .name = text, .source = source.text};
	row->year = year;
	row->override = override;
	row->told = tells_year(d);
	count(d, row, known);
	d->of_year[ymd / 10000]++;
	d->n++;
}

static bool settles(const struct days *d, uint32_t year)
{
	return year < YEARS && d->of_year[year] >= SETTLES_MIN;
}

static uint32_t year_of(const struct days *d, const struct day_row *row)
{
	const Duban__ImportCommitRequest *q = d->im->request;
	uint32_t year = row->ymd / 10000;

	if (row->override || tells_year(d))
		return row->override ? 0 : row->year;
	if (q->year)
		return q->year;
	if (settles(d, year))
		return year;
	return settles(d, year + 1) && row->ymd / 100 % 100 == 12 ? year + 1 : d->most;
}

static int by_version(const void *a, const void *b)
{
	const struct day_row *x = a, *y = b;

	int r = strcmp(x->source, y->source);

	if (x->override != y->override)
		return x->override ? 1 : -1;
	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	if (x->told && r)
		return r;
	return (x->ymd > y->ymd) - (x->ymd < y->ymd);
}

static void sort_days(struct days *d)
{
	for (uint32_t y = 0; y < YEARS; y++)
		if (d->of_year[y] > d->of_year[d->most])
			d->most = y;
	for (size_t i = 0; i < d->n; i++)
		d->row[i].year = year_of(d, &d->row[i]);
	if (d->n)
		qsort(d->row, d->n, sizeof *d->row, by_version);
}

/* The document: as given in the request, else the distinct sources of the rows, else the file's
 * name. */
static char *document_of(struct days *d, const struct day_row *row, size_t n)
{
	const Duban__ImportCommitRequest *q = d->im->request;
	struct arena *a = d->im->in.rq->arena;
	char *text = (char *)protobuf_c_empty_string;

	if (*q->document)
		return q->document;
	for (size_t i = 0; i < n; i++) {
		const char *s = row[i].source;
		char *more;

		if (!*s || strstr(text, s) || strlen(text) + strlen(s) + 2 > NAME_MAX_BYTES)
			continue;
		more = arena_printf(a, "%s%s%s", text, *text ? "; " : "", s);
		if (more)
			text = more;
	}
	return *text ? text : q->file;
}

/* Is the file the notice of this year: does it cover it, or is it asked to replace it? */
static bool is_truth_of(const struct days *d, uint32_t year)
{
	bool replace = d->im->request->replace;

	for (size_t i = 0; i < d->n; i++)
		if (d->row[i].year == year && !d->row[i].override)
			return replace || settles(d, year);
	return false;
}

static bool in_file(const struct days *d, uint32_t ymd)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->row[i].ymd == ymd)
			return true;
	return false;
}

/* Is this known day of a notice of `year` not in the file any more? */
static bool is_dropped(const struct days *d, size_t i, uint32_t year)
{
	return d->known.of[i]->year == year && !d->known.of[i]->city_override &&
	       !in_file(d, d->known.day[i]->day_date);
}

static bool drops_any(const struct days *d, uint32_t year)
{
	for (size_t i = 0; i < d->known.n; i++)
		if (is_dropped(d, i, year))
			return true;
	return false;
}

static void name_dropped(struct days *d)
{
	for (size_t i = 0; i < d->known.n && !tells_year(d); i++) {
		uint32_t year = d->known.of[i]->year;
		char day[DATE_TEXT_MAX];

		if (year && is_truth_of(d, year) && is_dropped(d, i, year))
			import_absent_one(d->im, ymd_text(d->known.day[i]->day_date, day));
	}
}

static Duban__CalendarDay *make_day(struct arena *a, const struct day_row *row)
{
	Duban__CalendarDay *day = arena_alloc(a, sizeof *day);
	char *name = arena_str(a, row->name);

	if (!day || !name)
		return NULL;
	duban__calendar_day__init(day);
	day->day_date = row->ymd;
	day->kind = row->kind;
	day->name = name;
	return day;
}

/* Takes as many rows as fit into one stored value; NULL: no memory. */
static Duban__Calendar *make_version(struct days *d, const struct day_row *row, size_t n)
{
	struct arena *a = d->im->in.rq->arena;
	Duban__Calendar *c = arena_alloc(a, sizeof *c);
	size_t bytes = 0;

	if (!c)
		return NULL;
	duban__calendar__init(c);
	for (size_t i = 0; i < n && bytes <= VERSION_BYTES - NAME_MAX_BYTES; i++) {
		c->day = arena_grow(a, c->day, i, sizeof *c->day);
		if (!c->day)
			return NULL;
		c->day[i] = make_day(a, &row[i]);
		if (!c->day[i])
			return NULL;
		bytes += duban__calendar_day__get_packed_size(c->day[i]) + 4;
		c->n_day++;
	}
	c->version = ++d->version;
	c->document = document_of(d, row, c->n_day);
	c->city_override = row->override;
	c->year = row->year;
	return c;
}

/* `first`: of the versions of a year, which are several if the days do not fit into one. */
static size_t put_version(struct days *d, const struct day_row *row, size_t n, bool first)
{
	struct request *rq = d->im->in.rq;
	Duban__Calendar *c = make_version(d, row, n);
	Duban__CalendarPublished *body = c ? arena_alloc(rq->arena, sizeof *body) : NULL;
	Duban__Event *e = body ? request_event(rq) : NULL;

	if (!e) {
		d->im->in.full = true;
		return n;
	}
	duban__calendar_published__init(body);
	body->calendar = c;
	c->replaces = first && d->im->request->replace && c->year;
	e->body_case = DUBAN__EVENT__BODY_CALENDAR_PUBLISHED;
	e->calendar_published = body;
	import_drafted(d->im, e, 0);
	return c->n_day;
}

/* Puts the rows of one year; no event if all days are known and the year is covered already. */
static void put_year(struct days *d, const struct day_row *row, size_t n)
{
	bool changed = row->year && !days_settled(&d->known, row->year);

	changed = changed || (row->year && d->im->request->replace && drops_any(d, row->year));

	for (size_t i = 0; i < n; i++)
		changed = changed || row[i].changed;
	for (size_t i = 0; changed && i < n && !d->im->in.full;)
		i += put_version(d, row + i, n - i, i == 0);
}

static bool one_notice(const struct day_row *x, const struct day_row *y)
{
	return x->year == y->year && x->override == y->override &&
	       (!x->told || strcmp(x->source, y->source) == 0);
}

static void put_days(struct days *d)
{
	size_t n;

	for (size_t i = 0; i < d->n && !d->im->in.full; i += n) {
		for (n = 1; i + n < d->n && one_notice(&d->row[i], &d->row[i + n]); n++)
			;
		put_year(d, d->row + i, n);
	}
}

/* Checks the fields that are in the request rather than in a row. */
static void check_request(struct import *im)
{
	const Duban__ImportCommitRequest *q = im->request;
	struct cell document = cell_make(&im->in, 0, "document", q->document);
	struct cell year = cell_make(&im->in, 0, "year", "");
	struct cell replace = cell_make(&im->in, 0, "replace", "");
	char *text = NULL;

	if (q->replace && q->city_override)
		(void)cell_refuse(&replace, "calendar.replace_override", NULL);
	(void)cell_text(&document, NAME_MAX_BYTES, &text);
	if (q->year && (q->year < DATE_MIN / 10000 || q->year > DATE_MAX / 10000))
		(void)cell_refuse(
		    &year, "cell.out_of_range",
		    arena_printf(im->in.scratch, "%d-%d", DATE_MIN / 10000, DATE_MAX / 10000));
}

static int read_calendar(struct import *im)
{
	struct arena *a = im->in.rq->arena;
	struct days *d = arena_alloc(a, sizeof *d);
	int r = d ? days_known(im->in.rq->txn, a, UINT32_MAX, &d->known) : 0;

	if (r)
		return r;
	if (d) {
		d->im = im;
		d->seen.arena = a;
		d->version = counter_last(im->in.rq->txn, "calendar");
		d->row = arena_alloc(a, (im->rows.n + 1) * sizeof *d->row);
	}
	if (!d || !d->row) {
		im->in.full = true;
		return 0;
	}
	check_request(im);
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_day(d);
		arena_reset(im->in.scratch);
	}
	sort_days(d);
	if (im->in.problems == 0) {
		name_dropped(d);
		put_days(d);
	}
	return 0;
}

/* Writes the days in force at the last version: each date once, whichever notice it is from. */
static void write_day(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Calendar *c = out_record(s, value, &duban__calendar__descriptor);
	struct days_known d;

	(void)key;
	if (!c || c->version != counter_last(s->rq->txn, "calendar") || !out_city(s, 0, 0))
		return;
	s->error = days_known(s->rq->txn, s->scratch, UINT32_MAX, &d);
	for (size_t i = 0; !s->error && i < d.n; i++) {
		if (s->filter->year && d.day[i]->day_date / 10000 != s->filter->year)
			continue;
		out_row(s);
		out_date(s, DAY_DATE, d.day[i]->day_date);
		out_enum(s, DAY_KIND, &duban__day_kind__descriptor, (int)d.day[i]->kind);
		out_text(s, DAY_NAME, d.day[i]->name);
		out_text(s, DAY_SOURCE, d.of[i]->document);
		out_number(s, DAY_YEAR, d.of[i]->year);
		out_bool(s, DAY_OVERRIDE, d.of[i]->city_override);
	}
}

RECORD_KIND(CALENDAR, .read = read_calendar, .write = write_day);
