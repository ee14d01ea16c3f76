/* The cells of a report's row: its figures and texts, and what became of it. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct import;

/* The cells of the present row; one that is empty leaves its field as it is.
 * First what is reported, then what became of it: that only an opening balance tells. */
bool report_read(struct import *im, Duban__Report *r);
bool report_read_life(struct import *im, Duban__Report *r);
/* A row without a number that tells of more than a report handed in now. Says so. */
bool report_of_old(struct import *im);
/* Are the row's figures, those it has, the ones that were reported? Says where not. */
bool report_figures_stand(struct import *im, const Duban__Report *r);
