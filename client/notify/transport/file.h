/* The file outbox: each part becomes a line of a file, for trials, and for machines that take texts
 * from a file. The line is synced before the part counts as taken. */
#pragma once

#include "client/notify/transport/transport.h"

extern const struct transport transport_file;
