/* Writes protobuf messages as JSON by descriptor. */
#pragma once

#include <protobuf-c/protobuf-c.h>

struct json;

/* Writes the message as an object; m NULL: null. */
void json_message(struct json *j, const char *key, const ProtobufCMessage *m);
/* The code of the project in a reply that is about one project; NULL: none. */
const char *json_project_of(const ProtobufCMessage *body);
/* Writes the message's fields into the open object. */
void json_fields(struct json *j, const ProtobufCMessage *m);
/* Writes one field under `key` (NULL: the field's own name without its ending). */
void json_field(struct json *j, const char *key, const ProtobufCMessage *m, const char *field);
