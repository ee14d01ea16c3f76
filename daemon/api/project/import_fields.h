/* The fields of a project's row: read into a project, and checked. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct cell;
struct import;

/* Reads the cells of the present row into `io`, the project as it is stored or a new one with
 * year 0. All but code, former and successor, which refer to other projects. */
bool project_read(struct import *im, Duban__Project *io);
/* Nothing comes into a closed year, nor is planned in it. `was` NULL: new. */
bool project_check_year(struct import *im, const Duban__Project *now, const Duban__Project *was);
/* The words and names of stages; empty leaves *io. */
bool project_stage_cell(const struct cell *c, int *io);
