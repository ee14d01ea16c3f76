#include "lib/order/torder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/rights/body.h"
#include "lib/world/world.h"
#include "model/office/unit.h"
#include "model/principal/principal.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "text/date.h"

static const char *behalf = "";

void torder_for(const char *unit)
{
	behalf = unit;
}

void torder_as_local(struct world *w)
{
	behalf = "";
	w->caller = (struct caller){.role = ROLE(LOCAL), .name = "local"};
}

void torder_as(struct world *w, Duban__Role role, const char *unit, const char *name)
{
	uint32_t num = principal_by_name(engine_txn(w->engine), name);

	behalf = "";
	w->caller = (struct caller){.role = (int)role,
				    .unit = unit_by_id(engine_txn(w->engine), unit),
				    .principal = num ? num : 90,
				    .name = name};
}

static const Duban__Reply *ask(struct world *w, const char *request, const char *text)
{
	static const struct body_word none[] = {{NULL, NULL}};
	const Duban__Reply *p;
	Duban__Request *q;
	struct arena *a;

	assert_int_equal(arena_new(&a, 1024 * 1024), 0);
	q = body_request(a, request, text, none);
	q->for_unit = (char *)(uintptr_t)behalf;
	p = world_ask(w, q);
	arena_free(a);
	return p;
}

const Duban__Reply *torder_ok(struct world *w, const char *request, const char *text)
{
	const Duban__Reply *p = ask(w, request, text);

	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s %s: %s", request, text,
			 p->n_problem ? p->problem[0]->code : "no problem named");
	return p;
}

void torder_refused(struct world *w, const char *request, const char *text, const char *code)
{
	uint64_t before = engine_seq(w->engine);
	const Duban__Reply *p = ask(w, request, text);

	if (p->status == DUBAN__STATUS__STATUS_OK)
		fail_msg("%s %s was not refused", request, text);
	assert_string_equal(p->n_problem ? p->problem[0]->code : "", code);
	assert_int_equal(engine_seq(w->engine), before);
}

void torder_is(struct world *w, const char *number, const char *expected)
{
	char ask[200], now[200], due[DATE_TEXT_MAX];
	const Duban__OrderRow *row;

	(void)snprintf(ask, sizeof ask, "number=%s", number);
	row = torder_ok(w, "order_show", ask)->order_show->row;
	(void)snprintf(now, sizeof now, "%s %s %s %u %s",
		       wire_enum_name(&duban__order_state__descriptor, (int)row->state), row->unit,
		       date_text(date_from_ymd(row->due_date), due), row->days_late,
		       *row->turn ? row->turn : "-");
	assert_string_equal(now, expected);
}

static void principal(struct world *w, const char *name, const char *unit, int key)
{
	char text[400];

	(void)snprintf(text, sizeof text, "name=%s owner=%s role=%s %s%s public_key=%064d", name,
		       name, *unit ? "county" : "leader", *unit ? "unit=" : "", unit, key);
	torder_ok(w, "principal_add", text);
}

void torder_city(struct world *w)
{
	torder_as_local(w);
	world_city(w);
	world_import(w, IMPORT_KIND(UNITS),
		     "id,name,kind,parent\nworks,市住建局,sector,\n"
		     "site,东湖城投,owner,east\n"
		     "dcb,督查问责办,supervision,\n");
	world_import(w, IMPORT_KIND(PEOPLE), "id,name,unit\nli,李四,east\n");
	world_import(w, IMPORT_KIND(SERIES), "name,text\n督办,督办〔{year}〕{n}号\n");
	principal(w, "boss", "", 1);
	principal(w, "gate", "east", 2);
}

void torder_until(struct world *w, const char *when)
{
	struct caller by = w->caller;

	torder_as_local(w);
	world_until(w, when);
	w->caller = by;
}
