/* A gateway without its daemon, with a transport that does what the test says. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/notify/gateway/private.h"

#define HOUR (3600 * USEC_PER_SEC)
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, world_setup, world_teardown)

/* A transport that notes what it gets. */
struct world {
	char *dir;
	struct gateway g;
	struct notify_config config;
	struct texts *texts;
	struct transport transport;
	char ref[16][MESSAGE_REF_BYTES], text[16][256];
	bool again[16];
	size_t sent, confirmed;
};

int world_setup(void **state);
int world_teardown(void **state);
/* world_forget(): all that is in memory is gone, as after SIGKILL. notice_add(): for somebody whose
 * number is known; `after`: of one that it names, or NULL. world_run(): a round; returns the number
 * of texts that the transport has got in all. world_send(): one more, and the answer to it.
 * notice_age(): as if it had been put off or taken so long ago. */
void world_forget(struct gateway *g);
Outbox__Message *notice_get(struct world *w, const char *key);
void notice_add(struct world *w, const char *key, usec_t valid_for, const char *after);
size_t world_run(struct world *w);
void world_send(struct world *w, const char *key, enum submit_state state);
void world_answer(struct world *w, size_t i, enum submit_state state, bool down);
Outbox__PartState notice_state_of(struct world *w, const char *key);
unsigned notice_result_of(struct world *w, const char *key);
void notice_age(struct world *w, const char *key, usec_t by);
