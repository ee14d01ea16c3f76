/* The folds of publications. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/publication/publication.h"
#include "store/db/key.h"
#include "store/db/txn.h"

static void put(struct txn *t, const Duban__Publication *p)
{
	struct key *k = key_u8(KEY(), (uint8_t)p->series);

	record_put(t, TABLE_publication, key_bytes(key_u32(key_u32(k, p->year), p->number)), p);
}

static void fold_drafted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Publication *p = ((const Duban__PublicationDrafted *)body)->publication;

	(void)a;
	(void)e;
	if (p)
		put(t, p);
	else
		txn_fail(t, -EBADMSG);
}
FOLD(PUBLICATION_DRAFTED, fold_drafted, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

static void remove_section(Duban__Publication *p, const char *key)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_section; i++)
		if (strcmp(p->section[i]->key, key) != 0)
			p->section[n++] = p->section[i];
	p->n_section = n;
}

/* A new section stands at the end. */
static int put_section(struct arena *a, Duban__Publication *p, Duban__PublicationSection *s)
{
	Duban__PublicationSection **grown;

	for (size_t i = 0; i < p->n_section; i++)
		if (strcmp(p->section[i]->key, s->key) == 0) {
			p->section[i] = s;
			return 0;
		}
	grown = arena_longer(a, p->section, p->n_section, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	p->section = grown;
	p->section[p->n_section++] = s;
	return 0;
}

static void fold_edited(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__PublicationEdited *b = body;
	struct publication_name n = {b->series, b->year, b->number};
	Duban__Publication *p = publication_get(t, a, &n);
	int r = 0;

	(void)e;
	if (!p || !b->section || p->state != PUBLICATION_STATE(DRAFT)) {
		txn_fail(t, -EBADMSG);
		return;
	}
	if (b->removed)
		remove_section(p, b->section->key);
	else
		r = put_section(a, p, b->section);
	if (r)
		txn_fail(t, r);
	else
		put(t, p);
}
FOLD(PUBLICATION_EDITED, fold_edited, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);

/* Back to the draft nobody has reviewed it. */
static void move(Duban__Publication *p, const Duban__PublicationMoved *b)
{
	p->state = b->state;
	if (b->state == PUBLICATION_STATE(DRAFT)) {
		p->reviewer = (char *)(uintptr_t) "";
		p->reviewed_date = 0;
	}
	if (b->state == PUBLICATION_STATE(REVIEWED)) {
		p->reviewer = b->person;
		p->reviewed_date = b->moved_date;
	}
	if (b->state == PUBLICATION_STATE(ISSUED)) {
		p->signer = b->person;
		p->issued_date = b->moved_date;
		p->document = b->document;
	}
}

static void fold_moved(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__PublicationMoved *b = body;
	struct publication_name n = {b->series, b->year, b->number};
	Duban__Publication *p = publication_get(t, a, &n);

	(void)e;
	if (!p || p->state == PUBLICATION_STATE(ISSUED) || p->state == PUBLICATION_STATE(DROPPED)) {
		txn_fail(t, -EBADMSG);
		return;
	}
	move(p, b);
	put(t, p);
}
FOLD(PUBLICATION_MOVED, fold_moved, .tallies = TALLY_NOTHING, .family = FOLD_ALONE);
