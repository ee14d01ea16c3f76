/* Sets one field of a request from text, according to the field's type and name. */
#pragma once

#include <protobuf-c/protobuf-c.h>

struct filling;

/* The text of a value, and the name that the user knows it by. */
struct setting {
	struct filling *f;
	const char *option, *text;
};
/* The name that the user knows. Returns buf or a static text. */
const char *setting_name(const struct setting *s, char *buf, size_t size);
int setting_complain(const struct setting *s, const char *code);
/* Parses a value that is not a message and stores it in `to`, which has the field's type. */
int setting_value(const struct setting *s, const ProtobufCFieldDescriptor *d, void *to);
