/* Posts (职务): who holds what in which unit, from when until when. A department's contacts
 * (分管领导, 工作人员, 信息员) are posts of their kind. */
#include <string.h>

#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_refer.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/core/counter.h"
#include "model/office/post.h"
#include "proto/limits.h"
#include "store/db/db.h"

enum { POST_PERSON, POST_UNIT, POST_TITLE, POST_KIND, POST_FROM, POST_UNTIL };
static const struct import_column post_columns[] = {
    {"person", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"title", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"kind", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"from", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {"until", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},
    {NULL, 0},
};

#define K(x) DUBAN__POST_KIND__POST_KIND_##x
static const struct cell_word kind_terms[] = {
    {"主要负责人", K(HEAD)}, {"主要领导", K(HEAD)},   {"负责人", K(HEAD)},
    {"分管领导", K(DEPUTY)}, {"工作人员", K(STAFF)},  {"经办人", K(STAFF)},
    {"信息员", K(REPORTER)}, {"联络员", K(REPORTER)}, {"其他", K(OTHER)},
};
static const struct cell_words kind_words = {
    .names = &duban__post_kind__descriptor,
    .code = "post.bad_kind",
    .word = kind_terms,
    .n = sizeof kind_terms / sizeof *kind_terms,
};

/* The stored post that a row means: the one that began that day, else the one whose first day
 * nobody knew and that is still held. Without a first day: the one that is still held. */
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

/* Two rows for one stored post: the second would undo the first. */
static bool once(struct import *im, struct import_map *seen, const struct cell *c,
		 const Duban__Post *was)
{
	const char *key = was ? arena_printf(im->in.rq->arena, "#%u", was->num) : "";

	return key && (!*key || import_key(im, seen, c, key));
}

static void read_post(struct import *im, struct import_map *seen, uint32_t *last)
{
	struct cell person = import_cell(im, POST_PERSON), unit = import_cell(im, POST_UNIT);
	struct cell title = import_cell(im, POST_TITLE), kind = import_cell(im, POST_KIND);
	struct cell from = import_cell(im, POST_FROM), until = import_cell(im, POST_UNTIL);
	Duban__Post row = DUBAN__POST__INIT, now, *was;
	int what = K(OTHER);
	const char *key;

	if (!cell_required(&person) | !cell_required(&unit) | !cell_required(&title) ||
	    !cell_person(&person, &row.person) | !cell_unit(&unit, &row.unit) |
		!cell_text(&title, NAME_MAX_BYTES, &row.title) | !cell_date(&from, &row.from_date))
		return;
	key = arena_printf(im->in.rq->arena, "%u/%u/%u/%s", row.person, row.unit, row.from_date,
			   row.title);
	if (!key || !import_key(im, seen, &person, key) || !find_was(im, &row, &from, &was) ||
	    !once(im, seen, &person, was))
		return;
	now = was ? *was : row;
	if (row.from_date)
		now.from_date = row.from_date;
	if (was)
		what = (int)was->kind;
	if (!cell_enum(&kind, &kind_words, &what) | !cell_date(&until, &now.until_date))
		return;
	now.kind = what ? (Duban__PostKind)what : K(OTHER);
	now.num = was ? was->num : ++*last;
	if (now.until_date && now.until_date < now.from_date) {
		(void)cell_refuse(&until, "post.until_before_from", NULL);
		return;
	}
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_POST_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

static int read_posts(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};
	uint32_t last = counter_last(im->in.rq->txn, "post");

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_post(im, &seen, &last);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static void write_post(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Post *p = out_record(s, value, &duban__post__descriptor);

	(void)key;
	if (!p || !out_city(s, p->unit, 0) || !out_held(s, p->from_date, p->until_date))
		return;
	out_row(s);
	out_person(s, POST_PERSON, p->person);
	out_unit(s, POST_UNIT, p->unit);
	out_text(s, POST_TITLE, p->title);
	out_enum(s, POST_KIND, &duban__post_kind__descriptor, (int)p->kind);
	out_date(s, POST_FROM, p->from_date);
	out_date(s, POST_UNTIL, p->until_date);
}

IMPORT_KIND(posts, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_POSTS, .column = post_columns,
	    .n_key = 3, .roles = IMPORT_BY_OFFICE, .read = read_posts, .table = TABLE_post,
	    .write = write_post, .by_day = true);
