/* Kannel: texts go to its sendsms interface, its delivery reports and replies come to a listener of
 * ours. docs/notify.md says how Kannel is to be set up. */
#pragma once

#include "client/notify/transport/transport.h"

extern const struct transport transport_kannel;
