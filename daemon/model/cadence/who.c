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

/* What the unit is to its projects: which parts of `wanted`, as bits. Empties the arena. */
static unsigned parts_of(struct txn *t, struct arena *a, uint32_t unit, unsigned wanted)
{
	struct scan s = scan_start(t, TABLE_project_unit, key_bytes(key_u32(KEY(), unit)));
	unsigned has = 0;

	while ((has & wanted) != wanted && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		const Duban__Project *p;

		arena_reset(a);
		(void)key_read_u32(&k);
		p = project_get(t, a, key_read_u32(&k));
		if (!p || !who_reports(p))
			continue;
		if (p->unit == unit)
			has |= 1u << PART_UNITS;
		if (p->sector == unit)
			has |= 1u << PART_SECTORS;
	}
	return has & wanted;
}

/* Is the unit above one that has projects? It reviews those without a department. */
static bool is_above(struct txn *t, struct arena *a, uint32_t unit)
{
	struct scan s = scan_start(t, TABLE_unit_child, key_bytes(key_u32(KEY(), unit)));

	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_u32(&k);
		if (parts_of(t, a, key_read_u32(&k), 1u << PART_UNITS))
			return true;
	}
	return false;
}

static bool has_part(struct txn *t, struct arena *a, uint32_t unit, enum who_part part)
{
	switch (part) {
	case PART_UNITS:
	case PART_SECTORS:
		return parts_of(t, a, unit, 1u << part);
	case PART_REVIEWERS:
		return parts_of(t, a, unit, 1u << PART_SECTORS) || is_above(t, a, unit);
	default:
		return false;
	}
}

/* `a` is for the units' projects, not for the unit. */
static bool meant(struct txn *t, struct arena *a, const char *who, const Duban__Unit *u)
{
	const char *s;
	size_t n;

	while ((s = next_word(&who, &n))) {
		const struct word *w = word_of(s, n);

		if (w && ((w->kinds & (1u << u->kind)) || has_part(t, a, u->num, w->part)))
			return true;
		if (names_unit(s, n) && strlen(u->id) == n - strlen(UNIT) &&
		    strncmp(u->id, s + strlen(UNIT), strlen(u->id)) == 0)
			return true;
	}
	return false;
}

int who_units(struct txn *t, struct arena *a, const char *who, uint32_t **ret, size_t *ret_n)
{
	_cleanup_(arena_freep) struct arena *one = NULL, *project = NULL;
	struct scan s = scan_start(t, TABLE_unit, BYTES("", 0));
	uint32_t *all = NULL;
	size_t n = 0;
	int r = arena_new(&one, WIRE_ARENA_MAX);

	if (!r)
		r = arena_new(&project, WIRE_ARENA_MAX);

	while (!r && scan_next(&s)) {
		const Duban__Unit *u;

		arena_reset(one);
		u = record_unpack(t, s.value, &duban__unit__descriptor, one);
		if (!u || !meant(t, project, who, u))
			continue;
		all = arena_grow(a, all, n, sizeof *all);
		if (all)
			all[n++] = u->num;
		else
			r = -ENOMEM;
	}
	*ret = all;
	*ret_n = n;
	return r ? r : txn_error(t);
}
