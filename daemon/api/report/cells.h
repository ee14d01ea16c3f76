/* The cells of a report's row: its numbers and texts, and what happened to it. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct import;

/* Read the cells of the current row; an empty cell leaves its field unchanged. report_read reads
 * what is reported; report_read_life what happened to the report, which only an opening balance
 * contains. */
bool report_read(struct import *im, Duban__Report *r);
bool report_read_life(struct import *im, Duban__Report *r);
/* Does a row without a number contain what only an opening balance may? If so, reports it. */
bool report_of_old(struct import *im);
/* Are the figures in the row those that were reported? Reports each that is not. */
bool report_figures_stand(struct import *im, const Duban__Report *r);
