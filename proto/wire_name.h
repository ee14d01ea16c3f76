/* Names derived from the .proto files, the same in the daemon and in its clients: topics, kinds of
 * requests and events, enum values. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

/* Writes the feed's topic "kind/level/unit/project/"; NULL is an empty part. Returns its length. */
#define WIRE_TOPIC_MAX 256
#define WIRE_HEARTBEAT_TOPIC "heartbeat"
size_t wire_topic(char buf[WIRE_TOPIC_MAX], const char *kind, const char *level, const char *unit,
		  const char *project);

/* The name of the member of the oneof `body` that is set ("link_started"); NULL if none. */
const char *wire_body_name(const ProtobufCMessage *m);

/* The same member's descriptor and message; NULL if none is set. */
const ProtobufCFieldDescriptor *wire_body(const ProtobufCMessage *m, ProtobufCMessage **ret);

/* The name of an enum value in lower case, without the enum's prefix: "yellow" for LEVEL_YELLOW. ""
 * for 0 and for an unknown value. The string is static. */
const char *wire_enum_name(const ProtobufCEnumDescriptor *d, int value);

/* The reverse: the value of "yellow"; 0 if there is none. */
int wire_enum_value(const ProtobufCEnumDescriptor *d, const char *name);

/* Does a field's name end so? What a field is follows from its ending: _date a day, _month a month,
 * _at an instant. Names that only sound so (planned_to_date is a number) have no ending. */
bool wire_name_ends(const char *name, const char *ending);
