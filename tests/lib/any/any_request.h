/* Random requests, generated from their descriptors. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "proto/api.pb-c.h"

struct any;

/* A request with that body, allocated in the arena. Requests that wait, move the clock or write
 * folders are not supported; any_sent() tells. */
Duban__Request *any_request(struct any *y, const ProtobufCFieldDescriptor *member);
bool any_sent(const char *request);
uint32_t any_collected(struct any *y); /* a year with a collection */
uint32_t any_waiting(struct any *y);   /* number of a report that waits for review */
