/* Notices (通知), and the ledger (台账) of what each recipient was told of each matter. A matter is
 * a warning, as (subject, rule), or with NOTICE_WHOLE for the rule the subject itself: an order.
 *
 *   news   what changed -> (the desk finds out who must be told) -> marks
 *   marks  what a person may have to be told -> (at an instant that suits the person) -> a notice
 *   entry  what the person was told last; what to tell is the difference from how it stands
 *
 * All of it is written by folds, so it is exact after any crash. Readers return records in the
 * arena, NULL when there is none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/model.pb-c.h"

struct arena;
struct key;
struct txn;

#define NOTICE_DESK 1	       /* number of the city's only desk */
#define NOTICE_WHOLE 1000      /* in the place of a rule: the subject itself */
#define NOTICE_ITEMS_MAX 60    /* in one event and in the notice's record */
#define NOTICE_NAMED_MAX 8     /* of these with names */
#define NOTICE_DIGEST_MAX 4000 /* matters of one digest; the rest comes with the next one */
#define NOTICE_EARLIER_MAX 16  /* words of a matter without a receipt; the oldest is forgotten */
#define NOTICE_AFTER_MAX 8     /* earlier notices that one names */
#define NOTICE_KEPT_DAYS 400   /* older ones are dropped, two with each new one */
#define NOTICE_DETAIL_MAX 200  /* bytes of a carrier's words, and of a reply */
#define NOTICE_POST_MAX 32     /* bytes of a post's word */

Duban__Notice *notice_get(struct txn *t, struct arena *a, uint32_t num);
/* "5c1e9a07-20200518083000-12" or the number alone. 0: that is no key. */
uint32_t notice_num(const char *key);
/* The one with that key, or with that number; NULL: there is none. */
Duban__Notice *notice_find(struct txn *t, struct arena *a, const char *key);
char *notice_key(struct arena *a, struct bytes epoch, int64_t made_at, int zone_minutes,
		 uint32_t num);

Duban__NoticeDesk *notice_desk(struct txn *t, struct arena *a);
Duban__NoticeDay *notice_day(struct txn *t, struct arena *a, uint32_t person);
Duban__NoticeMute *notice_mute(struct txn *t, struct arena *a, uint32_t person);

/* Keys of the tables notice_entry and notice_mark; of notice_told the matter comes first. */
struct key *notice_entry_key(struct key *k, uint32_t person, const Duban__Subject *s,
			     uint32_t rule);
struct key *notice_matter_key(struct key *k, const Duban__Subject *s, uint32_t rule);
Duban__NoticeEntry *notice_entry(struct txn *t, struct arena *a, uint32_t person,
				 const Duban__Subject *s, uint32_t rule);
/* Was the person told that it began, and not that it ended? */
static inline bool notice_stands(const Duban__NoticeEntry *e)
{
	return e && e->state && !e->state->ended;
}
/* The best result of all who were told that the warning is lit; 0: nobody was. */
Duban__NoticeResult notice_told(struct txn *t, struct arena *a, const Duban__Warning *w);
