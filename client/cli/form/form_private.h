/* Between the parts of form.h: what a request is made of, and a value being set. */
#pragma once

#include "client/cli/form/form.h"

/* Lives until form_done. NULL: memory. */
void *filling_hold(struct filling *f, size_t size);
char *filling_text(struct filling *f, const char *text, size_t n);

/* What is being set, and how the user named it. */
struct setting {
	struct filling *f;
	const char *option, *text;
};
int setting_complain(const struct setting *s, const char *code);
/* Any value but a message, into `to` of the field's type. */
int setting_value(const struct setting *s, const ProtobufCFieldDescriptor *d, void *to);
