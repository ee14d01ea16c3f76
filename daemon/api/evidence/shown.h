/* Which record of a stored file a caller gets to see. */
#pragma once

#include "base/arena.h"
#include "proto/bytes.h"
#include "proto/model.pb-c.h"

struct request;

/* The record of one of the file's projects that the caller may read; it names that project. NULL:
 * the caller may read none of them, or there is no such file: nobody shall tell one from the other.
 * Words of a project that the caller may not read are not in it: what serves two projects by one
 * record is told to a reader of the second by its digest alone. */
Duban__Evidence *evidence_shown(struct request *rq, struct arena *a, struct bytes digest);
