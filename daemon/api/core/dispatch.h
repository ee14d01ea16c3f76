/* The entry point of api/: one packed request in, one packed reply out. Checks the caller's role,
 * recognises repeats, and calls the handler. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

struct api;
struct api_answer;
struct api_host;
struct caller;
struct engine;
struct handler;
struct uploads;

int api_new(struct api **ret, struct engine *e, const struct api_host *host);
struct api *api_free(struct api *a);
DEFINE_CLEANUP(struct api *, api_free)
/* The server's key is being changed for `key` (32 bytes): every reply says so, and that the present
 * one is served until then. NULL: it is not. */
void api_set_next_key(struct api *a, const uint8_t *key, usec_t until);
/* For tests: a page of a list is full with so many bytes of rows. 0: as large as allowed. */
void api_set_page(struct api *a, size_t bytes);
int api_serve(struct api *a, const struct caller *c, struct bytes request, bool last,
	      struct api_answer *ret);

/* Finds the caller by its key at time `now`; DENIED if the key is unknown, revoked or outside its
 * days. *ret_city: may read the whole city, and thus the feed. The name is in the api's arena. */
int api_caller(struct api *a, const uint8_t key[CURVE_KEY_SIZE], struct caller *ret,
	       bool *ret_city);

/* The name of a principal, "local" for 0; valid until the next call of anything here, and not to be
 * called while a request is served. */
const char *api_principal_name(struct api *a, uint32_t num);

const struct handler *handler_of(Duban__Request__BodyCase body);

/* Drops what a principal has uploaded and not committed. */
void api_drop_uploads(struct api *a, uint32_t principal);

/* The place of the open uploads: a pointer that is NULL at first, and that api_free passes to
 * uploads_free. */
struct uploads **api_uploads(struct api *a);
