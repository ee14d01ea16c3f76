#include "model/notice/news.h"

#include <errno.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/notice/notice.h"
#include "model/warning/subject.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static bool makes_notices(struct txn *t)
{
	return txn_has(t, TABLE_notice_desk, key_bytes(key_u32(KEY(), NOTICE_DESK)));
}

static void put(struct txn *t, const Duban__Subject *s, uint32_t rule)
{
	txn_put(t, TABLE_news, key_bytes(notice_matter_key(KEY(), s, rule)), BYTES("", 0));
}

void news_put(struct txn *t, const Duban__Subject *s, uint32_t rule)
{
	if (makes_notices(t))
		put(t, s, rule);
}

static void open_under(struct txn *t, struct bytes prefix)
{
	struct scan open = scan_start(t, TABLE_warning_open, prefix);

	while (makes_notices(t) && scan_next(&open)) {
		Duban__Subject s = DUBAN__SUBJECT__INIT;
		struct key_reader k = {.rest = open.key, .ok = true};

		subject_key_read(&k, &s);
		put(t, &s, key_read_u32(&k));
	}
}

void news_of_subject(struct txn *t, const Duban__Subject *s)
{
	open_under(t, key_bytes(subject_key(KEY(), s)));
}

void news_of_project(struct txn *t, uint32_t project)
{
	open_under(t, key_bytes(key_u32(KEY(), project)));
}

void news_of_person(struct txn *t, uint32_t person)
{
	struct bytes of = key_bytes(key_u32(KEY(), person));
	struct scan told = scan_start(t, TABLE_notice_entry, of);
	struct scan marked = scan_start(t, TABLE_notice_mark, of);
	/* a row at a time: one person may have been told more than fits into a fold's arena */
	_cleanup_(arena_freep) struct arena *one = NULL;

	if (arena_new(&one, WIRE_ARENA_MAX)) {
		txn_fail(t, -ENOMEM);
		return;
	}
	while (scan_next(&told)) {
		const Duban__NoticeEntry *e;

		arena_reset(one);
		e = record_unpack(t, told.value, &duban__notice_entry__descriptor, one);
		if (notice_stands(e))
			put(t, e->subject, e->rule);
	}
	while (scan_next(&marked)) {
		const Duban__NoticeMark *m;

		arena_reset(one);
		m = record_unpack(t, marked.value, &duban__notice_mark__descriptor, one);
		if (m)
			put(t, m->subject, m->rule);
	}
}
