/* A message as a line of JSON, for whoever takes texts from a file or on standard input. */
#pragma once

#include "client/notify/transport/transport.h"

/* malloc, ends with a line end; NULL: no memory. */
char *message_json(const struct transport_message *m);
