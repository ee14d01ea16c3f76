/* Notes that the caller reads personal data, before the reply leaves. */
#pragma once

#include <stddef.h>

#include "proto/model.pb-c.h"

struct request;

/* `of`: what was asked for, "" = all; `persons`: how many are in the reply, 0 is not noted. A
 * verdict if it cannot be noted: then nobody is told. */
int access_told(struct request *rq, Duban__AccessWhat what, const char *of, size_t persons);
