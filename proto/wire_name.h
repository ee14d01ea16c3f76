/* Names that both ends derive from the .proto files: topics, bodies of requests and events, enum
 * values. */
#pragma once

#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

/* The feed's topic "kind/level/unit/project/"; empty parts stay empty, NULL is empty. Returns
 * its length. */
#define WIRE_TOPIC_MAX 256
#define WIRE_HEARTBEAT_TOPIC "heartbeat"
size_t wire_topic(char buf[WIRE_TOPIC_MAX], const char *kind, const char *level, const char *unit,
		  const char *project);

/* Names: the oneof member of `body` that is set ("link_started"), NULL if none. */
const char *wire_body_name(const ProtobufCMessage *m);

/* The member's descriptor and message, NULL if none is set. */
const ProtobufCFieldDescriptor *wire_body(const ProtobufCMessage *m, ProtobufCMessage **ret);

/* "yellow" for LEVEL_YELLOW: the enum value's name without the enum's prefix, lower case;
 * "" for 0 and for what is out of range. The string is static. */
const char *wire_enum_name(const ProtobufCEnumDescriptor *d, int value);

/* The value for "yellow"; 0 if there is none. */
int wire_enum_value(const ProtobufCEnumDescriptor *d, const char *name);
