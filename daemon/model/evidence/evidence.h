/* Evidence (佐证): the record of a stored file. The file's bytes are stored outside the database
 * under the same digest (store/blob/blob.h), before the event that makes the record. A file may
 * belong to several projects: the record names the first one, table evidence_project all of
 * them. Who stored the same bytes without knowing of the first record has words of his own: they
 * stand in evidence_project, so that equal bytes tell nothing of another's file. */
#pragma once

#include "base/arena.h"
#include "proto/model.pb-c.h"

struct txn;

Duban__Evidence *evidence_get(struct txn *t, struct arena *a, struct bytes digest);
/* The record that the project itself has: the first one if it names the project, else the
 * project's own words; NULL: the project has the file only by the first record, or not at all. */
Duban__Evidence *evidence_own(struct txn *t, struct arena *a, uint32_t project,
			      struct bytes digest);
bool evidence_of(struct txn *t, uint32_t project, struct bytes digest);
/* The projects that the file belongs to; the record's own project comes first. */
int evidence_projects(struct txn *t, struct arena *a, const Duban__Evidence *e, uint32_t **ret,
		      size_t *ret_n);
