#include "model/core/fold.h"

#include "model/core/event.h"
#include "model/core/noun.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "store/db/txn.h"

/* Above the numbers of the oneof's fields in event.proto. */
enum { BODY_MAX = 1024 };

static const struct noun *put_nouns[BODY_MAX]; /* for events without a FOLD of their own */

/* The record is the first field of the body. */
static void fold_record_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const ProtobufCMessageDescriptor *d = ((const ProtobufCMessage *)body)->descriptor;
	const void *at = (const uint8_t *)body + d->fields[0].offset;
	const ProtobufCMessage *record = *(ProtobufCMessage *const *)at;
	const struct noun *n = put_nouns[e->body_case];

	(void)a;
	if (record)
		record_put(t, n->table, key_bytes(noun_key(KEY(), n, record)), record);
	else
		txn_fail(t, -EBADMSG);
}

static const struct fold_row *row_of(Duban__Event__BodyCase body)
{
	static struct fold_row generic[BODY_MAX];
	const struct noun *n;

	SECTION_FOREACH(duban_folds, struct fold_row, it)
	if ((*it)->body == body)
		return *it;
	n = noun_of_event(body);
	if (!n || n->n == 0 || n->table == TABLE_MAX_)
		return NULL;
	put_nouns[body] = n;
	generic[body] = (struct fold_row){.body = body, .fold = fold_record_put, .touches = true};
	return &generic[body];
}

const struct fold_row *fold_row(Duban__Event__BodyCase body)
{
	static const struct fold_row *by_body[BODY_MAX];

	if ((int)body <= 0 || (int)body >= BODY_MAX)
		return NULL;
	if (!by_body[body])
		by_body[body] = row_of(body);
	return by_body[body];
}

bool fold_family(Duban__Event__BodyCase body, const char **ret_family, const char **ret_subject)
{
	const struct fold_row *row = fold_row(body);
	const struct noun *n = row && !row->family ? noun_of_event(body) : NULL;

	if (row && row->family) {
		*ret_family = row->family;
		*ret_subject = row->subject;
		return *row->family;
	}
	if (!n)
		return false;
	*ret_family = n->record->name;
	*ret_subject = n->record->family ? n->record->family : n->record->key;
	return true;
}

static void fold_clock(struct txn *t, struct arena *a, const Duban__Event *e)
{
	Duban__Store *s = store_row(t, a);

	if (!s || s->clock_at >= e->at)
		return;
	s->clock_at = e->at;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
}

/* Each event of a command moves the mark's last_seq; the first event sets the digest. */
static void fold_request(struct txn *t, struct arena *a, const Duban__Event *e)
{
	struct key *k =
	    key_raw(key_u32(KEY(), event_sender(e)), BYTES(e->request_id.data, e->request_id.len));
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
