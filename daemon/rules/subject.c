#include "rules/subject.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/warning/subject.h"

enum { KINDS_MAX = 64 };

static struct {
	const struct subject_kind *of[KINDS_MAX];
	size_t n;
} by_name;

static int compare(const void *a, const void *b)
{
	const struct subject_kind *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* In order of names: they are asked for at every evaluation. */
static void sort_kinds(void)
{
	if (by_name.n)
		return;
	SECTION_FOREACH(duban_subject_kinds, struct subject_kind, it)
	{
		assert(by_name.n < KINDS_MAX);
		by_name.of[by_name.n++] = *it;
	}
	qsort(by_name.of, by_name.n, sizeof *by_name.of, compare);
}

const struct subject_kind *subject_kind_after(const struct subject_kind *k)
{
	size_t i = 0;

	sort_kinds();
	while (k && i < by_name.n && by_name.of[i++] != k)
		;
	return i < by_name.n ? by_name.of[i] : NULL;
}

const struct subject_kind *subject_kind_find(const char *name)
{
	const struct subject_kind asked = {.name = name}, *k = &asked;
	const struct subject_kind *const *found;

	sort_kinds();
	found = bsearch(&k, by_name.of, by_name.n, sizeof *by_name.of, compare);
	return found ? *found : NULL;
}

const struct subject_kind *subject_kind_of(const Duban__Subject *s)
{
	return subject_kind_find(subject_kind_name(s));
}
