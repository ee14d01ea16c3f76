#include "lib/noun/tconfirm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/principal/principal.h"
#include "proto/enums.h"

#define TEXT(s) ((char *)(uintptr_t)(s))

Duban__Request *hand_new(const char *name, Duban__Role role, const char *unit, const char *owner)
{
	static Duban__PrincipalAddRequest b;
	static Duban__Request q;
	static uint8_t key[CURVE_KEY_SIZE];

	memset(key, 0, sizeof key);
	memcpy(key, name, strlen(name));
	duban__request__init(&q);
	duban__principal_add_request__init(&b);
	b.name = TEXT(name);
	b.role = role;
	b.unit = TEXT(unit);
	b.owner = TEXT(owner);
	b.public_key = (ProtobufCBinaryData){sizeof key, key};
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_ADD;
	q.principal_add = &b;
	return &q;
}

void hand_of(struct world *w, const char *name)
{
	struct txn *t = engine_txn(w->engine);
	Duban__Principal *p;

	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
	if (!name)
		return;
	p = principal_get(t, w->arena, principal_by_name(t, name));
	assert_non_null(p);
	w->caller = (struct caller){
	    .principal = p->num, .role = (int)p->role, .unit = p->unit, .name = name};
}

void hands_of_office(struct world *w, const char *rows)
{
	hand_of(w, NULL);
	world_ok(w, hand_new("li", DUBAN__ROLE__ROLE_OFFICE, "", "李主任"));
	world_ok(w, hand_new("wang", DUBAN__ROLE__ROLE_OFFICE, "", "王科长"));
	world_ok(w, hand_new("shen", DUBAN__ROLE__ROLE_SECURITY, "", "沈"));
	world_ok(w, hand_new("ding", DUBAN__ROLE__ROLE_SECURITY, "", "丁"));
	world_ok(w, hand_new("audit", DUBAN__ROLE__ROLE_AUDITOR, "", "审计"));
	world_ok(w, param_set("second.import_rows", rows));
	world_ok(w, param_set("second.person", "yes"));
	hand_of(w, "li");
}

Duban__Request *param_set(const char *key, const char *value)
{
	static Duban__ParamSetRequest b;
	static Duban__Request q;

	duban__request__init(&q);
	duban__param_set_request__init(&b);
	b.key = TEXT(key);
	b.value = TEXT(value);
	b.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	return &q;
}

Duban__Request *confirming(uint32_t pending)
{
	static Duban__ConfirmRequest b;
	static Duban__Request q;

	duban__request__init(&q);
	duban__confirm_request__init(&b);
	b.pending = pending;
	q.body_case = DUBAN__REQUEST__BODY_CONFIRM;
	q.confirm = &b;
	return &q;
}

Duban__Request *refusing(uint32_t pending, const char *reason)
{
	static Duban__ConfirmRefuseRequest b;
	static Duban__Request q;

	duban__request__init(&q);
	duban__confirm_refuse_request__init(&b);
	b.pending = pending;
	b.reason = TEXT(reason);
	q.body_case = DUBAN__REQUEST__BODY_CONFIRM_REFUSE;
	q.confirm_refuse = &b;
	return &q;
}

uint32_t waits(struct world *w)
{
	const Duban__Reply *p = w->reply;

	if (p->status != DUBAN__STATUS__STATUS_WAITING)
		fail_msg("status %d: %s", (int)p->status, p->n_problem ? p->problem[0]->code : "");
	assert_string_equal(p->problem[0]->code, "confirm.waits");
	assert_int_equal(p->body_case, DUBAN__REPLY__BODY_PENDING);
	assert_int_equal(p->pending->pending->state, PENDING_STATE(WAITING));
	return p->pending->pending->num;
}

Duban__PendingReply *shown(struct world *w, uint32_t pending)
{
	Duban__ConfirmShowRequest b = DUBAN__CONFIRM_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.pending = pending;
	q.body_case = DUBAN__REQUEST__BODY_CONFIRM_SHOW;
	q.confirm_show = &b;
	return world_ok(w, &q)->pending;
}

Duban__ConfirmListReply *listed(struct world *w, bool all)
{
	Duban__ConfirmListRequest b = DUBAN__CONFIRM_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.all = all;
	q.body_case = DUBAN__REQUEST__BODY_CONFIRM_LIST;
	q.confirm_list = &b;
	return world_ok(w, &q)->confirm_list;
}
