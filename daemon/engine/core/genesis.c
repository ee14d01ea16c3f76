/* The first events of a fresh store, in one group: the store itself, the shipped calendar notice by
 * notice, the default parameters with their sources. */
#include "engine/core/genesis.h"

#include "base/arena.h"
#include "base/data.h"
#include "engine/core/apply.h"
#include "engine/core/config.h"
#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "store/db/db.h"
#include "store/journal/journal.h"

enum { COLUMNS = 4, EVENTS_MAX = 512 };

struct genesis_making {
	struct arena *arena;
	Duban__Event *event[EVENTS_MAX];
	size_t n;
};

static Duban__Event *make(struct genesis_making *m, Duban__Event__BodyCase body)
{
	Duban__Event *ev = arena_alloc(m->arena, sizeof *ev);

	if (!ev)
		return NULL;
	assert(m->n < EVENTS_MAX);
	duban__event__init(ev);
	ev->body_case = body;
	m->event[m->n++] = ev;
	return ev;
}

/* Uses the journal's epoch: after an interrupted creation the journal has one already. */
static int make_store(struct genesis_making *m, const struct engine_config *c, struct journal *j)
{
	uint8_t epoch[EPOCH_SIZE];
	Duban__Event *ev = make(m, DUBAN__EVENT__BODY_STORE_CREATED);
	Duban__StoreCreated *b = arena_alloc(m->arena, sizeof *b);

	if (!ev || !b)
		return -ENOMEM;
	duban__store_created__init(b);
	journal_epoch(j, epoch);
	b->epoch = (ProtobufCBinaryData){EPOCH_SIZE, arena_dup(m->arena, epoch, EPOCH_SIZE)};
	b->zone = arena_str(m->arena, c->zone);
	b->zone_minutes = c->zone_minutes;
	b->simulated = c->simulated;
	b->notices = true;
	ev->store_created = b;
	return b->zone && b->epoch.data ? 0 : -ENOMEM;
}

/* ---- the calendar: consecutive rows with the same source form one notice */

struct shipped_row {
	date_t date;
	int kind;
	char *name, *source;
};

static bool row_parse(char *line, struct shipped_row *ret)
{
	char *cell[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
		cell[i] = strsep(&line, ",");
	if (!cell[COLUMNS - 1] || !date_parse(cell[0], &ret->date))
		return false;
	ret->kind = strcmp(cell[1], "holiday") == 0 ? DUBAN__DAY_KIND__DAY_KIND_HOLIDAY
						    : DUBAN__DAY_KIND__DAY_KIND_WORKDAY;
	ret->name = cell[2];
	ret->source = cell[3];
	return true;
}

static int row_year(const struct shipped_row *r)
{
	int y, m, d;

	date_split(r->date, &y, &m, &d);
	return y;
}

/* The year a notice is for: the one most of its days are in, since a notice may begin in the year
 * before. */
static uint32_t settles(const struct shipped_row *rows, size_t n)
{
	size_t last = 0;
	int y = row_year(&rows[n - 1]);

	for (size_t i = 0; i < n; i++)
		last += row_year(&rows[i]) == y;
	return (uint32_t)(2 * last >= n ? y : row_year(&rows[0]));
}

static int make_notice(struct genesis_making *m, const struct shipped_row *rows, size_t n,
		       uint32_t version)
{
	Duban__Event *ev = make(m, DUBAN__EVENT__BODY_CALENDAR_PUBLISHED);
	Duban__CalendarPublished *b = arena_alloc(m->arena, sizeof *b);
	Duban__Calendar *c = arena_alloc(m->arena, sizeof *c);

	if (!ev || !b || !c)
		return -ENOMEM;
	duban__calendar_published__init(b);
	duban__calendar__init(c);
	b->calendar = c;
	ev->calendar_published = b;
	c->version = version;
	c->document = rows[0].source;
	c->year = settles(rows, n);
	c->day = arena_alloc(m->arena, n * sizeof *c->day);
	if (!c->day)
		return -ENOMEM;
	for (; c->n_day < n; c->n_day++) {
		Duban__CalendarDay *d = arena_alloc(m->arena, sizeof *d);

		if (!d)
			return -ENOMEM;
		duban__calendar_day__init(d);
		d->day_date = date_ymd(rows[c->n_day].date);
		d->kind = (Duban__DayKind)rows[c->n_day].kind;
		d->name = rows[c->n_day].name;
		c->day[c->n_day] = d;
	}
	return 0;
}

static int make_calendar(struct genesis_making *m)
{
	struct bytes csv = data_calendar();
	char *rest = arena_strn(m->arena, csv.data, csv.size), *line;
	struct shipped_row *rows = NULL;
	uint32_t version = 0;
	size_t n = 0;
	int r = 0;

	(void)strsep(&rest, "\n");
	while ((line = strsep(&rest, "\n"))) {
		rows = arena_grow(m->arena, rows, n, sizeof *rows);
		if (!rows)
			return -ENOMEM;
		if (row_parse(line, &rows[n]))
			n++;
	}
	for (size_t from = 0, to; from < n && !r; from = to) {
		for (to = from + 1; to < n; to++)
			if (strcmp(rows[to].source, rows[from].source) != 0)
				break;
		r = make_notice(m, rows + from, to - from, ++version);
	}
	return r;
}

static int make_parameters(struct genesis_making *m)
{
	const struct parameter_def *d;
	size_t n = parameter_defs(&d);

	for (size_t i = 0; i < n; i++) {
		Duban__Event *ev = make(m, DUBAN__EVENT__BODY_PARAMETER_SET);
		Duban__ParameterSet *b = arena_alloc(m->arena, sizeof *b);
		Duban__Parameter *p = arena_alloc(m->arena, sizeof *p);

		if (!ev || !b || !p)
			return -ENOMEM;
		duban__parameter_set__init(b);
		duban__parameter__init(p);
		p->key = (char *)(uintptr_t)d[i].key;
		p->value = (char *)(uintptr_t)d[i].value;
		p->source = (char *)(uintptr_t)d[i].basis;
		p->scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
		b->parameter = p;
		ev->parameter_set = b;
	}
	return 0;
}

int genesis(struct engine *e, const struct engine_config *c)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct genesis_making m = {.n = 0};
	int r = arena_new(&a, WIRE_ARENA_MAX);

	if (r)
		return r;
	m.arena = a;
	e->now = c->now;
	e->zone_minutes = c->zone_minutes;
	r = make_store(&m, c, e->journal);
	if (!r)
		r = make_calendar(&m);
	if (!r)
		r = make_parameters(&m);
	if (!r)
		r = engine_apply(e, m.event, m.n, &author_system, true);
	if (!r)
		/* Drop the sweep that these events asked for: there are no subjects yet. */
		due_clear(e->txn);
	return r ? r : engine_sync(e);
}
