/* What changed since the last issue: the figures as both issues print them. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/publication/publication.h"
#include "rules/publication/drafting.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { TENTHS = 10, WEEKS_SHOWN = 8 };

/* "12.3" in tenths. False: it is no number. */
static bool tenths_of(const char *text, int64_t *ret)
{
	char *end;
	long long whole;
	bool minus = *text == '-';

	if (!*text)
		return false;
	whole = strtoll(text, &end, 10);
	*ret = whole * TENTHS;
	if (*end == '.' && end[1] >= '0' && end[1] <= '9') {
		*ret += minus ? -(end[1] - '0') : end[1] - '0';
		end += 2;
	}
	return !*end;
}

static void put_change(struct drafting *x, const char *key)
{
	const struct place_set p = values_places(&x->values);
	const char *was = publication_figure(x->last, key);
	struct arena *a = x->s->arena;
	int64_t now = 0, then = 0, by;

	if (!was || !tenths_of(places_value(&p, key), &now) || !tenths_of(was, &then))
		return;
	by = now - then < 0 ? then - now : now - then;
	values_signed(&x->values, key,
		      arena_printf(a, by % TENTHS ? "%s%lld.%lld" : "%s%lld", now < then ? "-" : "",
				   (long long)by / TENTHS, (long long)by % TENTHS));
	values_text(&x->values, arena_printf(a, "%s_same", key), by ? "" : "=");
}

/* A row of 历期对照, of the figures as they were printed. */
static int put_issue(struct draft_list *list, const struct place_set *of, const char *number)
{
	static const char *const keys[] = {"until", "done", "rate", "started", "red", "yellow"};
	struct draft_values v = {.arena = list->x->s->arena};

	values_text(&v, "number", number);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		values_text(&v, keys[i], places_value(of, keys[i]));
	return draft_item(list, &v);
}

/* The last issues of the year about the list, and this one. */
static int put_weeks(struct drafting *x)
{
	struct draft_list list = draft_list_of(x, "weeks");
	struct publication_name n = {x->q->series, x->year, x->last->number};
	const struct place_set now = values_places(&x->values);
	const Duban__Publication *of[WEEKS_SHOWN];
	uint32_t next = publication_last_number(x->s->txn, x->q->series, x->year) + 1;
	size_t k = 0;
	int r = 0;

	if (!list.item)
		return 0;
	for (; n.number && k < WEEKS_SHOWN; n.number--) {
		of[k] = publication_get(x->s->txn, x->s->arena, &n);
		k += of[k] && of[k]->state == PUBLICATION_STATE(ISSUED) &&
		     strcmp(of[k]->list, x->q->list) == 0;
	}
	while (k && !r) {
		const Duban__Publication *p = of[--k];
		const struct place_set then = {p->figure, p->n_figure};

		r = put_issue(&list, &then, arena_printf(x->s->arena, "%u", p->number));
	}
	if (!r)
		r = put_issue(&list, &now, arena_printf(x->s->arena, "%u", next));
	draft_list_end(&list);
	return r;
}

/* The corrections that were issued since. */
static void put_corrected(struct drafting *x)
{
	struct publication_name n = {.series = PUBLICATION_SERIES(CORRECTION)};
	const char *text = "";

	while (publication_after(x->s->txn, &n)) {
		const Duban__Publication *p = publication_get(x->s->txn, x->s->arena, &n);

		if (p && p->state == PUBLICATION_STATE(ISSUED) && p->issued_date >= x->from &&
		    strcmp(p->list, x->q->list) == 0)
			text = arena_printf(x->s->arena, "%s%s%s", text, *text ? "、" : "",
					    p->document);
	}
	values_text(&x->values, "corrected", text);
}

int draft_changes(struct drafting *x)
{
	static const char *const keys[] = {"done", "rate",   "started", "started_all", "finished",
					   "red",  "yellow", "cleared", "library"};
	int r;

	put_corrected(x);
	/* since January: of another year there is nothing to compare */
	if (!x->last || x->last->until_date / 10000 != x->year)
		return txn_error(x->s->txn);
	values_number(&x->values, "last", x->last->number);
	values_day(&x->values, "last_until", x->last->until_date);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		put_change(x, keys[i]);
	r = put_weeks(x);
	return r ? r : txn_error(x->s->txn);
}
