/* What a request that has no reply of its own did: the numbers of the events that it wrote. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;

int done_print(struct cli *c, const Duban__Reply *r);
