/* Import of people. Telephone numbers never enter an event; they are stored outside the journal. */
#pragma once

struct import;
struct request;

int import_keep_phones(struct request *rq, const struct import *im);
