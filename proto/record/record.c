#include "proto/record/record.h"

#include <stdlib.h>
#include <string.h>

enum { RECORDS_MAX = 128 };

static int by_order(const void *a, const void *b)
{
	const struct record *x = *(const struct record *const *)a;
	const struct record *y = *(const struct record *const *)b;

	return (x->order > y->order) - (x->order < y->order);
}

const struct record *const *records_all(size_t *ret_n)
{
	static const struct record *all[RECORDS_MAX];
	static size_t n;

	if (n == 0) {
		SECTION_FOREACH(duban_records, struct record, it)
		if (n < RECORDS_MAX)
			all[n++] = *it;
		qsort(all, n, sizeof *all, by_order);
	}
	*ret_n = n;
	return all;
}

const struct record *record_of(Duban__ImportKind kind)
{
	SECTION_FOREACH(duban_records, struct record, it)
	if ((*it)->kind == kind)
		return *it;
	return NULL;
}

const struct record *record_named(const char *name)
{
	SECTION_FOREACH(duban_records, struct record, it)
	if (strcmp((*it)->name, name) == 0)
		return *it;
	return NULL;
}

const struct record *record_of_noun(const ProtobufCMessageDescriptor *noun)
{
	size_t n;
	const struct record *const *all = records_all(&n);

	for (size_t i = 0; i < n; i++)
		if (all[i]->noun == noun && all[i]->order)
			return all[i];
	return NULL;
}

const struct record_column *record_column(const struct record *r, const char *name)
{
	for (const struct record_column *c = r->column; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

const struct record_column *record_column_of(const ProtobufCMessageDescriptor *noun,
					     const char *field)
{
	const struct record *r = record_of_noun(noun);

	for (const struct record_column *c = r ? r->column : NULL; c && c->name; c++)
		if (c->field && strcmp(c->field, field) == 0)
			return c;
	return NULL;
}

bool record_is_referred(const struct record *r)
{
	SECTION_FOREACH(duban_records, struct record, it)
	for (const struct record_column *c = (*it)->column; c->name; c++)
		if (c->refers && strcmp(c->refers, r->name) == 0)
			return true;
	return false;
}

size_t record_columns(const struct record *r)
{
	size_t n = 0;

	while (r->column[n].name)
		n++;
	return n;
}

bool record_is_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *s = words; s && *s; s += strcspn(s, "|"), s += *s == '|')
		if (n > 0 && strcspn(s, "|") == n && strncmp(s, word, n) == 0)
			return true;
	return false;
}
