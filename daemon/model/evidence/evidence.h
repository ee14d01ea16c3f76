/* Evidence (佐证): the record of a stored file. Its bytes stand beside the store under the same
 * digest (store/blob/blob.h); the event that makes the record comes after them. A file may serve
 * several projects: the record is the first one's, evidence_project knows them all. */
#pragma once

#include "base/arena.h"
#include "proto/model.pb-c.h"

struct txn;

Duban__Evidence *evidence_get(struct txn *t, struct arena *a, struct bytes digest);
bool evidence_of(struct txn *t, uint32_t project, struct bytes digest);
/* The projects it serves, the record's first. */
int evidence_projects(struct txn *t, struct arena *a, const Duban__Evidence *e, uint32_t **ret,
		      size_t *ret_n);
