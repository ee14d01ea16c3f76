#include "engine/keeper/damage.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/core/engine_private.h"

struct damages {
	struct damage place[DAMAGES_MAX];
	size_t n, more; /* listed; met beyond them since the last scrub began */
	struct damage last;
	uint64_t scrubs;
	char whole[DAMAGES_MAX][DAMAGED_FILE_MAX]; /* told as damaged, whole again, not told yet */
	size_t n_whole;
};

int damages_new(struct damages **ret)
{
	*ret = calloc(1, sizeof **ret);
	return *ret ? 0 : -ENOMEM;
}

struct damages *damages_free(struct damages *all)
{
	free(all);
	return NULL;
}

static struct damage *find(struct damages *all, const char *file, uint64_t offset)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->place[i].offset == offset && strcmp(all->place[i].file, file) == 0)
			return &all->place[i];
	return NULL;
}

static void fill(struct damage *d, const char *file, uint64_t offset, const char *what)
{
	(void)snprintf(d->file, sizeof d->file, "%s", file);
	(void)snprintf(d->what, sizeof d->what, "%s", what);
	d->offset = offset;
}

void engine_note_damage(struct engine *e, const char *file, uint64_t offset, const char *what)
{
	struct damages *all = e->damages;
	struct damage *d = find(all, file, offset);

	if (!d && all->n == DAMAGES_MAX)
		all->more++;
	if (!d && all->n < DAMAGES_MAX) {
		d = &all->place[all->n++];
		*d = (struct damage){.found_at = e->now};
	}
	fill(&all->last, file, offset, what);
	if (!d)
		return;
	fill(d, file, offset, what);
	d->scrub = all->scrubs;
	all->last = *d;
}

static void forget(struct damages *all, size_t i)
{
	if (all->place[i].told && all->n_whole < DAMAGES_MAX)
		memcpy(all->whole[all->n_whole++], all->place[i].file, DAMAGED_FILE_MAX);
	memmove(&all->place[i], &all->place[i + 1], (all->n - i - 1) * sizeof *all->place);
	all->n--;
}

void engine_note_whole(struct engine *e, const char *file, uint64_t offset)
{
	struct damages *all = e->damages;

	for (size_t i = all->n; i-- > 0;)
		if (strcmp(all->place[i].file, file) == 0 &&
		    (offset == UINT64_MAX || offset == all->place[i].offset))
			forget(all, i);
}

void engine_date_damage(struct engine *e)
{
	for (size_t i = 0; i < e->damages->n; i++)
		e->damages->place[i].found_at = e->now;
}

size_t engine_damages(const struct engine *e, const struct damage **ret)
{
	*ret = e->damages->place;
	return e->damages->n;
}

size_t engine_damage_count(const struct engine *e)
{
	return e->damages->n + e->damages->more;
}

const struct damage *engine_last_damage(const struct engine *e)
{
	return *e->damages->last.file ? &e->damages->last : NULL;
}

bool engine_untold_damage(struct engine *e, struct damage *ret)
{
	struct damages *all = e->damages;

	for (size_t i = 0; i < all->n; i++)
		if (!all->place[i].told) {
			all->place[i].told = true;
			*ret = all->place[i];
			return true;
		}
	return false;
}

bool engine_untold_whole(struct engine *e, char ret[DAMAGED_FILE_MAX])
{
	struct damages *all = e->damages;

	if (all->n_whole == 0)
		return false;
	memcpy(ret, all->whole[--all->n_whole], DAMAGED_FILE_MAX);
	return true;
}

void engine_damage_scrub_began(struct engine *e)
{
	e->damages->scrubs++;
	e->damages->more = 0;
}

void engine_damage_scrub_ended(struct engine *e)
{
	struct damages *all = e->damages;

	for (size_t i = all->n; i-- > 0;)
		if (all->place[i].scrub < all->scrubs)
			forget(all, i);
}
