#include "rules/publication/values.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "text/rate.h"

void values_text(struct draft_values *v, const char *key, const char *text)
{
	Duban__PublicationFigure *f = arena_alloc(v->arena, sizeof *f);
	Duban__PublicationFigure **grown =
	    f ? arena_grow(v->arena, v->figure, v->n, sizeof *grown) : NULL;

	if (grown) {
		duban__publication_figure__init(f);
		f->key = arena_str(v->arena, key);
		f->value = text ? arena_str(v->arena, text) : NULL;
	}
	if (!grown || !f->key || !f->value) {
		v->failed = true;
		return;
	}
	v->figure = grown;
	grown[v->n++] = f;
}

void values_number(struct draft_values *v, const char *key, int64_t n)
{
	values_text(v, key, arena_printf(v->arena, "%lld", (long long)n));
}

void values_yi(struct draft_values *v, const char *key, int64_t fen)
{
	enum { FEN_PER_TENTH = 1000000000, TENTHS = 10 };
	int64_t size = fen < 0 ? -fen : fen, tenths = (size + FEN_PER_TENTH / 2) / FEN_PER_TENTH;
	const char *sign = fen < 0 && tenths ? "-" : "";

	if (tenths % TENTHS)
		values_text(v, key,
			    arena_printf(v->arena, "%s%lld.%lld", sign, (long long)tenths / TENTHS,
					 (long long)tenths % TENTHS));
	else
		values_text(v, key,
			    arena_printf(v->arena, "%s%lld", sign, (long long)tenths / TENTHS));
}

void values_rate(struct draft_values *v, const char *key, __int128 part, __int128 whole)
{
	char text[RATE_TEXT_MAX];

	values_text(v, key, rate_text(part, whole, text));
}

void values_signed(struct draft_values *v, const char *key, const char *number)
{
	bool down = *number == '-', none = strcmp(number, "0") == 0;

	values_text(v, arena_printf(v->arena, "%s_up", key), down || none ? "" : number);
	values_text(v, arena_printf(v->arena, "%s_down", key), down ? number + 1 : "");
}

void values_day(struct draft_values *v, const char *key, uint32_t ymd)
{
	uint32_t year = ymd / 10000, month = ymd / 100 % 100, day = ymd % 100;

	if (!ymd)
		values_text(v, key, "");
	else if (year == v->year)
		values_text(v, key, arena_printf(v->arena, "%u月%u日", month, day));
	else
		values_text(v, key, arena_printf(v->arena, "%u年%u月%u日", year, month, day));
}

struct place_set values_places(const struct draft_values *v)
{
	return (struct place_set){v->figure, v->n};
}
