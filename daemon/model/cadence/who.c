#include "model/cadence/who.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

#define UNIT "unit:"
#define UNIT_BITS(kind) (1u << DUBAN__UNIT_KIND__UNIT_KIND_##kind)

enum who_part { PART_NONE, PART_UNITS, PART_SECTORS, PART_REVIEWERS };

static const struct word {
	const char *text;
	enum who_part part;
	unsigned kinds; /* of units */
} words[] = {
    {"units", PART_UNITS, 0},
    {"sectors", PART_SECTORS, 0},
    {"reviewers", PART_REVIEWERS, 0},
    {"counties", PART_NONE, UNIT_BITS(COUNTY) | UNIT_BITS(ZONE)},
    {"municipal", PART_NONE, UNIT_BITS(MUNICIPAL)},
    {"departments", PART_NONE, UNIT_BITS(SECTOR)},
    {"office", PART_NONE, UNIT_BITS(OFFICE)},
    {"supervision", PART_NONE, UNIT_BITS(SUPERVISION)},
};

/* The next word of *io, which moves behind it; its length is *ret_n. NULL: no more. */
static const char *next_word(const char **io, size_t *ret_n)
{
	const char *s = *io;

	if (!s || !*s)
		return NULL;
	*ret_n = strcspn(s, ";");
	*io = s[*ret_n] ? s + *ret_n + 1 : NULL;
	return s;
}

static const struct word *word_of(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].text) == n && strncmp(words[i].text, s, n) == 0)
			return &words[i];
	return NULL;
}

static bool names_unit(const char *s, size_t n)
{
	return n > strlen(UNIT) && strncmp(s, UNIT, strlen(UNIT)) == 0;
}

bool who_valid(const char *who, const char **ret_bad)
{
	const char *s;
	size_t n;

	*ret_bad = who;
	if (!*who)
		return false;
	while ((s = next_word(&who, &n)))
		if (!word_of(s, n) && !names_unit(s, n)) {
			*ret_bad = s;
			return false;
		}
	return true;
}

bool who_reports(const Duban__Project *p)
{
	return p->stage >= STAGE(PLANNED_START) && p->stage <= STAGE(COMPLETED);
}

/* A search for units. */
struct who_search {
	struct txn *txn;
	struct arena *arena, *project; /* `project`: for one project */
	struct who_known *known;
	int verdict;
};

/* Reads the unit's projects up to the first to which it is that. */
static void look_for(struct who_search *f, enum who_part part, struct unit_parts *io)
{
	struct scan s = scan_start(f->txn, TABLE_project_unit, key_bytes(key_u32(KEY(), io->unit)));

	while (!(io->parts & (1u << part))) {
		struct key_reader k;
		const Duban__Project *p;

		io->all = !scan_next(&s);
		if (io->all)
			return;
		k = (struct key_reader){.rest = s.key, .ok = true};
		arena_reset(f->project);
		(void)key_read_u32(&k);
		p = project_get(f->txn, f->project, key_read_u32(&k));
		if (!p || !who_reports(p))
			continue;
		if (p->unit == io->unit)
			io->parts |= 1u << PART_UNITS;
		if (p->sector == io->unit)
			io->parts |= 1u << PART_SECTORS;
	}
}

/* NULL: no memory. */
static struct unit_parts *known_of(struct who_search *f, uint32_t unit)
{
	struct who_known *k = f->known;
	struct unit_parts *grown;

	for (size_t i = 0; i < k->n; i++)
		if (k->of[i].unit == unit)
			return &k->of[i];
	grown = arena_grow(f->arena, k->of, k->n, sizeof *grown);
	if (!grown) {
		f->verdict = -ENOMEM;
		return NULL;
	}
	k->of = grown;
	grown[k->n] = (struct unit_parts){.unit = unit};
	return &grown[k->n++];
}

static bool has(struct who_search *f, uint32_t unit, enum who_part part)
{
	struct unit_parts *of = known_of(f, unit);

	if (of && !of->all)
		look_for(f, part, of);
	return of && (of->parts & (1u << part));
}

/* Is the unit above one that has projects? It reviews those without a department. */
static bool is_above(struct who_search *f, uint32_t unit)
{
	struct scan s = scan_start(f->txn, TABLE_unit_child, key_bytes(key_u32(KEY(), unit)));

	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_u32(&k);
		if (has(f, key_read_u32(&k), PART_UNITS))
			return true;
	}
	return false;
}

static bool has_part(struct who_search *f, uint32_t unit, enum who_part part)
{
	switch (part) {
	case PART_UNITS:
	case PART_SECTORS:
		return has(f, unit, part);
	case PART_REVIEWERS:
		return has(f, unit, PART_SECTORS) || is_above(f, unit);
	default:
		return false;
	}
}

static bool meant(struct who_search *f, const char *who, const Duban__Unit *u)
{
	const char *s;
	size_t n;

	while ((s = next_word(&who, &n))) {
		const struct word *w = word_of(s, n);

		if (w && ((w->kinds & (1u << u->kind)) || has_part(f, u->num, w->part)))
			return true;
		if (names_unit(s, n) && strlen(u->id) == n - strlen(UNIT) &&
		    strncmp(u->id, s + strlen(UNIT), strlen(u->id)) == 0)
			return true;
	}
	return false;
}

int who_units(struct txn *t, struct arena *a, const char *who, struct who_known *io,
	      struct who_units *ret)
{
	_cleanup_(arena_freep) struct arena *one = NULL, *project = NULL;
	struct scan s = scan_start(t, TABLE_unit, BYTES("", 0));
	struct who_search f = {.txn = t, .arena = a, .known = io};
	uint32_t *all = NULL;
	size_t n = 0;
	int r = arena_new(&one, WIRE_ARENA_MAX);

	if (!r)
		r = arena_new(&project, WIRE_ARENA_MAX);
	f.project = project;
	while (!r && scan_next(&s)) {
		const Duban__Unit *u;

		arena_reset(one);
		u = record_unpack(t, s.value, &duban__unit__descriptor, one);
		if (!u || !meant(&f, who, u))
			continue;
		all = arena_grow(a, all, n, sizeof *all);
		if (all)
			all[n++] = u->num;
		r = all ? f.verdict : -ENOMEM;
	}
	*ret = (struct who_units){.unit = all, .n = n};
	r = r ? r : f.verdict;
	return r ? r : txn_error(t);
}
