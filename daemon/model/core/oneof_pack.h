/* Packs a message with a oneof of very many cases (an event, a reply). protobuf-c looks at each
 * field of the message, so that the cases that are not set would cost more than what is packed. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

/* The same as protobuf_c_message_get_packed_size() and protobuf_c_message_pack(), which stay what
 * the messages within it are packed by. */
size_t oneof_packed_size(const ProtobufCMessage *m);
size_t oneof_pack(const ProtobufCMessage *m, uint8_t *out);
