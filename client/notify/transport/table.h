/* All transports. */
#pragma once

#include <stddef.h>

#include "client/notify/transport/transport.h"

const struct transport *transport_find(const char *name); /* NULL: there is none */
const struct transport *transport_at(size_t i);		  /* NULL: there are no more */
