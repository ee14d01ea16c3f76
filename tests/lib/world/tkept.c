#include "lib/world/tkept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/ttemp.h"
#include "lib/world/world.h"
#include "proto/enums.h"
#include "store/db/state.h"

char *kept_path(const struct kept *k, const char *name)
{
	static char buf[512];

	(void)snprintf(buf, sizeof buf, "%s/%s", k->dir, name);
	return buf;
}

bool kept_has(const struct kept *k, const char *name)
{
	struct stat st;

	return stat(kept_path(k, name), &st) == 0;
}

void kept_move(const struct kept *k, const char *from, const char *to)
{
	char *a = strdup(kept_path(k, from));

	assert_int_equal(rename(a, kept_path(k, to)), 0);
	free(a);
}

struct kept *kept_new(void)
{
	struct kept *k = calloc(1, sizeof *k);
	struct world *w;

	assert_non_null(k);
	k->dir = ttemp_new();
	w = world_new_at(k->dir, KEPT_START);
	world_city(w);
	world_import(w, IMPORT_KIND(PEOPLE),
		     "id,name,unit,post,phone\nli,李四,east,局长," KEPT_PHONE "\n");
	world_import(w, IMPORT_KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit\n"
		     "P1,1,立项,审批,east,,张三,,5wd\n");
	world_until(w, "2020-02-03T09:00");
	k->seq = engine_seq(w->engine);
	assert_int_equal(db_state_hash(engine_txn(w->engine), k->hash), 0);
	world_free(w);
	return k;
}

void kept_free(struct kept *k)
{
	ttemp_remove(k->dir);
	free(k);
}

struct world *kept_open_same(const struct kept *k)
{
	struct world *w = world_new_at(k->dir, KEPT_START);
	uint8_t hash[32];

	assert_int_equal(engine_seq(w->engine), k->seq);
	assert_int_equal(db_state_hash(engine_txn(w->engine), hash), 0);
	assert_memory_equal(hash, k->hash, sizeof hash);
	return w;
}
