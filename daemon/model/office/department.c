#include "model/office/department.h"

#include <stdio.h>
#include <string.h>

#include "model/core/record.h"
#include "proto/limits.h"
#include "proto/model.pb-c.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Copies the first word and moves *io behind it. False: there is none. */
static bool next_word(const char **io, char word[NAME_MAX_BYTES])
{
	size_t n = strcspn(*io, "/");

	(void)snprintf(word, NAME_MAX_BYTES, "%.*s", (int)n, *io);
	*io += n + ((*io)[n] == '/');
	return *word != '\0';
}

static uint32_t mapped(struct txn *t, struct arena *a, const char *words)
{
	char word[NAME_MAX_BYTES];

	while (next_word(&words, word)) {
		Duban__Department *d =
		    record_get(t, TABLE_department, key_bytes(key_text(KEY(), word)),
			       &duban__department__descriptor, a);

		if (d)
			return d->unit;
	}
	return 0;
}

/* How many departments of the city have the word in their name; *ret is the last. */
static unsigned named(struct txn *t, struct arena *a, const char *word, uint32_t *ret)
{
	struct scan s = scan_start(t, TABLE_unit, BYTES("", 0));
	unsigned n = 0;

	while (scan_next(&s)) {
		Duban__Unit *u = record_unpack(t, s.value, &duban__unit__descriptor, a);

		if (!u)
			break;
		if (u->kind != DUBAN__UNIT_KIND__UNIT_KIND_SECTOR &&
		    u->kind != DUBAN__UNIT_KIND__UNIT_KIND_MUNICIPAL)
			continue;
		if (strstr(u->name, word)) {
			*ret = u->num;
			n++;
		}
	}
	return n;
}

uint32_t department_unit(struct txn *t, struct arena *a, const char *words)
{
	uint32_t unit = mapped(t, a, words);
	char word[NAME_MAX_BYTES];

	while (!unit && next_word(&words, word)) {
		unsigned n = named(t, a, word, &unit);

		if (n > 1)
			return 0;
	}
	return unit;
}
