/* Sends the request that a form has filled in, page by page. */
#pragma once

#include <protobuf-c/protobuf-c.h>

struct filling;
struct rows;

/* Reads all pages and adds their rows to `rows` (NULL if the reply has no rows). *ret is the body
 * of the last page. */
int form_ask(struct filling *f, struct rows *rows, const ProtobufCMessage **ret);
