#include "api/order/series.h"

#include <string.h>

#include "api/core/put.h"
#include "api/core/request.h"
#include "model/core/record.h"
#include "model/order/order.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { N_MAX = 99999, YEAR_DIGITS = 4, N_DIGITS = 5 };

static const char year_place[] = "{year}", n_place[] = "{n}";

/* The text, cut at its places. */
struct pattern {
	struct bytes before, between, after; /* `between` year and n; without a year all of it is
						before n */
	bool by_year;
};

static const char *text_of(struct bytes b)
{
	return b.data;
}

static bool cut(const char *text, struct pattern *ret)
{
	const char *n = strstr(text, n_place), *year = strstr(text, year_place);
	const char *from = year ? year + strlen(year_place) : text;

	if (!n || strstr(n + 1, n_place) || (year && (year > n || strstr(year + 1, year_place))))
		return false;
	*ret = (struct pattern){
	    .before = BYTES(text, year ? (size_t)(year - text) : 0),
	    .between = BYTES(from, (size_t)(n - from)),
	    .after = BYTES_STR(n + strlen(n_place)),
	    .by_year = year != NULL,
	};
	return true;
}

bool series_text_valid(const char *text)
{
	struct pattern p;

	return cut(text, &p) && !strpbrk(text_of(p.after), "{}") &&
	       p.before.size + p.between.size + p.after.size + YEAR_DIGITS + N_DIGITS <=
		   ORDER_NUMBER_MAX;
}

char *series_number(struct request *rq, const Duban__OrderSeries *s, uint32_t year, uint32_t n)
{
	struct pattern p;

	if (!cut(s->text, &p))
		return NULL;
	if (!p.by_year)
		return arena_printf(rq->arena, "%.*s%u%s", (int)p.between.size, text_of(p.between),
				    n, text_of(p.after));
	return arena_printf(rq->arena, "%.*s%u%.*s%u%s", (int)p.before.size, text_of(p.before),
			    year, (int)p.between.size, text_of(p.between), n, text_of(p.after));
}

/* Takes digits off the front of the text. 0: there are none, or too many. */
static uint32_t take_number(const char **io, size_t max)
{
	size_t size = strspn(*io, "0123456789");
	uint32_t n = 0;

	if (size > max || **io == '0')
		return 0;
	for (; size; size--)
		n = n * 10 + (uint32_t)(*(*io)++ - '0');
	return n;
}

static bool take_text(const char **io, struct bytes text)
{
	if (strncmp(*io, text_of(text), text.size) != 0)
		return false;
	*io += text.size;
	return true;
}

/* Is the number one of the series? */
static bool belongs(const Duban__OrderSeries *s, const char *number, uint32_t *ret_year,
		    uint32_t *ret_n)
{
	struct pattern p;
	const char *at = number;
	uint32_t year = 0, n;

	if (!cut(s->text, &p) || !take_text(&at, p.before))
		return false;
	if (p.by_year)
		year = take_number(&at, YEAR_DIGITS);
	if ((p.by_year && year == 0) || !take_text(&at, p.between))
		return false;
	n = take_number(&at, N_DIGITS);
	*ret_year = year;
	*ret_n = n;
	return n && strcmp(at, text_of(p.after)) == 0;
}

/* ---- what is given */

static void note(struct series_year *y, uint32_t n, uint8_t what)
{
	if (n > N_MAX)
		return;
	y->used += what == SERIES_ORDER && y->given[n] != SERIES_ORDER;
	if (y->given[n] != SERIES_ORDER)
		y->given[n] = what;
	if (n > y->last)
		y->last = n;
}

static void note_number(struct series_year *y, const char *number)
{
	uint32_t year, n;

	if (belongs(y->series, number, &year, &n) && year == y->year)
		note(y, n, SERIES_ORDER);
}

static void note_draft(struct series_year *y, const Duban__Event *ev)
{
	const Duban__VoidNumber *v;

	if (ev->body_case == DUBAN__EVENT__BODY_ORDER_ISSUED)
		note_number(y, ev->order_issued->order->number);
	if (ev->body_case != DUBAN__EVENT__BODY_VOID_NUMBER_PUT)
		return;
	v = ev->void_number_put->number;
	if (strcmp(v->series, y->series->name) == 0 && v->year == y->year)
		note(y, v->n, SERIES_VOID);
}

/* The numbers of the year stand together in the index. */
static struct key *index_prefix(struct key *k, const struct series_year *y)
{
	struct pattern p;
	char year[16];

	if (!cut(y->series->text, &p))
		return k;
	if (p.by_year)
		key_raw(key_raw(k, p.before),
			BYTES(year, (size_t)snprintf(year, sizeof year, "%u", y->year)));
	return key_raw(k, p.between);
}

int series_load(struct request *rq, const Duban__OrderSeries *series, uint32_t year,
		struct series_year *ret)
{
	struct series_year y = {.series = series, .year = year};
	struct scan s;

	if (!strstr(series->text, year_place))
		y.year = 0;
	y.given = arena_alloc(rq->arena, N_MAX + 1);
	if (!y.given)
		return -ENOMEM;
	memset(y.given, 0, N_MAX + 1);
	s = scan_start(rq->txn, TABLE_order_number, key_bytes(index_prefix(KEY(), &y)));
	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		note_number(&y, key_read_text(&k));
	}
	s = scan_start(rq->txn, TABLE_void_number,
		       key_bytes(key_u32(key_text(KEY(), series->name), y.year)));
	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_text(&k);
		(void)key_read_u32(&k);
		note(&y, key_read_u32(&k), SERIES_VOID);
	}
	for (size_t i = 0; i < rq->n_event; i++)
		note_draft(&y, rq->event[i]);
	*ret = y;
	return txn_error(rq->txn);
}

uint32_t series_next(const struct series_year *y)
{
	uint32_t first = y->series->first ? y->series->first : 1;

	return y->last + 1 > first ? y->last + 1 : first;
}

/* ---- drawing and taking */

/* The series that serves the kind: one of its own, else one for all; the first by name. */
static Duban__OrderSeries *serving(struct request *rq, Duban__OrderKind kind)
{
	struct scan s = scan_start(rq->txn, TABLE_order_series, BYTES("", 0));
	Duban__OrderSeries *general = NULL;

	while (scan_next(&s)) {
		Duban__OrderSeries *one =
		    record_unpack(rq->txn, s.value, &duban__order_series__descriptor, rq->arena);

		if (!one || one->kind == kind)
			return one;
		if (!one->kind && !general)
			general = one;
	}
	return general;
}

int series_draw(struct request *rq, Duban__OrderKind kind, uint32_t year, char **ret)
{
	Duban__OrderSeries *s = serving(rq, kind);
	struct series_year y;
	int r = s ? series_load(rq, s, year, &y) : txn_error(rq->txn);

	if (r)
		return r;
	if (!s)
		return request_refuse(rq, STATUS_CONFLICT, "order.no_series", NULL);
	if (series_next(&y) > N_MAX)
		return request_refuse(rq, STATUS_CONFLICT, "series.used_up", s->name, NULL);
	*ret = series_number(rq, s, year, series_next(&y));
	return *ret ? 0 : -ENOMEM;
}

static int draft_void(struct request *rq, const struct series_year *y, uint32_t n,
		      const char *reason)
{
	Duban__VoidNumber now = DUBAN__VOID_NUMBER__INIT;
	struct put p = {.body = DUBAN__EVENT__BODY_VOID_NUMBER_PUT, .is_new = true};

	now.series = y->series->name;
	now.year = y->year;
	now.n = n;
	now.reason = (char *)(uintptr_t)reason;
	if (!put_pack(rq->arena, &now, &p.now))
		return -ENOMEM;
	return put_event(rq, &p) ? 0 : -ENOMEM;
}

static int take(struct request *rq, const struct series_year *y, uint32_t n, const char *skipped)
{
	uint32_t from = series_next(y);
	int r = 0;

	if (n <= from)
		return 0;
	if (n - from > SERIES_SKIP_MAX)
		return request_refuse(rq, STATUS_INVALID, "series.skips_too_many",
				      series_number(rq, y->series, y->year, from),
				      arena_printf(rq->arena, "%d", SERIES_SKIP_MAX), NULL);
	if (!*skipped)
		return request_refuse(rq, STATUS_INVALID, "series.skips",
				      series_number(rq, y->series, y->year, from), NULL);
	for (uint32_t i = from; i < n && !r; i++)
		r = draft_void(rq, y, i, skipped);
	return r;
}

int series_take(struct request *rq, const char *number, const char *skipped)
{
	struct scan s = scan_start(rq->txn, TABLE_order_series, BYTES("", 0));
	int r = request_text(rq, "skipped", skipped, REASON_MAX, false);

	while (!r && scan_next(&s)) {
		Duban__OrderSeries *one =
		    record_unpack(rq->txn, s.value, &duban__order_series__descriptor, rq->arena);
		struct series_year y;
		uint32_t year, n;

		if (!one || !belongs(one, number, &year, &n))
			continue;
		r = series_load(rq, one, year, &y);
		return r ? r : take(rq, &y, n, skipped);
	}
	return r ? r : txn_error(rq->txn);
}
