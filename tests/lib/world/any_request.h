/* Requests made up from their descriptors. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "proto/api.pb-c.h"

struct any;

/* A request with that body, in the arena. What waits, walks the clock or writes folders
 * (any_sent) is not made here. */
Duban__Request *any_request(struct any *y, const ProtobufCFieldDescriptor *member);
bool any_sent(const char *request);
uint32_t any_collected(struct any *y); /* a year whose list is being made */
uint32_t any_waiting(struct any *y);   /* a report that waits */
