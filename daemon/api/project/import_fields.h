/* Reads the columns of a projects file into a project, and checks them. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct cell;
struct import;

/* Reads the cells of the current row into `io`: the stored project, or a new one with year 0. All
 * columns except code, former and successor, which refer to other projects. */
bool project_read(struct import *im, Duban__Project *io);
/* Refuses a change that puts a project, or a plan, into a closed year. `was` NULL: the project is
 * new. */
bool project_check_year(struct import *im, const Duban__Project *now, const Duban__Project *was);
/* Accepts a stage's word or name; an empty cell leaves *io unchanged. */
bool project_stage_cell(const struct cell *c, int *io);
