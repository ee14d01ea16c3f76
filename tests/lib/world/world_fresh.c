#include "lib/world/world_fresh.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/core/apply.h"
#include "engine/core/due.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"

bool world_is_fresh(const char *dir)
{
	char path[512];

	(void)snprintf(path, sizeof path, "%s/journal", dir);
	return access(path, F_OK) != 0;
}

void world_without_cadence(struct engine *e)
{
	Duban__Event ev = DUBAN__EVENT__INIT, *draft = &ev;
	Duban__ParameterSet b = DUBAN__PARAMETER_SET__INIT;
	Duban__Parameter p = DUBAN__PARAMETER__INIT;

	p.key = (char *)(uintptr_t) "cadence.profile";
	p.value = (char *)(uintptr_t) "none";
	p.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	b.parameter = &p;
	ev.body_case = DUBAN__EVENT__BODY_PARAMETER_SET;
	ev.parameter_set = &b;
	assert_int_equal(engine_apply(e, &draft, 1, &author_system, true), 0);
	due_clear(engine_txn(e)); /* there are no subjects yet */
	assert_int_equal(engine_sync(e), 0);
}
