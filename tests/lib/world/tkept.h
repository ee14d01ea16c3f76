/* A closed store of some weeks with a warning and a telephone number, for tests that change its
 * files and open it again: what it held must still be there. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct world;

#define KEPT_START "2020-01-02T09:00"
#define KEPT_PHONE "13912345678"

struct kept {
	char *dir;
	uint8_t hash[32]; /* of its state */
	uint64_t seq;	  /* its last event */
};

struct kept *kept_new(void);
void kept_free(struct kept *k);
/* Valid until the next call. */
char *kept_path(const struct kept *k, const char *name);
bool kept_has(const struct kept *k, const char *name);
void kept_move(const struct kept *k, const char *from, const char *to);
/* Opens it and checks that its events and state are the same. */
struct world *kept_open_same(const struct kept *k);
