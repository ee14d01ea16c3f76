/* A request that is being filled in, and the memory of what it points to. */
#pragma once

#include <stddef.h>

#include "proto/api.pb-c.h"

struct cli;
struct form;

/* Everything it points to is valid until form_done(). */
struct filling {
	struct cli *c;
	const struct form *form;
	Duban__Request request;
	ProtobufCMessage *body;
	void *blocks;
};

/* Memory that is valid until form_done(). NULL: no memory. */
void *filling_hold(struct filling *f, size_t size);
char *filling_text(struct filling *f, const char *text, size_t n);
void form_done(struct filling *f);
