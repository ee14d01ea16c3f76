/* What the verbs of warnings share. */
#pragma once

#include "proto/api.pb-c.h"

struct cli;
struct rows;

/* All warnings that `q` asks for, page by page. 0, a verdict that has been reported, or -errno. */
int warning_gather(struct cli *c, Duban__WarningListRequest *q, struct rows *rows);
/* Prints how many there are in each group (q->by). */
int warning_groups_print(struct cli *c, Duban__WarningListRequest *q);
