/* Prints the remarks of an answer, each with its row and field. */
#pragma once

#include <stddef.h>

#include "proto/event.pb-c.h"

struct cli;
struct json;

void remarks_print(const struct cli *c, Duban__Remark *const *remark, size_t n);
/* Adds the array `remarks` to the open object. */
void remarks_json(struct json *j, Duban__Remark *const *remark, size_t n);
