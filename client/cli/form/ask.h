/* Asking what a form has filled in, page by page. */
#pragma once

#include <protobuf-c/protobuf-c.h>

struct filling;
struct rows;

/* Asks page by page. `rows` may be NULL: the reply has none. *ret is the last page's body. */
int form_ask(struct filling *f, struct rows *rows, const ProtobufCMessage **ret);
