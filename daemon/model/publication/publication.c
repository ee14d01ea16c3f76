#include "model/publication/publication.h"

#include <string.h>

#include "model/core/record.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static struct key *key_of(struct key *k, const struct publication_name *n)
{
	return key_u32(key_u32(key_u8(k, (uint8_t)n->series), n->year), n->number);
}

Duban__Publication *publication_get(struct txn *t, struct arena *a,
				    const struct publication_name *n)
{
	return record_get(t, TABLE_publication, key_bytes(key_of(KEY(), n)),
			  &duban__publication__descriptor, a);
}

static void read_name(struct bytes key, struct publication_name *ret)
{
	struct key_reader k = {.rest = key, .ok = true};

	ret->series = (Duban__PublicationSeries)key_read_u8(&k);
	ret->year = key_read_u32(&k);
	ret->number = key_read_u32(&k);
}

uint32_t publication_last_number(struct txn *t, Duban__PublicationSeries series, uint32_t year)
{
	struct key *of = key_u32(key_u8(KEY(), (uint8_t)series), year);
	struct publication_name n;
	struct bytes key, value;

	if (!txn_last(t, TABLE_publication, key_bytes(of), &key, &value))
		return 0;
	read_name(key, &n);
	return n.number;
}

Duban__Publication *publication_last_issued(struct txn *t, struct arena *a,
					    Duban__PublicationSeries series, const char *list,
					    uint32_t year)
{
	for (uint32_t y = year; y + 1 >= year; y--) {
		struct publication_name n = {series, y, publication_last_number(t, series, y)};

		for (; n.number; n.number--) {
			Duban__Publication *p = publication_get(t, a, &n);

			if (p && p->state == PUBLICATION_STATE(ISSUED) &&
			    strcmp(p->list, list) == 0)
				return p;
		}
	}
	return NULL;
}

bool publication_after(struct txn *t, struct publication_name *io)
{
	struct key *of = key_u8(KEY(), (uint8_t)io->series);
	struct scan s =
	    io->year ? scan_after(t, TABLE_publication, key_bytes(of), key_bytes(key_of(KEY(), io)))
		     : scan_start(t, TABLE_publication, key_bytes(of));

	if (!scan_next(&s))
		return false;
	read_name(s.key, io);
	return true;
}

const char *publication_figure(const Duban__Publication *p, const char *key)
{
	for (size_t i = 0; i < p->n_figure; i++)
		if (strcmp(p->figure[i]->key, key) == 0)
			return p->figure[i]->value;
	return NULL;
}

Duban__PublicationSection *publication_section(const Duban__Publication *p, const char *key)
{
	for (size_t i = 0; i < p->n_section; i++)
		if (strcmp(p->section[i]->key, key) == 0)
			return p->section[i];
	return NULL;
}
