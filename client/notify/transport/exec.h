/* A program of the office's own sends the texts: it is run for each part, with the message as a
 * line of JSON on its standard input. */
#pragma once

#include "client/notify/transport/transport.h"

extern const struct transport transport_exec;
