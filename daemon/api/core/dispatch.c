#include "api/core/dispatch.h"

#include "api/confirm/pending.h"
#include "api/confirm/second.h"
#include "api/core/api.h"
#include "api/core/command.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/evidence/upload.h"
#include "api/records/upload.h"
#include "base/hash.h"
#include "engine/core/apply.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/keeper/damage.h"
#include "model/core/oneof_pack.h"
#include "model/core/request.h"
#include "model/principal/principal.h"
#include "proto/wire.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

/* Enough for all rows and events of one import; requests are handled one at a time. */
enum { ARENA_BYTES = 512 * 1024 * 1024 };

struct api {
	struct engine *engine;
	struct api_host host;
	struct arena *arena;
	struct uploads *uploads;
	struct evidence_uploads *evidence;
	struct pendings pendings;
	char caller_name[ID_MAX + 1];
	uint8_t *buf;
	size_t buf_size, page;
	Duban__NextServerKey next_key; /* without a key: the server's key is not changing */
	uint8_t next_public[CURVE_KEY_SIZE];
};

struct uploads **api_uploads(struct api *a)
{
	return &a->uploads;
}

void api_drop_uploads(struct api *a, uint32_t principal)
{
	uploads_drop_of(a->uploads, principal);
	evidence_uploads_drop_of(a->evidence, principal);
}

int api_new(struct api **ret, struct engine *e, const struct api_host *host)
{
	_cleanup_(api_freep) struct api *a = calloc(1, sizeof *a);
	int r;

	if (!a)
		return -ENOMEM;
	a->engine = e;
	a->host = *host;
	r = arena_new(&a->arena, ARENA_BYTES);
	if (r)
		return r;
	*ret = TAKE_PTR(a);
	return 0;
}

void api_set_next_key(struct api *a, const uint8_t *key, usec_t until)
{
	duban__next_server_key__init(&a->next_key);
	if (!key)
		return;
	memcpy(a->next_public, key, CURVE_KEY_SIZE);
	a->next_key.public_key =
	    (ProtobufCBinaryData){.len = CURVE_KEY_SIZE, .data = a->next_public};
	a->next_key.until_at = until;
}

void api_set_page(struct api *a, size_t bytes)
{
	a->page = bytes;
}

struct api *api_free(struct api *a)
{
	if (!a)
		return NULL;
	uploads_free(a->uploads);
	evidence_uploads_free(a->evidence);
	arena_free(a->arena);
	free(a->buf);
	free(a);
	return NULL;
}

const struct handler *handler_of(Duban__Request__BodyCase body)
{
	SECTION_FOREACH(duban_handlers, struct handler, it)
	if ((*it)->body == body)
		return *it;
	return NULL;
}

int api_caller(struct api *a, const uint8_t key[CURVE_KEY_SIZE], struct caller *ret, bool *ret_city)
{
	struct txn *t = engine_txn(a->engine);
	uint32_t num = principal_by_key(t, key);
	Duban__Principal *p;

	arena_reset(a->arena);
	p = principal_get(t, a->arena, num);
	if (txn_error(t))
		return txn_error(t);
	if (!p || !principal_admits(p, key, engine_now(a->engine)))
		return STATUS_DENIED;
	(void)snprintf(a->caller_name, sizeof a->caller_name, "%s", p->name);
	*ret = (struct caller){
	    .principal = num, .role = (int)p->role, .unit = p->unit, .name = a->caller_name};
	*ret_city = (1u << p->role) & ROLES_CITY;
	return 0;
}

const char *api_principal_name(struct api *a, uint32_t num)
{
	const Duban__Principal *p;

	if (num == 0)
		return "local";
	arena_reset(a->arena);
	p = principal_get(engine_txn(a->engine), a->arena, num);
	(void)snprintf(a->caller_name, sizeof a->caller_name, "%s", p ? p->name : "?");
	return a->caller_name;
}

/* ---- one request */

/* `project show` lists the projects that have the name, and a repeated command has been decided. */
static int name_projects(struct request *rq, bool repeated)
{
	bool shows = rq->request->body_case == DUBAN__REQUEST__BODY_PROJECT_SHOW;

	return request_name_projects(rq, request_body(rq->request), shows || repeated);
}

static int repeat(struct request *rq, const struct handler *h, const Duban__RequestMark *m,
		  struct bytes digest)
{
	int r;

	if (!bytes_equal(BYTES(m->digest.data, m->digest.len), digest))
		return request_refuse(rq, STATUS_CONFLICT, "request.other_content", NULL);
	r = command_events(rq, m->first_seq, m->last_seq);
	if (!r)
		r = name_projects(rq, true);
	if (!r && rq->event[0]->body_case == DUBAN__EVENT__BODY_PENDING_MADE)
		return pending_repeat(rq, h);
	return r ? r : command_answer(rq, h, m->first_seq);
}

static int apply(struct request *rq, const struct handler *h, const struct author *who)
{
	struct author author = rq->as ? rq->as->who : *who;
	int r;

	author.request_id = who->request_id;
	author.digest = who->digest;
	r = engine_apply(rq->engine, rq->event, rq->n_event, &author,
			 h->frees || (rq->as && rq->as->frees));
	if (r == STATUS_FULL)
		return request_refuse(rq, r, "store.full", NULL);
	if (r == STATUS_TOO_MANY)
		return request_refuse(rq, r, "request.too_large", NULL);
	return r;
}

/* Does what was decided, or lets it wait for a second person. */
static int finish(struct request *rq, const struct handler *h, struct bytes bytes,
		  const struct author *who)
{
	bool asked;
	int r = second_asked(rq, &asked);

	if (!r && asked)
		r = pending_draft(rq, bytes);
	if (!r)
		r = apply(rq, h, who);
	if (r)
		return r;
	return asked ? pending_waits(rq) : command_answer(rq, h, rq->event[0]->seq);
}

static int command(struct request *rq, const struct handler *h, struct bytes bytes)
{
	uint8_t hash[HASH_SIZE];
	struct author who = {
	    .principal = rq->caller->principal,
	    .role = rq->caller->role,
	    .unit = rq->caller->unit,
	    .request_id = BYTES(rq->request->request_id.data, rq->request->request_id.len),
	    .digest = BYTES(hash, sizeof hash),
	};
	Duban__RequestMark *m;
	int r = sm3_of(bytes, BYTES("", 0), hash);

	if (r)
		return r;
	m = request_mark(rq->txn, rq->arena, who.principal, who.request_id);
	if (m)
		return repeat(rq, h, m, who.digest);
	r = request_text(rq, "why", rq->request->why, REASON_MAX, false);
	if (!r)
		r = command_decide(rq, h, &who);
	if (r)
		return r;
	if (rq->n_event == 0)
		/* The command had nothing to do, which is success. If decide has made a reply
		 * itself, it is used. */
		return h->answer && rq->reply->body_case == DUBAN__REPLY__BODY__NOT_SET
			   ? h->answer(rq, request_body(rq->request))
			   : 0;
	return finish(rq, h, bytes, &who);
}

static int check_role(struct request *rq, const struct handler *h)
{
	if (!(h->roles & (1u << rq->caller->role)))
		return request_refuse(rq, STATUS_DENIED, "role.denied",
				      wire_enum_name(&duban__role__descriptor, rq->caller->role),
				      wire_body_name(&rq->request->base), NULL);
	if (h->simulated_only_for_local && rq->caller->role == DUBAN__ROLE__ROLE_LOCAL &&
	    !engine_simulated(rq->engine))
		return request_refuse(rq, STATUS_DENIED, "role.local_real",
				      wire_body_name(&rq->request->base), NULL);
	return 0;
}

static int serve_checked(struct request *rq, struct bytes bytes)
{
	const struct handler *h = handler_of(rq->request->body_case);
	int r;

	if (rq->request->version != WIRE_VERSION)
		return request_refuse(rq, STATUS_INVALID, "request.version",
				      arena_printf(rq->arena, "%u", rq->request->version), NULL);
	if (rq->request->request_id.len != REQUEST_ID_SIZE)
		return request_refuse(rq, STATUS_INVALID, "request.id_size", NULL);
	if (!h)
		return request_refuse(rq, STATUS_INVALID, "request.unknown", NULL);
	r = check_role(rq, h);
	if (r)
		return r;
	if (h->kind == HANDLER_COMMAND)
		return command(rq, h, bytes);
	r = name_projects(rq, false);
	return r ? r : h->decide(rq, request_body(rq->request));
}

static int serve(struct request *rq, struct bytes bytes)
{
	enum wire_fault f = wire_check(&duban__request__descriptor, bytes);

	if (f != WIRE_FINE)
		return request_refuse(rq, STATUS_INVALID, wire_fault_code(f), NULL);
	rq->request = duban__request__unpack(arena_pb(rq->arena), bytes.size, bytes.data);
	if (!rq->request)
		return request_refuse(rq, STATUS_INVALID, "wire.truncated", NULL);
	rq->reply->request_id = rq->request->request_id;
	return serve_checked(rq, bytes);
}

/* What the request needs lies in a damaged file. The register knows the place that was met just
 * now. */
static int tell_damage(struct request *rq)
{
	const struct damage *d = engine_last_damage(rq->engine);

	if (!d)
		return 0;
	return request_problem(rq, "store.damaged", d->file,
			       arena_printf(rq->arena, "%llu", (unsigned long long)d->offset),
			       d->what, NULL)
		   ? 0
		   : -ENOMEM;
}

/* The reply is too large. Lists are paged, so only a page with a wrong estimate of its size gets
 * here. A command has taken effect and its status is kept; only the body is dropped. */
static int shorten(struct request *rq)
{
	Duban__Reply *p = rq->reply;

	p->body_case = DUBAN__REPLY__BODY__NOT_SET;
	p->n_problem = 0;
	if (p->status == DUBAN__STATUS__STATUS_OK && !p->last_seq)
		p->status = DUBAN__STATUS__STATUS_TOO_MANY;
	return request_problem(rq, "reply.too_large", NULL) ? 0 : -ENOMEM;
}

static int pack(struct api *api, struct request *rq, struct bytes *ret)
{
	size_t size = oneof_packed_size(&rq->reply->base);

	if (size > WIRE_MESSAGE_MAX) {
		int r = shorten(rq);

		if (r)
			return r;
		size = oneof_packed_size(&rq->reply->base);
	}
	if (size > api->buf_size) {
		uint8_t *p = realloc(api->buf, 2 * size);

		if (!p)
			return -ENOMEM;
		api->buf = p;
		api->buf_size = 2 * size;
	}
	*ret = BYTES(api->buf, oneof_pack(&rq->reply->base, api->buf));
	return 0;
}

/* The host's clock, not the store's: it decides when an idle upload is dropped, and the clock of a
 * simulated store stands still. */
static usec_t wall(struct api *api)
{
	Duban__ClockShowReply c = DUBAN__CLOCK_SHOW_REPLY__INIT;

	api->host.clock(api->host.user, &c);
	return c.wall;
}

int api_serve(struct api *api, const struct caller *c, struct bytes request, bool last,
	      struct api_answer *ret)
{
	Duban__Reply reply = DUBAN__REPLY__INIT;
	struct request a = {
	    .api = api,
	    .evidence = &api->evidence,
	    .pendings = &api->pendings,
	    .engine = api->engine,
	    .txn = engine_txn(api->engine),
	    .arena = api->arena,
	    .calendar = engine_calendar(api->engine),
	    .host = &api->host,
	    .now = engine_now(api->engine),
	    .today = engine_today(api->engine),
	    .zone_minutes = engine_zone(api->engine),
	    .caller = c,
	    .last = last,
	    .page = api->page,
	    .reply = &reply,
	};
	int r;

	arena_reset(api->arena);
	if (api->uploads)
		uploads_tidy(api->uploads, wall(api));
	if (api->evidence)
		evidence_uploads_tidy(api->evidence, wall(api));
	reply.version = WIRE_VERSION;
	pendings_tidy(&a);
	r = serve(&a, request);
	if (r == STATUS_DAMAGED && tell_damage(&a))
		return -ENOMEM;
	if (r < 0 || txn_error(engine_txn(api->engine)))
		return r < 0 ? r : txn_error(engine_txn(api->engine));
	*ret =
	    (struct api_answer){.wait_ms = a.wait_ms, .again = a.again, .after_sync = a.after_sync};
	if (r == STATUS_PARKED)
		return r;
	reply.status = (Duban__Status)r;
	ret->denied = r == STATUS_DENIED || a.hidden;
	ret->numbers_told = a.numbers_told;
	reply.seq = engine_seq(api->engine);
	if (api->next_key.public_key.len > 0)
		reply.next_server_key = &api->next_key;
	return pack(api, &a, &ret->reply);
}
