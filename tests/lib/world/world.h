/* A world: real store in a temp folder, engine, api, and time as the test says. All goes by
 * requests, as a client would. After every step the whole database is walked
 * (engine_invariants); what the rules say is kept as lines to compare.
 *     cmocka_unit_test_setup_teardown(test, world_setup, world_teardown) */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "api/core/api.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"
#include "proto/status.h"

struct api;
struct arena;
struct engine;

struct world {
	char *dir;
	bool foreign; /* the folder is the test's, not removed */
	struct engine *engine;
	struct api *api;
	struct arena *arena; /* replies; freed by world_forget */
	struct caller caller;
	uint64_t requests;
	Duban__Reply *reply; /* the last */
	char *log;	     /* lines since the last world_expect */
	char *project_log;   /* likewise, of world_expect_project */
	bool city_override;  /* calendars imported are the city\'s own days */
	bool check;	     /* walk the database after every step (default) */
	int jumped;	     /* what clock accept answers */
};

int world_setup(void **state); /* simulated, Thursday 2020-01-02 09:00 */
int world_teardown(void **state);
struct world *world_new(const char *start, bool simulated);
struct world *world_new_at(const char *dir, const char *start); /* made or opened again */
struct world *world_free(struct world *w);
/* Ends the process' hold on the store without a checkpoint and opens it again, as after a
 * crash (false) or a clean stop (true). */
void world_restart(struct world *w, bool clean);

/* Sends one request under a fresh id (or the one it bears) and works until it is answered. */
Duban__Reply *world_ask(struct world *w, Duban__Request *q);
/* The same, asserting STATUS_OK; and asserting a verdict with a first problem of that code. */
Duban__Reply *world_ok(struct world *w, Duban__Request *q);
void world_refused(struct world *w, Duban__Request *q, int status, const char *code);

/* "header\nrow\nrow": no quoting; "amount(元)" names a column's unit. world_import asserts OK. */
Duban__Reply *world_import_ask(struct world *w, Duban__ImportKind kind, const char *csv);
void world_import(struct world *w, Duban__ImportKind kind, const char *csv);
void world_import_file(struct world *w, Duban__ImportKind kind, const char *path);
/* The unit `office`, counties `east` and `west`, a zone `new`; one person; project P1 of
 * `east`, in construction, 2020. */
void world_city(struct world *w);

/* Walks to that minute of the office's time. */
void world_until(struct world *w, const char *when);
void world_work(struct world *w); /* what is due now */
