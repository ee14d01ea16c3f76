#include "lib/tpicture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "store/db/scan.h"

/* Tables that are not compared, because a change that was taken back remains in them: numbers are
 * never reused, warnings stay recorded, with what was proposed about them, and so do requests. */
static bool goes_on(enum table t)
{
	return t == TABLE_counter || t == TABLE_store || t == TABLE_warning ||
	       t == TABLE_proposal || t == TABLE_request || t == TABLE_undone ||
	       t == TABLE_calendar || t == TABLE_notice || t == TABLE_notice_day ||
	       t == TABLE_notice_desk || t == TABLE_notice_entry || t == TABLE_notice_mark;
}

/* A warning that was cleared and raised again is equal except for its occurrence. */
static bool same_value(const struct entry *x, const struct entry *y)
{
	return x->table == TABLE_warning_open || bytes_equal(x->value, y->value);
}

static struct bytes kept(struct bytes b)
{
	uint8_t *p = malloc(b.size + 1);

	assert_non_null(p);
	memcpy(p, b.data, b.size);
	return BYTES(p, b.size);
}

/* A parameter that was put back names the event that did so. */
static struct bytes kept_value(enum table t, struct bytes b)
{
	Duban__Parameter *q;
	struct bytes all = kept(b);

	if (t != TABLE_parameter)
		return all;
	q = duban__parameter__unpack(NULL, b.size, b.data);
	assert_non_null(q);
	q->seq = 0;
	all.size = duban__parameter__pack(q, (uint8_t *)(uintptr_t)all.data);
	duban__parameter__free_unpacked(q, NULL);
	return all;
}

struct picture take_picture(struct world *w)
{
	struct picture p = {.n = 0};

	for (enum table t = 0; t < TABLE_MAX_; t++) {
		struct scan s = scan_start(engine_txn(w->engine), t, BYTES("", 0));

		while (table_kind(t) == TABLE_KIND_STATE && !goes_on(t) && scan_next(&s)) {
			p.entry = realloc(p.entry, (p.n + 1) * sizeof *p.entry);
			assert_non_null(p.entry);
			p.entry[p.n++] = (struct entry){t, kept(s.key), kept_value(t, s.value)};
		}
	}
	return p;
}

void forget(struct picture *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free((void *)(uintptr_t)p->entry[i].key.data);
		free((void *)(uintptr_t)p->entry[i].value.data);
	}
	free(p->entry);
}

const char *difference(const struct picture *a, const struct picture *b)
{
	for (size_t i = 0; i < a->n || i < b->n; i++) {
		const struct entry *x = i < a->n ? &a->entry[i] : &b->entry[i];
		const struct entry *y = i < b->n ? &b->entry[i] : &a->entry[i];

		if (i >= a->n || i >= b->n || x->table != y->table ||
		    !bytes_equal(x->key, y->key) || !same_value(x, y))
			return table_name(x->table < y->table ? x->table : y->table);
	}
	return NULL;
}
