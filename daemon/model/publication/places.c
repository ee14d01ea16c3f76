#include "model/publication/places.h"

#include <string.h>

#include "base/arena.h"

static const char *find(const struct place_set *p, const char *key, size_t size)
{
	for (size_t i = 0; i < p->n; i++)
		if (strlen(p->figure[i]->key) == size && memcmp(p->figure[i]->key, key, size) == 0)
			return p->figure[i]->value;
	return NULL;
}

const char *places_value(const struct place_set *p, const char *key)
{
	const char *value = find(p, key, strlen(key));

	return value ? value : "";
}

struct place_filling {
	struct arena *arena;
	const struct place_set *places;
	char *text; /* NULL: no memory */
	size_t size, room;
};

static void append(struct place_filling *f, const char *s, size_t n)
{
	if (f->text && f->size + n + 1 > f->room) {
		size_t room = 2 * (f->size + n + 1);
		char *grown = arena_alloc(f->arena, room);

		if (grown)
			memcpy(grown, f->text, f->size);
		f->text = grown;
		f->room = room;
	}
	if (!f->text)
		return;
	memcpy(f->text + f->size, s, n);
	f->size += n;
	f->text[f->size] = '\0';
}

static struct place_filling filling_of(struct arena *a, const struct place_set *p)
{
	enum { FIRST = 256 };
	struct place_filling f = {
	    .arena = a, .places = p, .text = arena_alloc(a, FIRST), .room = FIRST};

	return f;
}

/* Up to `end`, with the values in the places. A brace that nothing closes is text. */
static void put_filled(struct place_filling *f, const char *from, const char *end)
{
	while (from < end) {
		const char *open = memchr(from, '{', (size_t)(end - from));
		const char *close = open ? memchr(open, '}', (size_t)(end - open)) : NULL;
		const char *value;

		if (!close) {
			append(f, from, (size_t)(end - from));
			return;
		}
		append(f, from, (size_t)(open - from));
		value = find(f->places, open + 1, (size_t)(close - open - 1));
		if (value)
			append(f, value, strlen(value));
		from = close + 1;
	}
}

static bool says(const char *value)
{
	return value && *value && strcmp(value, "0") != 0;
}

/* At the brace that ends the part, whose places have braces of their own. */
static const char *part_end(const char *from)
{
	for (unsigned deep = 0; *from && (deep || *from != '}'); from++)
		deep = *from == '{' ? deep + 1 : *from == '}' ? deep - 1 : deep;
	return from;
}

char *places_decide(struct arena *a, const struct place_set *p, const char *text)
{
	struct place_filling f = filling_of(a, p);

	while (*text) {
		const char *part = strstr(text, "{?"), *end;
		size_t name;

		append(&f, text, part ? (size_t)(part - text) : strlen(text));
		if (!part)
			break;
		part += 2;
		name = strcspn(part, ":}");
		end = part_end(part);
		if (part[name] == ':' && says(find(p, part, name)))
			append(&f, part + name + 1, (size_t)(end - part) - name - 1);
		text = end + (*end == '}');
	}
	return f.text;
}

char *places_fill(struct arena *a, const struct place_set *p, const char *text)
{
	struct place_filling f = filling_of(a, p);
	const char *decided = places_decide(a, p, text);

	if (!decided)
		return NULL;
	put_filled(&f, decided, decided + strlen(decided));
	return f.text;
}

const char *places_unknown(struct arena *a, const struct place_set *p, const char *text)
{
	while ((text = strchr(text, '{'))) {
		size_t name = strcspn(++text, "}");

		if (text[name] != '}' || !find(p, text, name))
			return arena_strn(a, text, name);
		text += name;
	}
	return NULL;
}
