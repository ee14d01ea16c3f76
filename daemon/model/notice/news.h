/* What changed and has not been looked at by the desk. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct txn;

/* How the matter stands, or who has it, has changed. Costs one look in a store that makes no
 * notices yet. */
void news_put(struct txn *t, const Duban__Subject *s, uint32_t rule);
/* Another person answers for the subject: all its open warnings. */
void news_of_subject(struct txn *t, const Duban__Subject *s);
/* The same for all subjects of a project. */
void news_of_project(struct txn *t, uint32_t project);
/* All that the person was told of and that was not told to have ended, or is marked for him. */
void news_of_person(struct txn *t, uint32_t person);
