/* Principals: who may connect. A security officer manages the keys. The admin socket of a real
 * store makes a security officer's key where no valid one exists, and nothing else: whoever has the
 * machine shall not also have the office's hand. If the officer's key is lost, the socket ends it:
 * it stays valid for `principal.recovery_cd` days, everybody concerned is told (event, log,
 * status), and only then a new one can be made. An officer who still has the key sees that and
 * makes a second one in time; then the socket can make none. */
#include "model/principal/principal.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/core/engine.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/param/parameter.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/z85.h"

static bool by_socket(const struct request *rq)
{
	return rq->caller->role == DUBAN__ROLE__ROLE_LOCAL && !engine_simulated(rq->engine);
}

/* A security officer with a valid key; NULL: none. */
static Duban__Principal *officer(struct request *rq)
{
	struct scan s = scan_start(rq->txn, TABLE_principal, BYTES("", 0));

	while (scan_next(&s)) {
		Duban__Principal *p =
		    record_unpack(rq->txn, s.value, &duban__principal__descriptor, rq->arena);

		if (p && p->role == DUBAN__ROLE__ROLE_SECURITY && principal_valid(p, rq->now))
			return p;
	}
	return NULL;
}

static int check_hand(struct request *rq, Duban__Role role)
{
	if (!by_socket(rq) || role == DUBAN__ROLE__ROLE_SECURITY)
		return 0;
	return request_refuse(rq, STATUS_DENIED, "principal.local_only_security", NULL);
}

static int check_no_officer(struct request *rq)
{
	const Duban__Principal *p = by_socket(rq) ? officer(rq) : NULL;

	return p ? request_refuse(rq, STATUS_DENIED, "principal.officer_exists", p->name, NULL) : 0;
}

static bool id_ok(const char *s)
{
	size_t n = strlen(s);

	return n >= 1 && n <= ID_MAX &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == n;
}

static bool needs_unit(Duban__Role role)
{
	return role == DUBAN__ROLE__ROLE_COUNTY || role == DUBAN__ROLE__ROLE_UNIT ||
	       role == DUBAN__ROLE__ROLE_SECTOR;
}

/* A key that may be added: to anybody, if `until` (0: for ever) is not before `from`. */
static int check_key(struct request *rq, const ProtobufCBinaryData *key, usec_t from, usec_t until)
{
	if (key->len != CURVE_KEY_SIZE)
		return request_refuse(rq, STATUS_INVALID, "principal.bad_key", NULL);
	if (until && until <= from)
		return request_refuse(rq, STATUS_INVALID, "principal.bad_days", NULL);
	if (principal_by_key(rq->txn, key->data))
		return request_refuse(rq, STATUS_CONFLICT, "principal.key_known", NULL);
	return 0;
}

static int check_add(struct request *rq, const Duban__PrincipalAddRequest *q, uint32_t *ret_unit)
{
	int r;

	*ret_unit = 0;
	if (!id_ok(q->name))
		return request_refuse(rq, STATUS_INVALID, "principal.bad_name", q->name, NULL);
	if (q->role < DUBAN__ROLE__ROLE_COUNTY || q->role > DUBAN__ROLE__ROLE_SECURITY)
		return request_refuse(rq, STATUS_INVALID, "principal.bad_role",
				      wire_enum_name(&duban__role__descriptor, (int)q->role), NULL);
	if (needs_unit(q->role) && !*q->unit)
		return request_refuse(rq, STATUS_INVALID, "principal.needs_unit",
				      wire_enum_name(&duban__role__descriptor, (int)q->role), NULL);
	if (principal_by_name(rq->txn, q->name))
		return request_refuse(rq, STATUS_CONFLICT, "principal.name_taken", q->name, NULL);
	r = check_key(rq, &q->public_key, q->not_before_at, q->not_after_at);
	return !r && *q->unit ? request_unit(rq, q->unit, ret_unit) : r;
}

static int principal_add(struct request *rq, const void *body)
{
	const Duban__PrincipalAddRequest *q = body;
	Duban__Principal *p = REQUEST_NEW(rq, Duban__Principal, duban__principal__init);
	Duban__PrincipalAdded *b =
	    REQUEST_NEW(rq, Duban__PrincipalAdded, duban__principal_added__init);
	Duban__Event *ev;
	uint32_t unit;
	int r = check_hand(rq, q->role);

	if (!r)
		r = check_no_officer(rq);
	if (!r)
		r = check_add(rq, q, &unit);
	if (!r)
		r = request_text(rq, "owner", q->owner, NAME_MAX_BYTES, false);
	if (r)
		return r;
	ev = request_event(rq);
	if (!ev || !p || !b)
		return -ENOMEM;
	p->num = counter_last(rq->txn, "principal") + 1;
	p->name = q->name;
	p->public_key = q->public_key;
	p->owner = q->owner;
	p->role = q->role;
	p->unit = unit;
	p->not_before_at = q->not_before_at;
	p->not_after_at = q->not_after_at;
	b->principal = p;
	ev->body_case = DUBAN__EVENT__BODY_PRINCIPAL_ADDED;
	ev->principal_added = b;
	return 0;
}

/* What a connection file needs: for a new principal, and for another key of one. */
static int answer_file(struct request *rq, uint32_t num)
{
	Duban__PrincipalAddReply *b =
	    REQUEST_NEW(rq, Duban__PrincipalAddReply, duban__principal_add_reply__init);

	if (!b)
		return -ENOMEM;
	b->num = num;
	rq->host->doors(rq->host->user, b);
	rq->reply->body_case = DUBAN__REPLY__BODY_PRINCIPAL_ADD;
	rq->reply->principal_add = b;
	return 0;
}

static int principal_answer(struct request *rq, const void *body)
{
	(void)body;
	return answer_file(rq, rq->event[0]->principal_added->principal->num);
}
HANDLER(PRINCIPAL_ADD, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL),
	.decide = principal_add, .answer = principal_answer);

/* Of the requests about keys, which are an officer's alone on a real store: whoever has a key of a
 * principal is that principal. */
static int find(struct request *rq, const char *name, Duban__Principal **ret)
{
	Duban__Principal *p = principal_get(rq->txn, rq->arena, principal_by_name(rq->txn, name));

	if (!p)
		return request_refuse(rq, STATUS_NOT_FOUND, "principal.unknown", name, NULL);
	*ret = p;
	return 0;
}

static int principal_add_key(struct request *rq, const void *body)
{
	const Duban__PrincipalAddKeyRequest *q = body;
	Duban__PrincipalKeyAdded *b =
	    REQUEST_NEW(rq, Duban__PrincipalKeyAdded, duban__principal_key_added__init);
	Duban__PrincipalKey *k = REQUEST_NEW(rq, Duban__PrincipalKey, duban__principal_key__init);
	Duban__Principal *p = NULL;
	Duban__Event *ev;
	int r = find(rq, q->name, &p);

	if (!r)
		r = check_key(rq, &q->public_key, q->not_before_at, q->not_after_at);
	if (!r && principal_live_keys(p, rq->now) >= KEYS_PER_PRINCIPAL)
		return request_refuse(rq, STATUS_TOO_MANY, "principal.keys_full", q->name,
				      arena_printf(rq->arena, "%d", KEYS_PER_PRINCIPAL), NULL);
	if (r)
		return r;
	ev = request_event(rq);
	if (!ev || !b || !k)
		return -ENOMEM;
	k->public_key = q->public_key;
	k->not_before_at = q->not_before_at;
	k->not_after_at = q->not_after_at;
	b->num = p->num;
	b->key = k;
	ev->body_case = DUBAN__EVENT__BODY_PRINCIPAL_KEY_ADDED;
	ev->principal_key_added = b;
	return 0;
}

static int add_key_answer(struct request *rq, const void *body)
{
	(void)body;
	return answer_file(rq, rq->event[0]->principal_key_added->num);
}
HANDLER(PRINCIPAL_ADD_KEY, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL),
	.simulated_only_for_local = true, .decide = principal_add_key, .answer = add_key_answer);

/* When the key ends that the caller revokes: 0 = now. */
static int end_of(struct request *rq, const Duban__Principal *p, int64_t *ret)
{
	char text[INSTANT_TEXT_MAX];
	int64_t days = 0;
	int r;

	*ret = 0;
	if (!by_socket(rq) || !principal_valid(p, rq->now))
		return 0;
	if (p->ends_at)
		return request_refuse(rq, STATUS_CONFLICT, "principal.ends_already", p->name,
				      instant_text(p->ends_at, rq->zone_minutes, text), NULL);
	r = parameter_number(rq->txn, rq->arena, NULL, "principal.recovery_cd", &days);
	*ret = rq->now + days * USEC_PER_DAY;
	return r;
}

static int principal_revoke(struct request *rq, const void *body)
{
	const Duban__PrincipalRevokeRequest *q = body;
	Duban__Principal *p =
	    principal_get(rq->txn, rq->arena, principal_by_name(rq->txn, q->name));
	Duban__PrincipalRevoked *b =
	    REQUEST_NEW(rq, Duban__PrincipalRevoked, duban__principal_revoked__init);
	Duban__Event *ev;
	int r;

	/* the socket of a real store learns nothing of keys that are not its own to end */
	if (!p || (by_socket(rq) && p->role != DUBAN__ROLE__ROLE_SECURITY))
		return request_refuse(rq, STATUS_NOT_FOUND, "principal.unknown", q->name, NULL);
	if (!b)
		return -ENOMEM;
	r = end_of(rq, p, &b->ends_at);
	if (r)
		return r;
	ev = request_event(rq);
	if (!ev)
		return -ENOMEM;
	b->num = p->num;
	ev->body_case = DUBAN__EVENT__BODY_PRINCIPAL_REVOKED;
	ev->principal_revoked = b;
	return 0;
}
HANDLER(PRINCIPAL_REVOKE, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL),
	.frees = true, .decide = principal_revoke);

/* Also its last key: it stays a principal, without access, until it gets another one. */
static int principal_revoke_key(struct request *rq, const void *body)
{
	const Duban__PrincipalRevokeKeyRequest *q = body;
	Duban__PrincipalKeyRevoked *b =
	    REQUEST_NEW(rq, Duban__PrincipalKeyRevoked, duban__principal_key_revoked__init);
	Duban__Principal *p = NULL;
	Duban__Event *ev;
	int r = find(rq, q->name, &p);

	if (!r && !principal_key(p, BYTES(q->public_key.data, q->public_key.len)))
		return request_refuse(rq, STATUS_NOT_FOUND, "principal.not_its_key", q->name, NULL);
	if (r)
		return r;
	ev = request_event(rq);
	if (!ev || !b)
		return -ENOMEM;
	b->num = p->num;
	b->public_key = q->public_key;
	ev->body_case = DUBAN__EVENT__BODY_PRINCIPAL_KEY_REVOKED;
	ev->principal_key_revoked = b;
	return 0;
}
HANDLER(PRINCIPAL_REVOKE_KEY, .kind = HANDLER_COMMAND,
	.roles = ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL), .simulated_only_for_local = true,
	.frees = true, .decide = principal_revoke_key);

static int add_key_row(struct request *rq, const Duban__Principal *p, const Duban__PrincipalKey *k,
		       Duban__PrincipalRow *row)
{
	Duban__PrincipalKeyRow *key =
	    REQUEST_NEW(rq, Duban__PrincipalKeyRow, duban__principal_key_row__init);
	char *text = arena_alloc(rq->arena, CURVE_KEY_SIZE / 4 * 5 + 1);

	if (!key || !text)
		return -ENOMEM;
	key->public_key = z85_text(k->public_key.data, CURVE_KEY_SIZE, text);
	key->not_before_at = k->not_before_at;
	key->not_after_at = principal_key_ends(p, k);
	return REQUEST_PUSH(rq, row->key, row->n_key, key);
}

static int add_row(struct request *rq, const Duban__Principal *p, Duban__PrincipalListReply *b)
{
	Duban__PrincipalRow *row = REQUEST_NEW(rq, Duban__PrincipalRow, duban__principal_row__init);
	int r = row ? 0 : -ENOMEM;

	for (size_t i = 0; !r && i < p->n_key; i++)
		r = add_key_row(rq, p, p->key[i], row);
	if (r)
		return r;
	row->num = p->num;
	row->name = p->name;
	row->owner = p->owner;
	row->role = p->role;
	row->unit = request_unit_id(rq, p->unit);
	row->revoked_at = p->revoked_at;
	if (row->n_key > 0) {
		row->public_key = row->key[0]->public_key;
		row->not_before_at = row->key[0]->not_before_at;
		row->not_after_at = row->key[0]->not_after_at;
	}
	return REQUEST_PUSH(rq, b->principal, b->n_principal, row);
}

static int principal_list(struct request *rq, const void *body)
{
	const Duban__PrincipalListRequest *q = body;
	Duban__PrincipalListReply *b =
	    REQUEST_NEW(rq, Duban__PrincipalListReply, duban__principal_list_reply__init);
	struct scan s = scan_after(rq->txn, TABLE_principal, BYTES("", 0),
				   q->after ? key_bytes(key_u32(KEY(), q->after)) : BYTES("", 0));
	size_t bytes = 0;
	int r = 0;

	if (!b)
		return -ENOMEM;
	while (!r && !b->next && scan_next(&s)) {
		Duban__Principal *p =
		    record_unpack(rq->txn, s.value, &duban__principal__descriptor, rq->arena);

		if (!p)
			return txn_error(rq->txn);
		if (by_socket(rq) && p->role != DUBAN__ROLE__ROLE_SECURITY)
			continue;
		r = add_row(rq, p, b);
		if (r)
			break;
		bytes +=
		    duban__principal_row__get_packed_size(b->principal[b->n_principal - 1]) + 8;
		if (request_page_full(rq, bytes, VALUE_MAX))
			b->next = p->num;
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_PRINCIPAL_LIST;
	rq->reply->principal_list = b;
	return r;
}
HANDLER(PRINCIPAL_LIST, .kind = HANDLER_QUERY,
	.roles = ROLE_BIT(SECURITY) | ROLE_BIT(AUDITOR) | ROLE_BIT(LOCAL),
	.decide = principal_list);
