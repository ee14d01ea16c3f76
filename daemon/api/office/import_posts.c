/* Import of posts (职务): who holds which post in which unit, from when until when. A department's
 * contacts (分管领导, 工作人员, 信息员) are kinds of posts. */
#include <string.h>

#include "api/cell/cell_value.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "model/core/counter.h"
#include "model/office/post.h"

/* Finds the stored post that a row is about: the one with the same first day, else the one without
 * a known first day that is still held. If the row has no first day: the one that is still held. */
static bool find_was(struct import *im, const Duban__Post *row, const struct cell *from,
		     Duban__Post **ret)
{
	struct posts all;
	Duban__Post *open = NULL;

	*ret = NULL;
	if (posts_load(im->in.rq->txn, im->in.scratch, row->person, &all))
		return false;
	for (size_t i = 0; i < all.n; i++) {
		Duban__Post *p = all.post[i];

		if (p->unit != row->unit || strcmp(p->title, row->title) != 0)
			continue;
		if (p->from_date == row->from_date) {
			*ret = p;
			return true;
		}
		if (p->until_date || (row->from_date && p->from_date))
			continue;
		if (open)
			return cell_refuse(from, "post.which", NULL);
		open = p;
	}
	*ret = open;
	return true;
}

/* Refuses a second row for the same stored post: it would undo the first. */
static bool once(struct import *im, struct import_map *seen, const struct cell *c,
		 const Duban__Post *was)
{
	const char *key = was ? arena_printf(im->in.rq->arena, "#%u", was->num) : "";

	return key && (!*key || import_key(im, seen, c, key));
}

static bool derive_post(struct record_row *r)
{
	struct import *im = r->im;
	const struct cell *person = row_cell(r, "person");
	struct cell *from = row_cell(r, "from");
	Duban__Post *now = r->now, row, *was;
	const char *key;

	if (!cell_date(from, &now->from_date))
		return false;
	from->clear = false; /* a first day that is known is kept */
	row = *now;
	key = arena_printf(im->in.rq->arena, "%u/%u/%u/%s", row.person, row.unit, row.from_date,
			   row.title);
	if (!key || !import_key(im, &im->seen, person, key) || !find_was(im, &row, from, &was) ||
	    !once(im, &im->seen, person, was))
		return false;
	row_found(r, was);
	now->num = was ? was->num : counter_last(im->in.rq->txn, "post") + ++im->n_new;
	return true;
}

static bool check_post(struct record_row *r)
{
	Duban__Post *now = r->now;

	if (!now->kind)
		now->kind = DUBAN__POST_KIND__POST_KIND_OTHER;
	return !now->until_date || now->until_date >= now->from_date ||
	       cell_refuse(row_cell(r, "until"), "post.until_before_from", NULL);
}

RECORD_KIND(POSTS, .derive = derive_post, .check = check_post);
