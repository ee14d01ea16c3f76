#include "model/office/post.h"

#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/notice/news.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Post *post_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_post, key_bytes(key_u32(KEY(), num)), &duban__post__descriptor,
			  a);
}

/* `by` maps a number and a post's number to nothing. */
static int load(struct txn *t, struct arena *a, enum table by, uint32_t of, struct posts *ret)
{
	struct scan s = scan_start(t, by, key_bytes(key_u32(KEY(), of)));

	*ret = (struct posts){};
	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		Duban__Post *p;

		(void)key_read_u32(&k);
		p = post_get(t, a, key_read_u32(&k));
		ret->post = p ? arena_grow(a, ret->post, ret->n, sizeof *ret->post) : NULL;
		if (!ret->post)
			return txn_error(t) ? txn_error(t) : p ? -ENOMEM : -EBADMSG;
		ret->post[ret->n++] = p;
	}
	return txn_error(t);
}

int posts_load(struct txn *t, struct arena *a, uint32_t person, struct posts *ret)
{
	return load(t, a, TABLE_post_person, person, ret);
}

int posts_of_unit(struct txn *t, struct arena *a, uint32_t unit, struct posts *ret)
{
	return load(t, a, TABLE_post_unit, unit, ret);
}

static void know(struct txn *t, const Duban__Post *p, bool there)
{
	struct key *person = key_u32(key_u32(KEY(), p->person), p->num);
	struct key *unit = key_u32(key_u32(KEY(), p->unit), p->num);

	if (there) {
		txn_put(t, TABLE_post_person, key_bytes(person), BYTES("", 0));
		txn_put(t, TABLE_post_unit, key_bytes(unit), BYTES("", 0));
	} else {
		txn_del(t, TABLE_post_person, key_bytes(person));
		txn_del(t, TABLE_post_unit, key_bytes(unit));
	}
}

static void fold_post_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__PostPut *b = body;
	const Duban__Post *p = b->post;
	Duban__Post *was = post_get(t, a, p->num);

	(void)e;
	if (was && (was->person != p->person || was->unit != p->unit))
		know(t, was, false);
	record_put(t, TABLE_post, key_bytes(key_u32(KEY(), p->num)), p);
	know(t, p, true);
	counter_raise(t, "post", p->num);
	news_of_person(t, p->person);
}
FOLD(POST_PUT, fold_post_put);

static void remove_post(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	(void)a;
	know(t, b->post, false);
	txn_del(t, TABLE_post, key_bytes(key_u32(KEY(), b->post->num)));
}
REMOVE(post, remove_post);
