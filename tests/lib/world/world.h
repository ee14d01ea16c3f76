/* A world: a real store in a temporary folder, an engine and an api, with a clock that the test
 * sets. Tests act by requests, as clients do. After every step the whole database is checked
 * (engine_invariants). Warnings are recorded as lines, for comparison.
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
	bool foreign; /* the test owns the folder; it is not removed */
	struct engine *engine;
	struct api *api;
	struct arena *arena; /* replies; freed by world_forget */
	struct caller caller;
	uint64_t requests;
	const uint8_t *id;   /* of requests and uploads that have none; NULL: fresh ones */
	Duban__Reply *reply; /* the last */
	uint64_t due_events; /* that due work wrote while the last request waited */
	char *log;	     /* lines since the last world_expect */
	char *project_log;   /* the same for world_expect_project */
	char *notice_log;    /* the same for world_expect_notices */
	char *step_log;	     /* the same for world_expect_steps: how lamps climb their ladders */
	bool city_override;  /* imported calendars are overrides of the city */
	bool check;	     /* check the database after every step (default) */
	int jumped;	     /* 0: a jump of the clock waits to be accepted */
	int accepted;	     /* so many jumps were */
	int64_t wall;	     /* the machine's clock; of a real store */
	int hold;	     /* why it is not believed; 0: it is */
	int64_t floor_at;    /* option clock-floor */
};

int world_setup(void **state); /* simulated clock, Thursday 2020-01-02 09:00 */
int world_teardown(void **state);
struct world *world_new(const char *start, bool simulated);
struct world *world_new_at(const char *dir,
			   const char *start); /* created, or opened if it exists */
struct world *world_free(struct world *w);
/* Closes the store and opens it again, as after a clean stop (true) or, without a checkpoint, as
 * after a crash (false). */
void world_restart(struct world *w, bool clean);
/* The same, without any of the work that is due then. `when`: the wall clock of the start, for a
 * store that is not simulated; NULL: the same instant. */
void world_reopen(struct world *w, bool clean, const char *when);

/* Sends one request, under a new id unless it has one, and does due work until it is answered. */
Duban__Reply *world_ask(struct world *w, Duban__Request *q);
/* The same; asserts STATUS_OK, or a verdict whose first problem has that code. */
Duban__Reply *world_ok(struct world *w, Duban__Request *q);
void world_refused(struct world *w, Duban__Request *q, int status, const char *code);

/* `csv` is "header\nrow\nrow", as tcsv.h describes. world_import asserts STATUS_OK. */
Duban__Reply *world_import_ask(struct world *w, Duban__ImportKind kind, const char *csv);
void world_import(struct world *w, Duban__ImportKind kind, const char *csv);
void world_import_file(struct world *w, Duban__ImportKind kind, const char *path);
/* Imports the unit `office`, the counties `east` and `west`, the zone `new`, one person, and the
 * project P1 of `east`, 在建 in 2020. */
void world_city(struct world *w);

/* Advances the clock to that minute of the office's time, and does the due work on the way. */
void world_until(struct world *w, const char *when);
/* The machine's clock of a real store says that time, and the due work is done. */
void world_clock(struct world *w, const char *when);
void world_work(struct world *w); /* does the work that is due now */
