#include "model/notice/notice.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/warning/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"
#include "text/hex.h"

Duban__Notice *notice_get(struct txn *t, struct arena *a, uint32_t num)
{
	return record_get(t, TABLE_notice, key_bytes(key_u32(KEY(), num)),
			  &duban__notice__descriptor, a);
}

uint32_t notice_num(const char *key)
{
	const char *last = strrchr(key, '-');
	const char *digits = last ? last + 1 : key;
	char *end;
	unsigned long num = strtoul(digits, &end, 10);

	return *digits >= '1' && *digits <= '9' && !*end && num <= UINT32_MAX ? (uint32_t)num : 0;
}

Duban__Notice *notice_find(struct txn *t, struct arena *a, const char *key)
{
	uint32_t num = notice_num(key);
	Duban__Notice *n = num ? notice_get(t, a, num) : NULL;

	/* a key of before a backup was restored names another notice than its number does now */
	return n && (!strchr(key, '-') || strcmp(n->key, key) == 0) ? n : NULL;
}

char *notice_key(struct arena *a, struct bytes epoch, int64_t made_at, int zone_minutes,
		 uint32_t num)
{
	enum { EPOCH_SHOWN = 4, DIGITS = 14 };
	char hex[2 * EPOCH_SHOWN + 1], text[INSTANT_TEXT_MAX], digits[DIGITS + 1];
	size_t n = 0;

	if (epoch.size < EPOCH_SHOWN)
		return NULL;
	(void)hex_text(BYTES(epoch.data, EPOCH_SHOWN), hex);
	for (const char *c = instant_text(made_at, zone_minutes, text); *c && n < DIGITS; c++)
		if (*c >= '0' && *c <= '9')
			digits[n++] = *c;
	digits[n] = 0;
	return arena_printf(a, "%s-%s-%u", hex, digits, num);
}

Duban__NoticeDesk *notice_desk(struct txn *t, struct arena *a)
{
	return record_get(t, TABLE_notice_desk, key_bytes(key_u32(KEY(), NOTICE_DESK)),
			  &duban__notice_desk__descriptor, a);
}

Duban__NoticeDay *notice_day(struct txn *t, struct arena *a, uint32_t person)
{
	return record_get(t, TABLE_notice_day, key_bytes(key_u32(KEY(), person)),
			  &duban__notice_day__descriptor, a);
}

Duban__NoticeMute *notice_mute(struct txn *t, struct arena *a, uint32_t person)
{
	return record_get(t, TABLE_notice_mute, key_bytes(key_u32(KEY(), person)),
			  &duban__notice_mute__descriptor, a);
}

struct key *notice_matter_key(struct key *k, const Duban__Subject *s, uint32_t rule)
{
	return key_u32(subject_key(k, s), rule);
}

struct key *notice_entry_key(struct key *k, uint32_t person, const Duban__Subject *s, uint32_t rule)
{
	return notice_matter_key(key_u32(k, person), s, rule);
}

Duban__NoticeEntry *notice_entry(struct txn *t, struct arena *a, uint32_t person,
				 const Duban__Subject *s, uint32_t rule)
{
	return record_get(t, TABLE_notice_entry,
			  key_bytes(notice_entry_key(KEY(), person, s, rule)),
			  &duban__notice_entry__descriptor, a);
}

/* From bad to good. */
static int rank(Duban__NoticeResult r)
{
	static const int ranks[] = {
	    [DUBAN__NOTICE_RESULT__NOTICE_RESULT_EXPIRED] = 1,
	    [DUBAN__NOTICE_RESULT__NOTICE_RESULT_FAILED] = 2,
	    [DUBAN__NOTICE_RESULT__NOTICE_RESULT_UNKNOWN] = 3,
	    [DUBAN__NOTICE_RESULT__NOTICE_RESULT_ACCEPTED] = 4,
	    [DUBAN__NOTICE_RESULT__NOTICE_RESULT_DELIVERED] = 5,
	};

	return (int)r < (int)(sizeof ranks / sizeof *ranks) ? ranks[r] : 0;
}

Duban__NoticeResult notice_told(struct txn *t, struct arena *a, const Duban__Warning *w)
{
	struct key *prefix = notice_matter_key(KEY(), w->subject, w->rule);
	struct scan s = scan_start(t, TABLE_notice_told, key_bytes(prefix));
	Duban__NoticeResult best = 0;

	while (scan_next(&s)) {
		struct key_reader k = {.rest = BYTES((const uint8_t *)s.key.data + prefix->size,
						     s.key.size - prefix->size),
				       .ok = true};
		const Duban__NoticeEntry *e =
		    notice_entry(t, a, key_read_u32(&k), w->subject, w->rule);
		bool this_one = e && ((e->state && e->state->occurrence == w->occurrence) ||
				      (e->failed && e->failed->occurrence == w->occurrence));

		if (this_one && rank(e->result) > rank(best))
			best = e->result;
	}
	return best;
}
