#include "model/core/fold.h"

#include "model/core/event.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "store/db/txn.h"

/* Bodies are numbered densely in event.proto; this covers growth for years. */
enum { BODY_MAX = 256 };

const struct fold_row *fold_row(Duban__Event__BodyCase body)
{
	static const struct fold_row *by_body[BODY_MAX];

	if ((int)body <= 0 || (int)body >= BODY_MAX)
		return NULL;
	if (!by_body[body])
		SECTION_FOREACH(duban_folds, struct fold_row, it)
	if ((*it)->body == body)
		by_body[body] = *it;
	return by_body[body];
}

static void fold_clock(struct txn *t, struct arena *a, const Duban__Event *e)
{
	Duban__Store *s = store_row(t, a);

	if (!s || s->clock_at >= e->at)
		return;
	s->clock_at = e->at;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
}

/* The mark grows with each event of the command; the digest comes with the first. */
static void fold_request(struct txn *t, struct arena *a, const Duban__Event *e)
{
	struct key *k =
	    key_raw(key_u32(KEY(), e->principal), BYTES(e->request_id.data, e->request_id.len));
	Duban__RequestMark *m, fresh = DUBAN__REQUEST_MARK__INIT;

	if (e->request_id.len == 0)
		return;
	m = record_get(t, TABLE_request, key_bytes(k), &duban__request_mark__descriptor, a);
	if (!m) {
		m = &fresh;
		m->first_seq = e->seq;
		m->digest = e->request_digest;
	}
	m->last_seq = e->seq;
	record_put(t, TABLE_request, key_bytes(k), m);
}

int fold_event(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const struct fold_row *row = fold_row(e->body_case);

	if (!row || !event_body(e))
		return -EBADMSG;
	row->fold(t, a, e, event_body(e));
	fold_clock(t, a, e);
	fold_request(t, a, e);
	txn_put(t, TABLE_project_event, key_bytes(key_u64(key_u32(KEY(), e->project), e->seq)),
		BYTES("", 0));
	return txn_error(t);
}
