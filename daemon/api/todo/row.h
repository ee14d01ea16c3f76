/* An item as a row of a reply. */
#pragma once

#include "api/todo/source.h"
#include "proto/api.pb-c.h"

/* Copies the item. -ENOMEM. */
int row_todo(struct todo *t, const struct todo_item *i, Duban__TodoRow **ret);
