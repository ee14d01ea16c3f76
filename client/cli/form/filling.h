/* A request being filled in: what it points to lives until form_done. */
#pragma once

#include <stddef.h>

#include "proto/api.pb-c.h"

struct cli;
struct form;

/* A request being filled in; all it points to lives until form_done. */
struct filling {
	struct cli *c;
	const struct form *form;
	Duban__Request request;
	ProtobufCMessage *body;
	void *blocks;
};

/* Lives until form_done. NULL: memory. */
void *filling_hold(struct filling *f, size_t size);
char *filling_text(struct filling *f, const char *text, size_t n);
void form_done(struct filling *f);
