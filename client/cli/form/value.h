/* Setting one field of a request from text, by the field's type and name. */
#pragma once

#include <protobuf-c/protobuf-c.h>

struct filling;

/* What is being set, and how the user named it. */
struct setting {
	struct filling *f;
	const char *option, *text;
};
/* How the user named it. Returns buf, or a text that stays. */
const char *setting_name(const struct setting *s, char *buf, size_t size);
int setting_complain(const struct setting *s, const char *code);
/* Any value but a message, into `to` of the field's type. */
int setting_value(const struct setting *s, const ProtobufCFieldDescriptor *d, void *to);
