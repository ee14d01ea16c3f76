#include "lib/lamp/twarning.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/noun/tevidence.h"
#include "lib/rights/body.h"
#include "lib/world/world.h"
#include "model/warning/warning.h"
#include "proto/warning_id.h"
#include "text/hex.h"

Duban__Request *lamp_request(struct world *w, const char *request, const char *text)
{
	static const struct body_word none[] = {{NULL, NULL}};
	static struct arena *a; /* asking resets the world's */

	(void)w;
	if (a)
		arena_reset(a);
	else
		assert_int_equal(arena_new(&a, 1024 * 1024), 0);
	return body_request(a, request, text, none);
}

Duban__Warning *lamp_stored(struct world *w, const char *id)
{
	struct warning_id of;

	assert_true(warning_id_parse(id, &of));
	return warning_get(engine_txn(w->engine), w->arena, &of.subject, of.rule, of.occurrence);
}

const char *lamp_evidence(void)
{
	static char hex[2 * HASH_SIZE + 1];

	return hex_text(BYTES(digest, HASH_SIZE), hex);
}
