/* Remarks: what a person should know of a record or of what was done, although it is no error. */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "proto/event.pb-c.h"

struct json;

/* A line for each. */
void remarks_print(Duban__Remark *const *remark, size_t n, FILE *out);
/* The member "remarks": for each its code, arguments and text. */
void remarks_json(struct json *j, Duban__Remark *const *remark, size_t n);
